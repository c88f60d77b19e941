"""An import from its opening to its report, with the worker killed wherever it hurts."""

import os

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from docsys import cli
from docsys.documents.importing import applying, reading
from docsys.documents.models import Document, Version
from docsys.errors import InvalidInput, NotFound, StorageFull, TransitionForbidden
from docsys.intake import actions, queries
from docsys.intake.actions.running import Opening
from docsys.intake.models import ImportItem, ImportRun
from docsys.jobs import actions as job_actions
from docsys.numbering.models import LedgerEntry
from docsys.shell import Shell
from tests.intake.conftest import lay_out
from tests.people.factories import NOW

pytestmark = pytest.mark.db


class Killed(BaseException):
    """What no `except Exception` catches: the process is gone."""


@pytest.fixture
def opened(database, people, tree):
    with database.act() as session:
        opening = Opening("旧资料", people.admin.unit_id, "ZD07")
        return actions.open_folder(session, opening, tree, actor=people.admin, now=NOW).id


@pytest.fixture
def proposed(opened, worker):
    worker.drain()
    return opened


def start(database, run_id, people):
    with database.act() as session:
        return actions.start(session, run_id, actor=people.admin, now=NOW)


def told(database, run_id):
    """Each file with its state, its number and what is said of it."""
    with database.read() as session:
        rows = session.scalars(select(ImportItem).where(ImportItem.run_id == run_id).order_by(ImportItem.path))
        return {
            item.path: (item.state.value, item.document.number if item.document else "", item.reason or item.doubt)
            for item in rows
        }


def state(database, run_id):
    with database.read() as session:
        return session.get_one(ImportRun, run_id).state.value


def numbers(database):
    with database.read() as session:
        return sorted(session.scalars(select(Document.number)))


IMPORTED = {
    "PZ02/核心交换机.cfg": ("done", "ZLW-PZ02-YGZX-001", ""),
    "值班手册/JS-2019-023 夜班值班手册V2.1_20191102.txt": ("done", "ZLW-SC01-YGZX-001", ""),
    "副本/散件（2）.txt": ("done", "ZLW-ZD07-YGZX-001", ""),
    "散件.txt": ("skipped", "", "与 副本/散件（2）.txt 内容相同"),
    "机房维保合同/空调维保.txt": ("done", "ZLW-HT04-2026-YGZX-0001", ""),
}


def test_reading_makes_a_proposal_of_each_file_and_writes_nothing_to_the_library(database, proposed):
    with database.read() as session:
        item = session.scalars(select(ImportItem).where(ImportItem.path.startswith("值班手册"))).one()
    marks = (item.folder, item.unit, item.title, item.author, item.version, item.written_on, item.old_number)

    assert (state(database, proposed), numbers(database)) == ("ready", [])
    assert marks == ("SC01", "YGZX", "夜班值班手册", "王军", "V2.1", "2019-11-02", "JS-2019-023")
    assert {path: row[0] for path, row in told(database, proposed).items()} == dict.fromkeys(IMPORTED, "proposed")


@pytest.mark.rule("R-4.3.4-4")
def test_what_was_started_ends_with_each_file_imported_or_named_with_its_reason(database, proposed, worker, people):
    assert start(database, proposed, people) == 4
    worker.drain()

    assert told(database, proposed) == IMPORTED
    assert state(database, proposed) == "done"


def test_an_empty_a_linked_and_a_hidden_file_are_named_with_their_reason(database, people, tmp_path, worker):
    root = lay_out(tmp_path / "x", {"~$a.docx": "x", "空.txt": "", "a.txt": "第一页"})
    (root / "link.txt").symlink_to("/etc/hostname")
    (root / os.fsdecode("中文".encode("gb18030") + b".txt")).write_text("国标名称")
    with database.act() as session:
        opening = Opening("x", people.admin.unit_id, "")
        run_id = actions.open_folder(session, opening, root, actor=people.admin, now=NOW).id
    worker.drain()

    assert told(database, run_id) == {
        "a.txt": ("proposed", "", "未能判断归入哪个文件夹，请指定"),
        "link.txt": ("skipped", "", "符号链接，指向导入文件夹之外"),
        "~$a.docx": ("skipped", "", "办公软件的锁文件"),
        "空.txt": ("skipped", "", "空文件"),
        "中文.txt": ("proposed", "", "未能判断归入哪个文件夹，请指定"),
    }


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_killed_while_reading_it_goes_on_and_doubles_nothing(database, opened, worker, monkeypatch, at):
    real, calls = applying.look, []

    def die(*values):
        calls.append(values)
        if len(calls) == at:
            raise Killed
        return real(*values)

    monkeypatch.setattr(applying, "look", die)
    with pytest.raises(Killed):
        worker.drain()
    give_back_leases(database)
    worker.drain()

    assert {path: row[0] for path, row in told(database, opened).items()} == dict.fromkeys(IMPORTED, "proposed")


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("at", [1, 2, 4])
def test_killed_while_importing_it_neither_loses_nor_doubles(
    database, proposed, worker, people, monkeypatch, at, before
):
    """Before a file is staged, and after its transaction."""
    start(database, proposed, people)
    name = "take" if before else "take_over"
    module = reading if before else applying
    real, calls = getattr(module, name), []

    def die(*values, **more):
        calls.append(values)
        if len(calls) == at and before:
            raise Killed
        done = real(*values, **more)
        if len(calls) == at:
            raise Killed
        return done

    monkeypatch.setattr(module, name, die)
    with pytest.raises(Killed):
        worker.drain()
    give_back_leases(database)
    worker.drain()

    assert told(database, proposed) == IMPORTED
    with database.read() as session:
        counted = [session.scalar(select(func.count()).select_from(one)) for one in (Document, Version, LedgerEntry)]
    assert counted == [4, 4, 4]


