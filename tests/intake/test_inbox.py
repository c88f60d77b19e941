"""The watched 收件夹: only whole files, nothing lost on its way into the library, nothing removed that is not there."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from docsys.documents.importing import applying
from docsys.documents.models import Document
from docsys.intake import actions, files, inbox, queries
from docsys.intake.models import ImportItem
from docsys.jobs import Context
from tests.intake.conftest import lay_out
from tests.people.factories import NOW

pytestmark = pytest.mark.db


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "收件夹"
    folder.mkdir()
    return folder


@pytest.fixture
def context(settings, database, clock, folder, people):
    return Context(database, replace(settings, inbox_folder=str(folder), inbox_settle_seconds=30), clock)


@pytest.fixture
def look(context, clock, worker):
    """Let some seconds pass, look at the inbox, do what there is to do."""

    def once(seconds=31):
        clock.moment = clock.now() + timedelta(seconds=seconds)
        inbox.watch(context)
        worker.drain()

    return once


def told(database):
    with database.read() as session:
        rows = session.scalars(select(ImportItem).order_by(ImportItem.path, ImportItem.id))
        return [(item.path, item.state.value, item.reason or item.doubt) for item in rows]


def run_of(database):
    with database.read() as session:
        run = queries.inbox(session)
        assert run is not None
        return run.id


def start(database, people):
    with database.act() as session:
        return actions.start(session, run_of(database), actor=people.admin, now=NOW)


def documents(database):
    with database.read() as session:
        return list(session.scalars(select(Document.title).order_by(Document.id)))


def test_a_file_waits_until_nobody_writes_it_any_more(folder, look, database):
    lay_out(folder, {"值班手册/夜班.txt": "第一"})
    look(0)
    first = told(database)
    look(29)
    still = told(database)
    (folder / "值班手册/夜班.txt").write_text("第一页写完", "utf-8")
    look(29)
    written = told(database)
    look()

    assert first == still == written == [("值班手册/夜班.txt", "waiting", "")]
    assert told(database) == [("值班手册/夜班.txt", "proposed", "")]


@pytest.mark.parametrize(
    "name", ["~$a.docx", "a.txt.part", "a.crdownload", "a.tmp", ".a.txt.swp", "a.txt~", "A.PARTIAL"]
)
def test_names_of_half_written_files_are_passed_over(folder, look, database, name):
    lay_out(folder, {name: "x"})
    look()
    look()

    assert told(database) == []


def test_what_was_imported_leaves_the_inbox_and_lies_in_the_library(folder, look, database, people, settings, clock):
    lay_out(folder, {"值班手册/夜班.txt": "第一", "散件.txt": "第二"})
    look()
    look()
    assert start(database, people) == 1
    look()
    look()

    assert told(database) == [
        ("值班手册/夜班.txt", "done", ""),
        ("散件.txt", "failed", "未能判断归入哪个文件夹，请指定"),
    ]
    assert documents(database) == ["夜班"]
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == ["散件.txt"]


def test_killed_between_library_and_inbox_the_next_look_ends_the_move(folder, look, database, people, monkeypatch):
    lay_out(folder, {"值班手册/夜班.txt": "第一"})
    look()
    look()
    start(database, people)

    def die(_path):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(files, "hash_of", die)
        look()  # imports
        with pytest.raises(Killed):
            look()  # put aside, not removed yet
    left = [path.name for path in folder.rglob("*") if path.is_file()]
    look()
    look()

    assert left[0].startswith(files.TAKEN)
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert documents(database) == ["夜班"]


def test_those_who_import_see_on_their_work_page_what_waits_in_it(folder, look, visit):
    lay_out(folder, {"值班手册/夜班.txt": "第一", "散件.txt": "第二"})
    look()
    look()

    assert "2 个文件待核对" in visit("zhaomin").get("/").text
    assert "个文件待核对" not in visit("liqiang").get("/").text


def test_another_file_put_in_its_place_meanwhile_is_not_removed(folder, look, database, people):
    lay_out(folder, {"值班手册/夜班.txt": "第一"})
    look()
    look()
    start(database, people)
    look()
    (folder / "值班手册/夜班.txt").write_text("另一份", "utf-8")
    look()
    look()
    look()

    assert (folder / "值班手册/夜班.txt").read_text("utf-8") == "另一份"
    assert [row[:2] for row in told(database)] == [("值班手册/夜班.txt", "done"), ("值班手册/夜班.txt", "proposed")]


def test_the_same_file_put_there_again_is_known_and_removed(folder, look, database, people):
    for _ in range(2):
        lay_out(folder, {"值班手册/夜班.txt": "第一"})
        look()
        look()
        if not documents(database):
            start(database, people)
        look()
        look()

    assert [row[1:] for row in told(database)] == [("done", ""), ("skipped", "已导入为 ZLW-SC01-YGZX-001")]
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_what_is_taken_out_again_is_listed_no_more(folder, look, database):
    lay_out(folder, {"值班手册/夜班.txt": "第一"})
    look()
    look()
    (folder / "值班手册/夜班.txt").unlink()
    look()

    assert told(database) == []


def test_an_unreadable_file_is_named_and_tried_again_from_the_page(folder, look, database, people, monkeypatch):
    lay_out(folder, {"值班手册/夜班.txt": "第一"})

    def refuse(*_values):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(applying, "look", refuse)
        look()
        look()
    failed = told(database)
    with database.act() as session:
        actions.retry(session, run_of(database), None, actor=people.admin, now=NOW)
    look()

    assert failed == [("值班手册/夜班.txt", "failed", "文件无法读取：Permission denied")]
    assert told(database) == [("值班手册/夜班.txt", "proposed", "")]


def test_without_a_folder_nothing_is_watched(settings, database, clock, people):
    inbox.watch(Context(database, settings, clock))

    with database.read() as session:
        assert queries.inbox(session) is None


def test_the_inbox_belongs_to_its_unit(folder, look, database, people):
    look()

    with database.read() as session:
        run = run_of(database)
        assert queries.get(session, run, people.admin).unit_id == people.admin.unit_id
        with pytest.raises(Exception, match="没有找到"):
            queries.get(session, run, people.stranger)
