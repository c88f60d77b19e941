"""`docsys reference`: a table shown, printed, and a change asked for with the CSV that was exported."""

import json

import pytest
from click.testing import CliRunner

from docsys.errors import InvalidInput
from docsys.people.rules import Role
from docsys.references import prints, queries
from docsys.references.commands import reference
from docsys.references.rules import Table
from docsys.references.seed import seed
from docsys.shell import Shell
from docsys.web.tables import csv_bytes
from tests.people.factories import NOW, PASSWORD, make_reference, make_user

pytestmark = pytest.mark.db


@pytest.fixture
def run(settings, database, clock):
    with database.act() as session:
        make_reference(session)
        seed(session, NOW)
        make_user(session, "lina", Role.DOCADMIN)

    def command(*words, typed=None):
        shell = Shell(settings, clock, lambda _settings: (database, {}))
        return CliRunner().invoke(reference, words, obj=shell, input=typed, catch_exceptions=False)

    return command


def test_a_table_is_shown_and_printed(run, tmp_path):
    lines = run("show", "19.2").stdout.splitlines()
    data = json.loads(run("show", "19.3", "--version", "1", "--json").stdout)
    told = run("history", "19.1").stdout
    run("print", "19.1", "--out", str(tmp_path / "19.1.pdf"))

    assert lines[0] == "表 19.2 托管机房信息表（第 1 版，依据：规章制度汇编第十九章（随系统提供，待运管中心确认））"
    assert lines[1] == "1\t上交所\t上海外高桥证券技术大厦机房\tSH-1，SH-2"
    assert (data["version"], data["columns"], len(data["rows"])) == (1, ["接入点", "接入点名称", "地址"], 12)
    assert told.startswith("第 1 版\t2026-")
    assert len(json.loads(run("history", "19.1", "--json").stdout)) == 1
    assert (tmp_path / "19.1.pdf").read_bytes().startswith(b"%PDF-")


def test_a_change_is_asked_for_with_the_exported_file(run, database, tmp_path):
    file = tmp_path / "19.2.csv"
    with database.read() as session:
        rows = queries.rows_of(session, Table.ROOMS)
    file.write_bytes(csv_bytes(prints.head(Table.ROOMS), prints.numbered(Table.ROOMS, rows[1:])))
    words = ("change", "19.2", str(file), "--basis", "文号", "--reason", "撤出", "--as", "lina")

    asked = run(*words, typed=PASSWORD + "\n")

    assert asked.stdout == (
        "已申请：表 19.2 托管机房信息表改为第 2 版：删除 1 行（撤出；依据：文号）。须由另一人在“双人确认”中确认后生效。\n"
    )
    file.write_text("机构,机房\n甲,乙\n", "utf-8")
    with pytest.raises(InvalidInput) as refused:
        run(*words, typed=PASSWORD + "\n")
    assert refused.value.sentence == "19.2.csv 的表头应为：序号,机构,机房,接入证联网节点；每行 4 列。"
