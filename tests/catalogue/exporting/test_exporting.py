"""The package of a unit holds exactly its documents, and whoever unpacks it can check every byte (4.3.3)."""

import json
import subprocess
import zipfile
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from docsys import vault
from docsys.audit.models import AuditRow
from docsys.catalogue.exporting import actions
from docsys.catalogue.models import Export
from docsys.cli import docsys
from docsys.documents.jobs import describe, print_document
from docsys.documents.models import Document
from docsys.errors import Forbidden, NotFound
from docsys.jobs import Context
from docsys.shell import Shell
from tests.documents.factories import make_current, make_draft, make_people_again
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.3.3-1")]
MANUAL = "现行库/02_SC_技术手册类/SC01_值班手册/ZLW-SC01-YGZX-001_运管中心值班手册"
FILE = f"{MANUAL}/ZLW-SC01-YGZX-001_V1.0_运管中心值班手册.txt"


@pytest.fixture
def works(database, settings, clock, library):
    """Beside the manual: a draft, and a document of another unit."""
    with database.act() as session:
        people = make_people_again(session)
        make_draft(session, people, settings.archive, title="草稿")
        other = make_current(session, people, settings.archive, title="他单位手册")
        other.unit_id = people.stranger.unit_id or 0
    vault.settle(database, settings.archive, NOW)
    context = Context(database, settings, clock)
    describe(context, {"document_id": 1})
    print_document(context, {"document_id": 1})
    return context


def ask(database, who="admin"):
    with database.act() as session:
        people = make_people_again(session)
        return actions.request_export(session, people.admin.unit_id or 0, actor=getattr(people, who), now=NOW).id


def unpacked(path, target):
    with zipfile.ZipFile(path) as book:
        book.extractall(target)
    return sorted(one.relative_to(target).as_posix() for one in target.rglob("*") if one.is_file())


def test_the_package_holds_exactly_the_documents_of_the_unit_and_its_checksums_match(database, works, tmp_path):
    export_id = ask(database)
    for _twice in range(2):
        actions.run(works, {"export_id": export_id})

    with database.act() as session:
        admin = make_people_again(session).admin
        path = actions.package(session, export_id, works.settings.var, actor=admin, now=NOW)
        found = session.get_one(Export, export_id)
        assert (found.documents, found.files, found.problems, path.name) == (1, 3, [], "YGZX_20261123_0900_1.zip")
    target = tmp_path / "out"
    names = unpacked(path, target)
    prints = [f"{MANUAL}/ZLW-SC01-YGZX-001_V1.0_{what}" for what in ("属性页.pdf", "标识版.pdf")]
    assert names == sorted(["00_目录.csv", "SHA256SUMS", FILE, *prints])
    checked = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=target, capture_output=True, text=True, check=False)  # fmt: skip
    assert (checked.returncode, checked.stdout.count(": OK")) == (0, 4), checked.stderr
    table = (target / "00_目录.csv").read_text("utf-8-sig")
    assert ("ZLW-SC01-YGZX-001" in table, "他单位手册" in table, "草稿" in table) == (True, False, False)


def test_each_document_taken_along_leaves_its_row(database, works):
    actions.run(works, {"export_id": ask(database)})

    with database.read() as session:
        rows = session.execute(
            select(AuditRow.act, AuditRow.subject).where(AuditRow.act.in_(("catalogue.export", "document.download")))
        ).all()
    assert [tuple(row) for row in rows] == [("catalogue.export", "YGZX"), ("document.download", "ZLW-SC01-YGZX-001")]


def test_what_is_missing_or_changed_is_named_and_not_packed(database, works, tmp_path):
    (works.settings.archive / FILE).write_text("verändert")
    export_id = ask(database)

    actions.run(works, {"export_id": export_id})

    with database.read() as session:
        assert session.get_one(Export, export_id).problems == [f"内容与登记时不同：{FILE}"]
        assert session.scalars(select(AuditRow.act).where(AuditRow.act == "catalogue.export_incomplete")).all()
    assert FILE not in unpacked(works.settings.var / "exports" / "YGZX_20261123_0900_1.zip", tmp_path / "out")


@pytest.mark.parametrize("who", ["reader", "author", "sysadmin", "stranger"])
def test_only_who_reads_all_of_the_unit_may_ask(database, works, who):
    with pytest.raises(Forbidden):
        ask(database, who)


def test_nobody_else_gets_it_and_after_a_week_nobody(database, works):
    export_id = ask(database)
    actions.run(works, {"export_id": export_id})
    with database.act() as session:
        people = make_people_again(session)
        with pytest.raises(NotFound):
            actions.package(session, export_id, works.settings.var, actor=people.second, now=NOW)

    works.clock.move(days=8)
    actions.run(works, {"export_id": ask(database)})

    with database.act() as session:
        admin = make_people_again(session).admin
        with pytest.raises(NotFound):
            actions.package(session, export_id, works.settings.var, actor=admin, now=NOW + timedelta(days=8))
    assert [one.name for one in (works.settings.var / "exports").iterdir()] == ["YGZX_20261201_0900_2.zip"]


def run(database, settings, clock, *words):
    return CliRunner().invoke(docsys, words, obj=Shell(settings, clock, lambda _settings: (database, {})))


def test_from_the_shell(database, works, tmp_path, settings, clock):
    out = tmp_path / "X.zip"

    done = run(database, settings, clock, "export", "ygzx", "--out", str(out), "--json")
    refused = run(database, settings, clock, "export", "YGZX", "--out", str(out), "--as", "liqiang")
    nothing = run(database, settings, clock, "export", "SHFE", "--out", str(out))

    assert (done.exit_code, json.loads(done.stdout)["documents"]) == (0, 1)
    assert (refused.exit_code, "查看范围内全部文档" in refused.stderr) == (1, True)
    assert (nothing.exit_code, "没有您可以导出的现行文档" in nothing.stderr) == (1, True)
    assert FILE in zipfile.ZipFile(out).namelist()


def test_a_damaged_library_makes_the_command_answer_with_findings(database, works, tmp_path, settings, clock):
    (works.settings.archive / FILE).unlink()

    done = run(database, settings, clock, "export", "YGZX", "--out", str(tmp_path / "X.zip"))

    assert (done.exit_code, f"文件缺失：{FILE}" in done.stderr) == (1, True)
    with database.read() as session:
        assert len(session.scalars(select(Document.id)).all()) == 3
