"""The complete set of an archived order: one PDF in SP01 with bookmarks and files, the operation record in CZ06 (C14, G22)."""

import io
import json

import pytest
from pypdf import PdfReader, PdfWriter
from sqlalchemy import func, select

from docsys import vault
from docsys.changes import actions, jobs
from docsys.changes.actions.filing import missing
from docsys.changes.actions.turning import SET
from docsys.changes.models import Change
from docsys.changes.rules.finishing import FAILURE
from docsys.changes.rules.states import State
from docsys.documents.models import Document
from docsys.errors import Forbidden, InvalidInput
from docsys.jobs import Context, Job
from docsys.people.confirmations import SamePerson
from docsys.records.models import Record, RecordScan, SignedScan
from tests.changes.factories import CATALOGUE, Line, decide, make_people
from tests.people.factories import NOW

pytestmark = pytest.mark.db


def pdf_of(pages):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def stored(session, settings, content, name):
    staged = vault.stage(settings.archive, io.BytesIO(content))
    target = f"扫描备份/{staged.id[:8]}"
    return vault.adopt(session, staged, target=target, original_name=name, media_type="application/pdf", now=NOW)


def scanned(session, settings, record_id, content, pages, name):
    """A signed print that came home."""
    by = session.get_one(Record, record_id).created_by
    file = stored(session, settings, content, name)
    whole = SignedScan(file=file, codes=[], by_id=by, by_name="张明", at=NOW)
    session.add(whole)
    session.flush()
    ordinal = 1 + (session.scalar(select(func.count(RecordScan.id)).where(RecordScan.record_id == record_id)) or 0)
    scan = RecordScan(
        record_id=record_id, scan_id=whole.id, ordinal=ordinal, pages=pages, file=file, by_name="张明", at=NOW
    )
    session.add(scan)
    session.flush()


@pytest.fixture
def worker(database, settings, clock):
    return Context(database, settings, clock, {})


@pytest.fixture
def archived(database, settings):
    """A 一级 order with its notice, two scans of which one is broken, and two files from the machine room."""
    with database.act() as session:
        session.info["forms"] = CATALOGUE
        line = Line(session, make_people(session)).begin(level="一级").submit().consult().hear().close()
        line.vote().approve().notify().release().start()
        for name, content in (("核心机柜.jpg", b"\xff\xd8photo"), ("../../etc/命令\u202egnp.exe", b"display version")):
            staged = vault.stage(settings.archive, io.BytesIO(content))
            actions.add_file(session, line.id, staged, (name, "升级后"), actor=line.people.wang, now=line.now)
        line.work().finish().feed_back().observe().confirm().verify()
        scanned(session, settings, line.id, pdf_of(2), 2, "签字变更单.pdf")
        scanned(session, settings, line.id, b"not a scan at all", 1, "坏扫描件.pdf")
        line.archive()
        return line.id


def content_of(worker, document_id):
    with worker.database.read() as session:
        file = session.get_one(Document, document_id).head.file
        return file.sha256, vault.resolve(session, worker.settings.archive, file).read_bytes()


def bookmarks(book):
    return [one["/Title"] for one in book.outline]


@pytest.mark.rule("R-15.6.4-6")
def test_an_archived_order_becomes_one_bookmarked_set_and_an_operation_record(worker, archived):
    jobs.file_set(worker, {"record_id": archived})
    jobs.file_set(worker, {"record_id": archived})

    with worker.database.read() as session:
        change = session.get_one(Change, archived)
        number = Document.number
        filed = {
            row.number: row.id for row in session.execute(select(number, Document.id).where(number.contains("BG-")))
        }
        assert change.state is State.ARCHIVED
        assert filed == {
            "ZLW-SP01-BG-2026-0001": change.record.document_id,
            "ZLW-CZ06-BG-2026-0001": change.operations_id,
        }
        assert [job.kind for job in session.scalars(select(Job)) if job.kind in {SET, "record.archive"}] == [SET]
        kept = change.record.pdf_sha256
    digest, content = content_of(worker, filed["ZLW-SP01-BG-2026-0001"])
    assert digest == kept
    _check_set(PdfReader(io.BytesIO(content)))
    _, alone = content_of(worker, filed["ZLW-CZ06-BG-2026-0001"])
    assert "变更操作记录" in PdfReader(io.BytesIO(alone)).pages[0].extract_text()
    assert sorted(PdfReader(io.BytesIO(alone)).attachments) == ["BG-2026-0001.json"]


def _check_set(book):
    assert bookmarks(book) == [
        "卷内目录",
        "F-01 证联网变更单",
        "F-02 变更方案附页",
        "F-04 变更操作记录",
        "F-05 变更复核与更新核对单",
        "变更通知 BT-2026-0001",
        "签字扫描件 BG-2026-0001 S01",
        "签字扫描件 BG-2026-0001 S02",
    ]
    assert sorted(book.attachments) == [
        "BG-2026-0001-F01_核心机柜.jpg",
        "BG-2026-0001-F02_命令gnp.exe",
        "BG-2026-0001.json",
        "坏扫描件.pdf",
    ]
    assert book.attachments["BG-2026-0001-F02_命令gnp.exe"] == [b"display version"]
    assert json.loads(book.attachments["BG-2026-0001.json"][0])["values"]["outcome"] == "成功"
    assert "升级后" in book.pages[0].extract_text()
    assert "坏扫描件.pdf" in book.pages[-1].extract_text()


@pytest.mark.rule("R-15.6.4-6")
@pytest.mark.parametrize(
    ("lost", "named"),
    [
        ({"opinions": None}, "各承建单位意见"),
        ({"review_opinion": None}, "评审意见"),
        ({"notice": None}, "变更通知"),
        ({"performed": None}, "变更操作记录"),
        ({"rechecker": None}, "变更复核与更新核对单"),
    ],
)
def test_each_part_that_is_missing_is_named(line, lost, named):
    line.begin(level="一级").submit().consult().hear().close().vote().approve().notify().release().start()
    line.work().finish().feed_back().observe().confirm().verify()
    assert missing(line.session, line.change) == []
    line.change.record.data = {**line.change.record.data, **lost}

    with pytest.raises(InvalidInput) as refused:
        actions.ask_archive(line.session, line.id, on_paper=False, actor=line.people.desk, now=line.now)

    assert refused.value.data["fields"] == {"set": [f"不符合 15.6.4（六）：归档材料不全：缺少{named}。"]}


def test_an_order_signed_on_paper_waits_for_its_scan_and_a_failed_one_for_its_summary(line, settings):
    line.closing()
    assert missing(line.session, line.change, on_paper=True) == ["签字扫描件"]
    line.change.outcome = FAILURE
    assert missing(line.session, line.change) == ["变更总结"]
    scanned(line.session, settings, line.id, pdf_of(1), 1, "签字.pdf")

    assert missing(line.session, line.change, on_paper=True) == ["变更总结"]


def test_it_is_archived_by_two_persons_and_by_the_desk_alone(line):
    line.closing()

    with pytest.raises(Forbidden):
        actions.ask_archive(line.session, line.id, on_paper=False, actor=line.people.li, now=line.now)
    actions.ask_archive(line.session, line.id, on_paper=False, actor=line.people.desk, now=line.now)
    with pytest.raises(SamePerson):
        decide(line.session, line.people.desk, line.now)
    before = line.change.state
    decide(line.session, line.people.desk2, line.now)

    assert [before, line.change.state] == [State.CLOSING, State.ARCHIVED]