def give_back_leases(database):
    """What a worker does first that finds the leases of one that died."""
    with database.act() as session:
        assert job_actions.release(session, lambda _lease: True, NOW) == 1


def test_what_the_command_line_imported_is_known_to_the_page_and_the_other_way_round(
    database, settings, clock, opened, worker, people, tree
):
    shell = Shell(settings, clock, lambda _settings: (database, {}))
    assert CliRunner().invoke(cli.docsys, ["import", str(tree)], obj=shell).exit_code == 1  # two without a folder
    worker.drain()
    start(database, opened, people)
    worker.drain()
    again = CliRunner().invoke(cli.docsys, ["import", str(tree), "--into", "ZD07"], obj=shell)

    assert told(database, opened)["PZ02/核心交换机.cfg"] == (
        "skipped",
        "ZLW-PZ02-YGZX-001",
        "已导入为 ZLW-PZ02-YGZX-001",
    )
    assert "已导入 0 份" in again.stdout
    assert numbers(database) == sorted(row[1] for row in IMPORTED.values() if row[1])


def test_a_file_that_became_a_link_since_it_was_read_is_not_followed(database, proposed, worker, people, tree):
    (tree / "PZ02/核心交换机.cfg").unlink()
    (tree / "PZ02/核心交换机.cfg").symlink_to("/etc/hostname")
    start(database, proposed, people)
    worker.drain()

    assert told(database, proposed)["PZ02/核心交换机.cfg"] == ("failed", "", "文件已不在原处，或已被换成链接。")
    assert len(numbers(database)) == 3


def test_a_changed_file_fails_is_read_again_and_then_imported(database, proposed, worker, people, tree):
    (tree / "PZ02/核心交换机.cfg").write_text("sysname SH-CORE-2")
    start(database, proposed, people)
    worker.drain()
    failed = told(database, proposed)["PZ02/核心交换机.cfg"]
    with database.act() as session:
        assert actions.retry(session, proposed, None, actor=people.admin, now=NOW) == 1
    worker.drain()
    start(database, proposed, people)
    worker.drain()

    assert failed == ("failed", "", applying.CHANGED)
    assert told(database, proposed) == IMPORTED


def test_a_full_disk_stops_it_says_why_and_leaves_the_proposals(database, proposed, worker, people, monkeypatch):
    def full(*_values):
        raise StorageFull(place="文档库")

    start(database, proposed, people)
    with monkeypatch.context() as patched:
        patched.setattr(reading, "take", full)
        worker.drain()
    with database.read() as session:
        run = session.get_one(ImportRun, proposed)
        stopped = (run.state.value, "磁盘空间不足" in run.error)
    start(database, proposed, people)
    worker.drain()

    assert stopped == ("ready", True)
    assert told(database, proposed) == IMPORTED


def test_only_who_may_import_for_the_unit_opens_sees_and_starts(database, proposed, people, tree):
    with database.act() as session:
        opening = Opening("x", people.admin.unit_id, "")
        for who in (people.author, people.reader, people.stranger):
            with pytest.raises(NotFound):
                queries.get(session, proposed, who)
            with pytest.raises(NotFound):
                actions.start(session, proposed, actor=who, now=NOW)
            with pytest.raises(Exception, match="历史导入与收件夹"):
                actions.open_folder(session, opening, tree, actor=who, now=NOW)
        assert queries.get(session, proposed, people.second).id == proposed


def test_it_is_not_started_before_it_was_read_nor_after_it_was_closed(database, opened, worker, people):
    with pytest.raises(TransitionForbidden, match="试读中"):
        start(database, opened, people)
    worker.drain()
    with database.act() as session:
        actions.close(session, opened, actor=people.admin, now=NOW)
    with pytest.raises(TransitionForbidden, match="已结束"):
        start(database, opened, people)
    worker.drain()

    assert {row[0] for row in told(database, opened).values()} == {"excluded"}
    assert numbers(database) == []


def test_nothing_ready_is_refused_with_the_way_out(database, people, worker, tmp_path):
    root = lay_out(tmp_path / "x", {"a.txt": "第一页"})
    with database.act() as session:
        opening = Opening("x", people.admin.unit_id, "")
        run_id = actions.open_folder(session, opening, root, actor=people.admin, now=NOW).id
    worker.drain()

    with pytest.raises(InvalidInput, match="有疑问的须指定文件夹"):
        start(database, run_id, people)
