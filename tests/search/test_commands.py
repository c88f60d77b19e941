"""`docsys search` and `docsys index`: their JSON is relied upon by scripts."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from docsys import search
from docsys.clock import FixedClock
from docsys.db import Database
from docsys.errors import NotFound
from docsys.search import PageText
from docsys.search.commands import COMMANDS, SEES_ALL
from docsys.search.models import SearchEntry
from docsys.settings import Settings
from docsys.shell import Shell
from tests.search.factories import make_entry

pytestmark = pytest.mark.db


def scope_of(_session: Session, login: str) -> Select[Any]:
    if login != "zhaomin":
        raise NotFound
    return select(SearchEntry.entry_id).where(SearchEntry.entry_id == 1)


@pytest.fixture
def shell(settings: Settings, database: Database, clock: FixedClock) -> Shell:
    with database.act() as session:
        search.put(session, make_entry(1, title="值班手册"), [PageText(3, "核心交换机由值班员核对")])
        search.put(session, make_entry(2), [PageText(None, "值班密码")])
    return Shell(settings, clock, lambda _settings: (database, {"search_scope": scope_of}))


def run(shell: Shell, *arguments: str) -> Result:
    commands = {command.name: command for command in COMMANDS}
    return CliRunner().invoke(commands[arguments[0]], arguments[1:], obj=shell)


def test_search_gives_one_json_document(shell: Shell) -> None:
    result = run(shell, "search", "核对", "--as", "zhaomin", "--json")

    hit = {
        "number": "ZLW-ZD07-YGZX-001",
        "version": "V1.0",
        "title": "值班手册",
        "page": 3,
        "snippet": "核心交换机由值班员核对",
    }
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"total": 1, "hits": [hit]})


def test_a_person_finds_only_what_is_theirs(shell: Shell) -> None:
    assert json.loads(run(shell, "search", "密码", "--as", "zhaomin", "--json").stdout) == {"total": 0, "hits": []}
    assert isinstance(run(shell, "search", "密码", "--as", "nobody").exception, NotFound)


def test_the_shell_sees_everything_and_says_so(shell: Shell) -> None:
    result = run(shell, "search", "值班", "--limit", "1", "--json")

    assert (SEES_ALL in result.stderr, json.loads(result.stdout)["total"]) == (True, 2)
    assert len(json.loads(result.stdout)["hits"]) == 1


def test_search_reads_well_in_a_terminal(shell: Shell) -> None:
    result = run(shell, "search", "值班手册", "--as", "zhaomin")

    assert result.stdout.splitlines() == [
        "ZLW-ZD07-YGZX-001  V1.0  值班手册",
        "    核心交换机由值班员核对",
        "共 1 条，列出 1 条。",
    ]


def test_an_odd_query_is_a_message_not_an_error(shell: Shell) -> None:
    result = run(shell, "search", "长" * 300, "--json")

    assert (result.exit_code, json.loads(result.stdout)["message"]) == (0, "检索式超过 256 个字，请缩短后再检索。")


def test_rebuild_says_how_many(shell: Shell) -> None:
    assert json.loads(run(shell, "index", "rebuild", "--json").stdout) == {"entries": 2}
    assert "共 2 个条目" in run(shell, "index", "rebuild").stdout


def test_verify_finds_what_is_missing_and_rebuild_mends_it(shell: Shell) -> None:
    with shell.database.act() as session:
        session.execute(text("DELETE FROM search_fts"))

    broken = run(shell, "index", "verify", "--json")
    run(shell, "index", "rebuild")
    mended = run(shell, "index", "verify")

    assert (broken.exit_code, json.loads(broken.stdout)["defects"]) == (1, ["2 段正文未进入索引"])
    assert (mended.exit_code, mended.stdout) == (0, "已提取 2\n索引与条目一致。\n")
