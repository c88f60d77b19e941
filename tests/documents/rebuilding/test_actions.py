"""`docsys rebuild`: a library led through its life, its database thrown away, and made anew out of its folders."""

import json
import shutil
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from docsys import app, cli, running, search, vault
from docsys.audit.models import AuditRow
from docsys.catalogue import jobs as catalogue_jobs
from docsys.db import Database
from docsys.documents import actions as documents
from docsys.documents import queries
from docsys.documents.actions import RightRow
from docsys.documents.jobs import METADATA, describe
from docsys.documents.models import Attachment, Document, UseRight, Version
from docsys.documents.rules import Right
from docsys.folders import actions as folders
from docsys.folders.models import Folder
from docsys.jobs import Context
from docsys.numbering import actions as numbers
from docsys.numbering.jobs import write_ledger
from docsys.numbering.models import Counter, LedgerEntry
from docsys.people.models import Department, Unit, User
from docsys.people.rules import SYSTEM
from docsys.publication import actions as life
from docsys.shell import Shell
from tests.documents import factories as make
from tests.people.factories import NOW, actor_of, make_user, place

pytestmark = pytest.mark.db
NAME = "ZLW-SC01-YGZX-001_运管中心值班手册"


@pytest.fixture
def library(database, settings, clock):
    """Documents in every state, through the real places on disk; what is expected of them, as plain values."""
    archive = settings.archive
    with database.act() as session:
        people = make.make_people(session)
        session.add(Unit(code="NEWU", name="新建单位", short_name="新建", kind="外部", active=True, confirmed=True))
        session.flush()
        _revised(session, people, archive)
        _abolished(session, people, archive)
        _filed(session, people, archive)
        withdrawn = make.make_submitted(session, people, archive, title="撤回的手册")
        life.withdraw(session, withdrawn.id, "重复登记", actor=people.author, now=NOW)
        make.make_draft(session, people, archive, title="草稿一份")
        make.make_approved(session, people, archive, title="待发布的手册")
        numbers.issue_form(session, "XQ", None, now=NOW, actor=people.author, subject="无人存档的表单")
    context = Context(database, settings, clock)
    vault.settle(database, archive, NOW)
    with database.read() as session:
        for document_id in session.scalars(select(Document.id)).all():
            describe(context, {"document_id": document_id})
    write_ledger(context, {})
    return archive


def _revised(session, people, archive):
    """Current in V1.1 with V1.0 behind it and V1.2 being written; rights and an attachment of its own."""
    document = make.make_current(session, people, archive)
    make.revise(session, people, archive, document)
    documents.attach(
        session, document.id, make.staged(archive, "附图"), "拓扑.txt", "拓扑图", actor=people.author, now=NOW
    )
    life.submit(session, document.id, actor=people.author, now=NOW)
    life.approve(session, document.id, "同意", actor=people.approver, now=NOW)
    life.request_publication(session, document.id, actor=people.admin, now=NOW)
    make.confirm(session, people.second)
    make.revise(session, people, archive, document, "V1.2")
    department, post = place(session)
    named = RightRow(people.reader.unit_id, department, post, frozenset({Right.LIST, Right.READ}))
    every = RightRow(None, None, None, frozenset({Right.LIST}))
    documents.set_document_rights(session, document.id, [named, every], actor=people.admin, now=NOW)


def _abolished(session, people, archive):
    document = make.make_current(session, people, archive, title="停用的手册")
    life.request_abolition(session, document.id, life.Ending("硬件停用", "无"), actor=people.admin, now=NOW)
    make.confirm(session, people.second)


