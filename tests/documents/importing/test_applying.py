"""Taking a tree over: each file one act, resumable, nothing doubled, nothing lost."""

import json
import os

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from docsys import cli, search, vault
from docsys.documents.importing import applying, reading
from docsys.documents.models import Document, Version
from docsys.errors import StorageFull
from docsys.jobs import Job
from docsys.numbering.models import LedgerEntry
from docsys.shell import Shell
from tests.documents import factories as make
from tests.people.factories import PASSWORD

pytestmark = pytest.mark.db


@pytest.fixture
def people(database):
    with database.act() as session:
        return make.make_people(session)


@pytest.fixture
def tree(tmp_path, people):
    """Folders as people leave them."""
    root = tmp_path / "旧资料"
    for name, text in {
        "值班手册/JS-2019-023 夜班值班手册V2.1_20191102.txt": "夜班人员应保证通讯畅通。编写人：王军",
        "PZ02/核心交换机.cfg": "sysname SH-CORE-1",
        "机房维保合同/空调维保.txt": "空调每季度保养一次。",
        "散件.txt": "没有归类的一页。",
        "副本/散件（2）.txt": "没有归类的一页。",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (root / "~$散件.docx").write_text("x")
    return root


@pytest.fixture
def run(settings, database, clock, people):
    def command(*words, typed=""):
        shell = Shell(settings, clock, lambda _settings: (database, {}))
        return CliRunner().invoke(cli.docsys, ["import", *map(str, words), "--json"], obj=shell, input=typed)

    return command


def told(done):
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return json.loads(done.stdout)


def pairs(rows):
    return {row["path"]: row["reason"] for row in rows}


def documents(database):
    with database.read() as session:
        return {one.number: one for one in session.scalars(select(Document).order_by(Document.number))}


def test_each_file_becomes_a_numbered_document_in_the_folder_its_place_proposes(run, tree, database):
    data = told(run(tree, "--into", "ZD07"))

    assert data["imported"] == 4
    assert {one["path"]: one["number"] for one in data["documents"]} == {
        "PZ02/核心交换机.cfg": "ZLW-PZ02-YGZX-001",
        "值班手册/JS-2019-023 夜班值班手册V2.1_20191102.txt": "ZLW-SC01-YGZX-001",
        "副本/散件（2）.txt": "ZLW-ZD07-YGZX-001",
        "机房维保合同/空调维保.txt": "ZLW-HT04-2026-YGZX-0001",
    }
    assert pairs(data["skipped"]) == {
        "~$散件.docx": "办公软件的锁文件",
        "散件.txt": "与 ZLW-ZD07-YGZX-001《散件》内容相同",
    }
    assert data["failed"] == []


@pytest.mark.rule("R-4.3.4-4")
def test_the_number_in_its_name_is_kept_as_old_number_and_leads_to_it(run, tree, database):
    run(tree, "--into", "ZD07")

    with database.read() as session:
        document = session.scalars(select(Document).where(Document.number == "ZLW-SC01-YGZX-001")).one()
        version = document.versions[0]
        marks = (document.title, str(version.version), version.author, str(version.written_on))
        found = {words: search.find(session, words).total for words in ("JS-2019-023", "编号:JS-2019-023", "通讯畅通")}
    assert document.old_number == "JS-2019-023"
    assert marks == ("夜班值班手册", "V2.1", "王军", "2019-11-02")
    assert document.missing == ["发布时间", "修订记录", "保密级别", "使用范围", "审批级别"]
    assert version.reason == "历史导入，原位置：值班手册/JS-2019-023 夜班值班手册V2.1_20191102.txt"
    assert found == {"JS-2019-023": 1, "编号:JS-2019-023": 1, "通讯畅通": 1}


def test_controlled_documents_are_in_force_and_due_for_review_records_are_archived(run, tree, database):
    run(tree, "--into", "ZD07")

    states = {one.number[:8]: (one.state.label, one.next_review is not None) for one in documents(database).values()}

    assert states == {
        "ZLW-SC01": ("现行有效", True),
        "ZLW-PZ02": ("现行有效", True),
        "ZLW-ZD07": ("现行有效", True),
        "ZLW-HT04": ("已归档", False),
    }


def test_bytes_lie_at_their_place_and_nobody_reads_the_file_again(run, tree, database, settings, clock):
    run(tree, "--into", "ZD07")
    vault.settle(database, settings.archive, clock.now())

    with database.read() as session:
        kinds = set(session.scalars(select(Job.kind)))
        files = [version.file for version in session.scalars(select(Version)) if version.file]
    assert all((settings.archive / file.path).stat().st_size == file.size for file in files)
    assert len(files) == 4
    assert "search.extract" not in kinds


def test_a_second_run_imports_nothing_and_says_what_became_of_each(run, tree, database):
    run(tree, "--into", "ZD07")

    again = told(run(tree, "--into", "ZD07"))

    assert (again["imported"], again["failed"], len(documents(database))) == (0, [], 4)
    assert pairs(again["skipped"])["PZ02/核心交换机.cfg"] == "已导入为 ZLW-PZ02-YGZX-001"


def test_what_was_killed_goes_on_where_it_stood(run, tree, database, settings, monkeypatch):
    real, calls = reading.take, []

    def die_at_the_third(*values):
        calls.append(values)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*values)

    monkeypatch.setattr(reading, "take", die_at_the_third)
    assert run(tree, "--into", "ZD07").exit_code != 0
    monkeypatch.setattr(reading, "take", real)
    data = told(run(tree, "--into", "ZD07"))

    assert data["imported"] == 2
    assert sorted(documents(database)) == [
        "ZLW-HT04-2026-YGZX-0001",
        "ZLW-PZ02-YGZX-001",
        "ZLW-SC01-YGZX-001",
        "ZLW-ZD07-YGZX-001",
    ]
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 4


