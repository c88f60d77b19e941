"""The PDF of an archived record: made once, filed under its number, with its data and its code, never made again."""

import hashlib
import io
import json
import re
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader
from pypdf.generic import StreamObject

from docsys import vault
from docsys.documents.models import Document
from docsys.documents.rules import State as DocumentState
from docsys.jobs import Context
from docsys.people.models import User
from docsys.people.queries import actor_by_login
from docsys.people.rules import SYSTEM
from docsys.records import actions, jobs, periods, prints, queries
from docsys.records.models import Record
from tests.people.factories import NOW
from tests.records.factories import JC, confirm, make_archived, make_people, make_visit

pytestmark = pytest.mark.db


@pytest.fixture
def worker(database, settings, clock):
    return Context(database, settings, clock, {})


@pytest.fixture
def kept(monkeypatch):
    """The bytes that go into the vault."""
    streams = []
    stage = vault.stage

    def keep(archive, stream):
        streams.append(stream.read())
        return stage(archive, io.BytesIO(streams[-1]))

    monkeypatch.setattr(vault, "stage", keep)
    return streams


def archived_order(database):
    with database.act() as session:
        return make_archived(session, make_people(session)).id


def test_an_archived_order_becomes_a_document_under_its_number(worker, kept):
    record_id = archived_order(worker.database)

    jobs.archive_record(worker, {"record_id": record_id})

    with worker.database.read() as session:
        record = session.get_one(Record, record_id)
        document = periods.document_of(session, record, SYSTEM)
        assert document is not None
        assert document.number == "ZLW-SP01-BG-2026-0001"
        assert document.head is not None
        assert document.head.author == "李静"
        assert (document.state, document.retention) == (DocumentState.ARCHIVED, "10y")
        assert record.pdf_sha256 == hashlib.sha256(kept[0]).hexdigest()


def test_it_carries_the_record_as_json_and_declares_pdf_a(worker, kept):
    record_id = archived_order(worker.database)

    jobs.archive_record(worker, {"record_id": record_id})

    reader = PdfReader(io.BytesIO(kept[0]))
    carried = json.loads(reader.attachments["BG-2026-0001.json"][0])
    with worker.database.read() as session:
        record = session.get_one(Record, record_id)
        expected = prints.as_data(record, queries.form_of(record))
    assert {name: carried[name] for name in expected} == json.loads(json.dumps(expected))
    assert carried["values"]["outcome"] == "成功"
    assert carried["definition"]["code"] == "BG"
    metadata = reader.root_object["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    assert re.search(rb"pdfaid:part(>|=\")3", metadata.get_data())


def test_its_code_leads_back_to_the_record(worker, kept):
    jobs.archive_record(worker, {"record_id": archived_order(worker.database)})

    page = pypdfium2.PdfDocument(kept[0])[0].render(scale=3).to_pil()

    assert [found.text for found in zxingcpp.read_barcodes(page)] == ["BG-2026-0001"]


def test_a_second_run_changes_nothing(worker, kept):
    record_id = archived_order(worker.database)

    jobs.archive_record(worker, {"record_id": record_id})
    jobs.archive_record(worker, {"record_id": record_id})

    assert len(kept) == 1


def test_the_writer_sees_the_document_and_a_stranger_does_not(worker, kept):
    record_id = archived_order(worker.database)
    jobs.archive_record(worker, {"record_id": record_id})

    with worker.database.read() as session:
        record = session.get_one(Record, record_id)
        li, wei = (actor_by_login(session, login) for login in ("lijing", "zhouwei"))

        assert periods.document_of(session, record, li) is not None
        assert periods.document_of(session, record, wei) is None


def test_an_account_closed_meanwhile_does_not_hold_up_the_archive(worker, kept):
    record_id = archived_order(worker.database)
    with worker.database.act() as session:
        session.query(User).filter_by(login="lijing").update({"active": False})

    jobs.archive_record(worker, {"record_id": record_id})

    with worker.database.read() as session:
        assert session.get_one(Record, record_id).document_id is not None


def test_a_month_becomes_one_document(worker, kept, clock):
    later = NOW + timedelta(days=10)
    with worker.database.act() as session:
        people = make_people(session)
        rows = [make_visit(session, people, left_at="2026-11-20 11:45") for _ in range(2)]
        actions.archive_period(session, JC, rows[0].unit_id, "2026-11", actor=people.desk, now=later)
        confirm(session, people.desk2, later)
        month = periods.archived(session, "JC", rows[0].unit_id, "2026-11")
        assert month is not None
        period_id, row_id = month.id, rows[0].id

    for _ in range(2):
        jobs.archive_period(worker, {"period_id": period_id})

    with worker.database.read() as session:
        document = periods.document_of(session, session.get_one(Record, row_id), SYSTEM)
        assert document is not None
        assert document.number.startswith("ZLW-SP03-")
        assert session.query(Document).count() == 1
    carried = json.loads(PdfReader(io.BytesIO(kept[0])).attachments["JC-SHFE-2026-11.json"][0])
    assert [row["number"] for row in carried["rows"]] == ["JC-SHFE-2026-0001", "JC-SHFE-2026-0002"]
    assert len(kept) == 1