def _filed(session, people, archive):
    """By 历史导入 into a folder of one's own; and a record under the number of its form."""
    folder = folders.create(session, "ZD07", "夜班", actor=people.admin, now=NOW)
    unit = session.scalars(select(Unit.id).where(Unit.code == "NEWU")).one()
    new = make.marks(people, folder_code=folder.code, unit_id=unit, title="夜班制度", level="", notes=())
    file = make.staged(archive, "夜班人员应当在岗。")
    documents.file_history(session, new, file, "夜班.txt", actor=SYSTEM, now=NOW, old_number="JS-2019-023")
    number = numbers.issue_form(session, "BG", None, now=NOW, actor=people.author, subject="变更")
    documents.archive_record(
        session,
        folder_code="SP01",
        title="变更单",
        unit_id=people.author.unit_id,
        number=number,
        file=make.staged(archive, "更换电源"),
        original_name="BG.txt",
        actor=people.author,
        now=NOW,
        retention="10y",
    )


def whole(database):
    """Everything that a rebuild promises, without the keys of rows and without people, who are not in the folders."""
    with database.read() as session:
        ids = {one.id: one.number for one in session.scalars(select(Document))}
        versions = {one.id: f"{ids[one.document_id]} {one.version}" for one in session.scalars(select(Version))}
        codes = {one.id: one.code for one in session.scalars(select(Folder))}
        units = {one.id: one.code for one in session.scalars(select(Unit))}
        files = {one.id: _row(one) for one in session.scalars(select(vault.StoredFile))}
        departments = {one.id: one.name for one in session.scalars(select(Department))}
        return {
            "documents": {
                one.number: _row(one)
                | {"folder": codes[one.folder_id], "unit": units[one.unit_id], "head": versions[one.head_id]}
                for one in session.scalars(select(Document))
            },
            "versions": {
                versions[one.id]: _row(one) | {"file": files[one.file_id]} for one in session.scalars(select(Version))
            },
            "attachments": {
                f"{versions[one.version_id]} F{one.ordinal}": _row(one) | {"file": files[one.file_id]}
                for one in session.scalars(select(Attachment))
            },
            "rights": sorted(
                (ids[one.document_id], units.get(one.unit_id, ""), departments.get(one.department_id, ""), one.may_read)
                for one in session.scalars(select(UseRight).where(UseRight.document_id.is_not(None)))
            ),
            "folders": sorted((one.code, one.name) for one in session.scalars(select(Folder))),
            "ledger": {one.number: _row(one) for one in session.scalars(select(LedgerEntry))},
            "counters": {one.series: one.next for one in session.scalars(select(Counter))},
        }


def _row(row):
    return {
        name: value
        for name, value in vars(row).items()
        if name != "id" and not name.startswith("_") and not name.endswith("_id") and _is_plain(value)
    }


def _is_plain(value):
    return not hasattr(value, "_sa_instance_state") and not (
        isinstance(value, list) and value and hasattr(value[0], "_sa_instance_state")
    )


@pytest.fixture
def fresh(databases, tmp_path, settings):
    """A home without anything: other folder, empty database."""
    home = tmp_path / "neu"
    (home / "var").mkdir(parents=True)
    database = databases.empty(home / "var" / "docsys.sqlite3")
    yield replace(settings, home=home, database_url=database.engine.url.render_as_string(hide_password=False)), database
    database.dispose()


def rebuild(fresh, clock, source, *more):
    settings, database = fresh
    shell = Shell(settings, clock, lambda _settings: (database, {}))
    words = ["rebuild", "--from", str(source), "--json", *more]
    return CliRunner().invoke(cli.docsys, words, obj=shell, catch_exceptions=False)


def told(done, code=0):
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def test_documents_versions_files_rights_and_numbers_are_whole_again(library, database, fresh, clock):
    before = whole(database)

    data = told(rebuild(fresh, clock, library))

    after = whole(fresh[1])
    counts = {name: len(before[name]) for name in ("documents", "versions", "ledger")}
    assert data == {
        "documents": counts["documents"],
        "versions": counts["versions"],
        "files": counts["versions"] + 1,
        "numbers": counts["ledger"],
        "failed": [],
        "ok": True,
    }
    for name in before:
        assert after[name] == before[name], name


def test_every_file_lies_where_it_lay(library, fresh, clock):
    rebuild(fresh, clock, library)

    def files(root):
        found = (
            path for path in root.rglob("*") if path.is_file() and not path.relative_to(root).parts[0].startswith(".")
        )
        return {path.relative_to(root): path.read_bytes() for path in found}

    assert files(fresh[0].archive) == files(library)