def test_a_trial_run_writes_the_list_and_nothing_else(run, tree, database, tmp_path):
    out = tmp_path / "清单.csv"

    data = told(run(tree, "--into", "ZD07", "--dry-run", "--manifest", out))

    text = out.read_text("utf-8-sig")
    assert (data["imported"], data["planned"], documents(database)) == (0, 5, {})
    assert "值班手册/JS-2019-023 夜班值班手册V2.1_20191102.txt" in text
    assert ",SC01,YGZX,夜班值班手册,王军,V2.1,2019-11-02,,,,JS-2019-023,," in text
    assert [line.split(",")[-2] for line in text.splitlines() if line.startswith("散件")] == ["副本/散件（2）.txt"]
    refused = run(tree, "--dry-run", "--manifest", out)
    assert (refused.exit_code, "已存在" in refused.stderr) == (1, True)


def test_the_edited_list_decides(run, tree, database, tmp_path):
    out = tmp_path / "清单.csv"
    run(tree, "--into", "ZD07", "--dry-run", "--manifest", out)
    lines = out.read_text("utf-8-sig").splitlines()
    lines = [line for line in lines if "空调" not in line]
    lines = [
        line.replace("SC01,YGZX,夜班值班手册", "ZD07,SHFE,夜班制度").replace(",,,,JS-2019-023", ",C,内部,夜班,")
        for line in lines
    ]
    lines = [line.replace(",副本/散件（2）.txt,", ",仍导入,") for line in lines]
    out.write_text("\r\n".join(lines), "gb18030")

    data = told(run(tree, "--manifest", out))

    assert sorted(one["number"] for one in data["documents"]) == [
        "ZLW-PZ02-YGZX-001",
        "ZLW-ZD07-SHFE-001",
        "ZLW-ZD07-YGZX-001",
        "ZLW-ZD07-YGZX-002",
    ]
    assert pairs(data["skipped"])["机房维保合同/空调维保.txt"] == "不在清单中"
    night = documents(database)["ZLW-ZD07-SHFE-001"]
    assert (night.title, night.old_number, night.missing) == ("夜班制度", None, ["发布时间", "修订记录"])
    assert told(run(tree, "--manifest", out))["imported"] == 0


def test_a_file_that_changed_after_the_list_is_not_imported(run, tree, tmp_path, database):
    out = tmp_path / "清单.csv"
    run(tree, "--into", "ZD07", "--dry-run", "--manifest", out)
    (tree / "散件.txt").write_text("改过了", "utf-8")
    (tree / "PZ02/核心交换机.cfg").unlink()

    done = run(tree, "--manifest", out)

    data = told(done)
    assert done.exit_code == 1
    assert pairs(data["failed"]) == {
        "PZ02/核心交换机.cfg": "文件夹中没有清单所列的文件",
        **({"散件.txt": applying.CHANGED} if "散件.txt" in pairs(data["failed"]) else {}),
    }


