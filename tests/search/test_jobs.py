"""The jobs of search: idempotent, and blind to what is no longer so."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from docsys import search
from docsys.db import Database
from docsys.search import PageText, TextState
from docsys.search.engines.whoosh_index import WhooshEngine
from docsys.search.jobs import EXTRACT, JOBS, NO_FILE, SYNC
from docsys.search.models import SearchEntry
from tests.search.factories import found, make_entry, put

pytestmark = pytest.mark.db


@dataclass
class Context:
    """As much of `jobs.Context` as the handlers ask for."""

    database: Database
    services: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def worker(database: Database, tmp_path: Path) -> Context:
    """Entry 1 has no text yet; its file is tmp_path/a.txt."""
    with database.act() as session:
        search.put(session, make_entry(1))
    path = tmp_path / "a.txt"
    path.write_text("核心交换机配置", "utf-8")
    return Context(database, {"search_source": lambda _session, entry_id: (path, "a.txt") if entry_id == 1 else None})


def entry(database: Database) -> tuple[str, str]:
    with database.read() as session:
        row = session.get_one(SearchEntry, 1)
        return row.state, row.reason


def test_the_text_of_a_file_becomes_findable_and_again_without_harm(worker: Context) -> None:
    for _ in range(2):
        JOBS[EXTRACT](worker, {"entry_id": 1})

    assert (found(worker.database, "交换机"), entry(worker.database)) == ([1], (TextState.EXTRACTED, ""))


def test_a_file_that_cannot_be_read_is_a_state_with_its_reason(worker: Context, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"PK\x03\x04 cut off")

    JOBS[EXTRACT](worker, {"entry_id": 1})

    assert entry(worker.database) == (TextState.FAILED, "文件已损坏：压缩结构不完整")


def test_an_entry_without_a_file_says_so(worker: Context) -> None:
    worker.services["search_source"] = lambda _session, _entry_id: None

    JOBS[EXTRACT](worker, {"entry_id": 1})

    assert entry(worker.database) == (TextState.EMPTY, NO_FILE)


def test_a_removed_entry_is_nothing_to_do(worker: Context) -> None:
    with worker.database.act() as session:
        search.remove(session, 1)

    JOBS[EXTRACT](worker, {"entry_id": 1})

    assert found(worker.database, "交换机") == []


def test_the_text_of_a_version_that_was_replaced_meanwhile_is_dropped(worker: Context, tmp_path: Path) -> None:
    """The old file was being read when V1.1 came: its text must not become findable (4.4.1)."""

    def source(_session: Session, _entry_id: int) -> tuple[Path, str]:
        with worker.database.act() as session:
            search.put(session, make_entry(1, version="V1.1"), [PageText(None, "新版正文")])
        return tmp_path / "a.txt", "a.txt"

    worker.services["search_source"] = source
    JOBS[EXTRACT](worker, {"entry_id": 1})

    assert (found(worker.database, "交换机"), found(worker.database, "新版")) == ([], [1])


def test_an_index_on_disk_is_brought_up_to_date(database: Database, whoosh: WhooshEngine) -> None:
    with whoosh.folder.writing(0):
        put(database, ["核心交换机"])

    JOBS[SYNC](Context(database), {})

    with database.read() as session:
        assert search.verify(session) == []


def test_an_index_in_the_database_needs_no_work(database: Database) -> None:
    JOBS[SYNC](Context(database), {})

    assert found(database, "甲") == []