def test_what_is_in_force_is_found_at_once_and_nothing_else(library, fresh, clock):
    rebuild(fresh, clock, library)

    with fresh[1].read() as session:
        found = {
            words: [hit.number for hit in search.find(session, words).hits]
            for words in ("新的值班电话", "JS-2019-023", "夜班人员应当在岗", "停用的手册", "草稿一份", "更换电源")
        }
    assert found == {
        "新的值班电话": ["ZLW-SC01-YGZX-001"],
        "JS-2019-023": ["ZLW-ZD0701-NEWU-001"],
        "夜班人员应当在岗": ["ZLW-ZD0701-NEWU-001"],
        "停用的手册": [],
        "草稿一份": [],
        "更换电源": ["ZLW-SP01-BG-2026-0001"],
    }


@pytest.mark.rule("R-4.5.1-3")
def test_use_rights_hold_again_for_those_who_have_their_posts(library, fresh, clock):
    rebuild(fresh, clock, library)

    with fresh[1].act() as session:
        login = make_user(session, "liqiang", name="李强")
        reader = actor_of(session, login)
        visible = session.scalars(select(Document.number).where(queries.visible(reader))).all()
    assert visible == ["ZLW-SC01-YGZX-001"]


@pytest.mark.rule("R-4.5.2-2")
@pytest.mark.parametrize("with_table", [True, False])
def test_no_number_is_ever_given_twice_also_without_the_table(library, fresh, clock, with_table):
    if not with_table:
        (library / "系统快照" / "编号台账.csv").unlink()
    rebuild(fresh, clock, library)

    settings, database = fresh
    with database.act() as session:
        people = make.make_people(session)
        submitted = make.make_submitted(session, people, settings.archive, title="新手册").number
        form = numbers.issue_form(session, "BG", None, now=NOW, actor=people.author)
        taken = {one.number: (one.state.label, one.successor) for one in session.scalars(select(LedgerEntry))}
    assert (submitted, form) == ("ZLW-SC01-YGZX-005", "BG-2026-0002")
    assert taken["ZLW-SC01-YGZX-002"] == ("停用", None)
    assert taken["ZLW-SC01-YGZX-003"] == ("空号", None)
    assert taken["CG-2026-0001"] == ("停用", "ZLW-SC01-YGZX-001")
    assert ("XQ-2026-0001" in taken) is with_table


def test_a_folder_that_does_not_explain_itself_keeps_its_number_taken(library, fresh, clock):
    (library / "作废库" / "ZLW-SC01-YGZX-002_停用的手册" / METADATA).write_text("{", "utf-8")
    (library / "系统快照" / "编号台账.csv").write_bytes(b"\xff\xfe")

    data = told(rebuild(fresh, clock, library), code=1)

    assert [one["path"] for one in data["failed"]] == [
        f"作废库/ZLW-SC01-YGZX-002_停用的手册/{METADATA}",
        "系统快照/编号台账.csv",
    ]
    with fresh[1].read() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.number == "ZLW-SC01-YGZX-002")).one()
    assert (entry.state.label, entry.reason) == ("空号", "重建时只见文件夹，没有可用的元数据")


def test_a_changed_and_a_missing_file_are_named_and_the_check_finds_them_too(library, fresh, clock):
    (current,) = library.glob(f"现行库/*/*/{NAME}/*V1.1*.txt")
    (former,) = library.glob(f"历史版本/{NAME}/*.txt")
    current.write_text("动过了", "utf-8")
    former.unlink()

    data = told(rebuild(fresh, clock, library), code=1)

    reasons = {one["path"]: one["reason"] for one in data["failed"]}
    assert set(reasons) == {current.relative_to(library).as_posix(), former.relative_to(library).as_posix()}
    assert "文件与登记不符" in reasons[current.relative_to(library).as_posix()]
    assert "文件缺失" in reasons[former.relative_to(library).as_posix()]
    assert data["documents"] == 7