def test_without_a_folder_a_file_fails_with_the_way_out_and_the_others_go_on(run, tree):
    done = run(tree)

    data = told(done)
    assert (done.exit_code, data["imported"]) == (1, 3)
    assert pairs(data["failed"]) == {"副本/散件（2）.txt": applying.NO_FOLDER, "散件.txt": applying.NO_FOLDER}


def test_a_file_that_cannot_be_read_fails_alone(run, tree, monkeypatch):
    real = applying.hash_of

    def refuse(path):
        if path.suffix == ".cfg":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(applying, "hash_of", refuse)
    data = told(run(tree, "--into", "ZD07"))

    assert pairs(data["failed"]) == {"PZ02/核心交换机.cfg": "文件无法读取：Permission denied"}
    assert data["imported"] == 3


def test_a_full_disk_ends_it_and_names_what_was_not_done(run, tree, monkeypatch, database):
    def full(*_values):
        raise StorageFull(place="文档库")

    monkeypatch.setattr(reading, "take", full)
    data = told(run(tree, "--into", "ZD07"))

    assert data["imported"] == 0
    assert len(data["failed"]) == 5
    assert all("磁盘空间不足" in row["reason"] for row in data["failed"])


def test_hostile_names_are_data(run, tmp_path, database, settings):
    root = tmp_path / "x"
    root.mkdir()
    for number, name in enumerate(
        [
            b"'; DROP TABLE documents;--.txt",
            b"{number} {0}.txt",
            b"<script>alert(1)</script>.txt".replace(b"/", b"_"),
            b"..\\..\\x.txt",
            b"%s%n.txt",
            b"\xd6\xd0\xce\xc4.txt",
            b"a\r\nb.txt",
            b"\xff\xfe.txt",
            ("长" * 80).encode() + b".txt",
        ]
    ):
        (root / os.fsdecode(name)).write_text(f"第 {number} 个文件")

    data = told(run(root, "--into", "ZD07"))

    assert (data["imported"], data["failed"]) == (8, [])
    assert pairs(data["skipped"]) == {"..\\..\\x.txt": "隐藏文件"}
    folder = settings.archive / "现行库/01_ZD_技术制度及流程类/ZD07_值班及日常管理"
    titles = {one.title for one in documents(database).values()}
    assert {"'; DROP TABLE documents;", "{number} {0}", "中文"} <= titles
    assert all(
        one.path.startswith("现行库/01_ZD") and ".." not in one.path.split("/") for one in documents(database).values()
    )
    with database.read() as session:
        assert search.find(session, '"第 4 个文件"').total == 1
    assert folder.parent.parent.name == "现行库"


def test_as_a_person_it_needs_the_password_and_the_permission(run, tree):
    wrong = run(tree, "--into", "ZD07", "--as", "zhaomin", typed="Wrong-1\n")
    reader = told(run(tree, "--into", "ZD07", "--as", "liqiang", typed=f"{PASSWORD}\n"))
    admin = told(run(tree, "--into", "ZD07", "--as", "zhaomin", typed=f"{PASSWORD}\n"))

    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert {row["reason"] for row in reader["failed"]} == {"您没有“登记文档”的权限，请联系文档管理员或系统管理员。"}
    assert admin["imported"] == 4


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("--into", "XX01"), "没有代码为“XX01”的文件夹"), (("--unit", "NIX"), "没有代码为“NIX”的单位")],
)
def test_an_unknown_folder_or_unit_is_refused_before_the_first_file(run, tree, words, sentence, database):
    done = run(tree, *words)

    assert (done.exit_code, sentence in done.stderr) == (1, True)
    assert documents(database) == {}


def test_the_library_does_not_import_itself(run, settings):
    done = run(settings.archive)

    assert (done.exit_code, "与文档库重叠" in done.stderr) == (1, True)


def test_a_list_that_is_not_there_is_wrong_use(run, tree):
    assert run(tree, "--manifest", tree / "nothing.csv").exit_code == 2