@pytest.mark.parametrize(
    "change",
    [
        {"versions": []},
        {"state": "gone"},
        {"folder": "../x"},
        {"folder": "QQ01"},
        {"number": "kein"},
        {
            "versions": [
                {
                    "version": "V1.0",
                    "state": "current",
                    "title": "x",
                    "author": "y",
                    "file": {"path": "../../etc/passwd", "sha256": "0", "size": 1},
                }
            ]
        },
    ],
)
def test_a_damaged_description_fails_alone(library, fresh, clock, change):
    (path,) = library.glob(f"现行库/*/*/{NAME}/{METADATA}")
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")

    data = told(rebuild(fresh, clock, library), code=1)

    assert data["documents"] == 6
    assert len(data["failed"]) == 1
    assert NAME in data["failed"][0]["path"]


def test_a_description_left_behind_makes_no_second_document(library, fresh, clock):
    (path,) = library.glob(f"现行库/*/*/{NAME}/{METADATA}")
    data = json.loads(path.read_text("utf-8"))
    for number, folder in (("CG-2026-0001", "草稿库/CG-2026-0001_1"), (data["number"], "草稿库/alt")):
        (library / folder).mkdir(parents=True, exist_ok=True)
        stale = data | {
            "number": number,
            "state": "draft",
            "written_at": "2020-01-01T00:00:00+08:00",
            "former_numbers": [],
        }
        (library / folder / METADATA).write_text(json.dumps(stale), "utf-8")

    assert told(rebuild(fresh, clock, library))["documents"] == 7


def test_a_database_that_holds_something_is_refused_and_left_as_it_is(library, database, settings, clock):
    before = whole(database)

    done = rebuild((settings, database), clock, library)

    assert (done.exit_code, done.stdout) == (1, "")
    assert "不能重建" in done.stderr
    assert whole(database) == before


def test_an_archive_is_rebuilt_in_place(library, settings, fresh, clock):
    home = fresh[0].home
    shutil.rmtree(home / "archive", ignore_errors=True)
    shutil.copytree(library, home / "archive")

    data = told(rebuild(fresh, clock, home / "archive"))

    assert (data["ok"], data["documents"]) == (True, 7)
    with fresh[1].read() as session:
        assert session.scalars(select(vault.FileMove)).all() == []


def test_another_library_at_the_target_is_not_touched(library, fresh, clock):
    (path,) = library.glob(f"现行库/*/*/{NAME}/*V1.1*.txt")
    there = fresh[0].archive / path.relative_to(library)
    there.parent.mkdir(parents=True)
    there.write_text("别的库", "utf-8")

    done = rebuild(fresh, clock, library)

    assert (done.exit_code, "不能覆盖" in done.stderr) == (1, True)
    assert there.read_text("utf-8") == "别的库"
    told_again = rebuild(fresh, clock, library)
    there.unlink()
    assert told_again.exit_code == 1
    assert told(rebuild(fresh, clock, library))["documents"] == 7


def test_a_folder_that_is_no_library_is_refused(fresh, clock, tmp_path):
    (tmp_path / "leer").mkdir()

    done = rebuild(fresh, clock, tmp_path / "leer")

    assert (done.exit_code, "没有任何元数据.json" in done.stderr) == (1, True)


def test_the_worker_then_makes_the_rest_and_the_log_knows_it(library, fresh, clock):
    rebuild(fresh, clock, library)

    settings, database = fresh
    with database.read() as session:
        acts = session.scalars(select(AuditRow.act)).all()
    assert "library.rebuild" in acts
    context = Context(database, settings, clock, {})
    catalogue_jobs.write_table(context, {"category": "SC"})
    table = (settings.archive / "现行库/02_SC_技术手册类/00_目录.csv").read_text("utf-8-sig")
    assert "ZLW-SC01-YGZX-001" in table
    with database.read() as session:
        assert session.scalars(select(User)).all() == []
    assert isinstance(database, Database)
    assert running.COMMANDS
    assert app.SEEDS
