"""What was issued never changes: a correction is a new issue that names the old one."""

import io

import pytest
from pypdf import PdfReader

from docsys.documents.models import Document
from docsys.errors import Forbidden, InvalidInput, NotFound, TransitionForbidden
from docsys.forms.shape import DRAFT
from docsys.jobs import Context
from docsys.people.queries import actor_by_login
from docsys.records import actions, jobs, queries
from docsys.records.actions.correcting import AlreadyCorrected
from docsys.records.models import Record
from docsys.records.prints import Frame, filled, pdf
from docsys.records.rules import State
from docsys.vault.models import StoredFile
from tests.people.factories import NOW
from tests.records.factories import make_archived, make_people, make_submitted

pytestmark = pytest.mark.db


def test_a_correction_begins_with_what_was_filled_in_and_names_the_old_issue(session, people):
    old = make_archived(session, people)

    new = actions.correct(session, old.id, "设备名称写错", actor=people.li, now=NOW)

    assert (new.corrects, new.state, new.number != old.number) == (old.number, State.DRAFT, True)
    form = queries.form_of(new)
    written = {one.id for one in form.fields if form.stage_of(one.id) == DRAFT and old.data.get(one.id) is not None}
    assert {name: value for name, value in new.data.items() if value is not None} == {
        name: old.data[name] for name in written
    }
    assert new.steps[-1].remark == f"更正 {old.number}：设备名称写错"


def test_only_an_archived_sheet_is_corrected_once_with_its_reason_by_those_who_fill_it(session, people):
    old, pending = make_archived(session, people), make_submitted(session, people)

    with pytest.raises(TransitionForbidden):
        actions.correct(session, pending.id, "写错", actor=people.li, now=NOW)
    with pytest.raises(InvalidInput):
        actions.correct(session, old.id, " ", actor=people.li, now=NOW)
    with pytest.raises((NotFound, Forbidden)):
        actions.correct(session, old.id, "写错", actor=people.stranger, now=NOW)
    new = actions.correct(session, old.id, "写错", actor=people.li, now=NOW)
    with pytest.raises(AlreadyCorrected, match=f"{old.number} 已有更正单 {new.number}，请在更正单上办理。"):
        actions.correct(session, old.id, "又错", actor=people.li, now=NOW)

    actions.cancel(session, new.id, remark="不必更正", actor=people.li, now=NOW)
    assert actions.correct(session, old.id, "又错", actor=people.li, now=NOW).corrects == old.number


def test_its_print_says_what_it_replaces_and_the_page_of_each_leads_to_the_other(session, people, settings):
    old = make_archived(session, people)
    new = actions.correct(session, old.id, "写错", actor=people.li, now=NOW)

    text = (
        PdfReader(io.BytesIO(pdf(filled(new, Frame("证联网运管中心", "李静", NOW)), settings))).pages[0].extract_text()
    )

    assert f"本单更正并代替 {old.number}" in text
    assert actions.correction_of(session, old) is new


def test_the_pages_lead_to_each_other(browse, database):
    with database.act() as session:
        people = make_people(session)
        old = make_archived(session, people)
        number = old.number
    writer = browse("lijing")

    assert "起草更正单" in writer.get("/forms/records/1").text
    assert writer.post("/forms/records/1/correct", reason="写错").status_code == 303

    assert f'本单更正并代替 <a href="/forms/records/1">{number}</a>' in writer.get("/forms/records/2").text
    page = writer.get("/forms/records/1").text
    assert ("本单已由" in page, "起草更正单" in page.partition("<main")[2]) == (True, False)


def test_the_bytes_of_the_old_issue_stay_and_its_document_is_supplemented(database, settings, clock, works_archive):
    old_id = works_archive
    with database.read() as session:
        old = session.get_one(Record, old_id)
        before = (old.pdf_sha256, session.get_one(Document, old.document_id).number)
    with database.act() as session:
        new = actions.correct(session, old_id, "写错", actor=actor_by_login(session, "lijing"), now=NOW)
        new.state = State.ARCHIVED
        new_id = new.id
    jobs.archive_record(Context(database, settings, clock), {"record_id": new_id})

    with database.read() as session:
        old, new = session.get_one(Record, old_id), session.get_one(Record, new_id)
        document = session.get_one(Document, new.document_id)
        assert (old.pdf_sha256, document.supplements) == before
        assert new.pdf_sha256 != old.pdf_sha256
        assert session.query(StoredFile).count() == 2


@pytest.fixture
def works_archive(database, settings, clock):
    """An archived order whose document lies in the library."""
    with database.act() as session:
        record_id = make_archived(session, make_people(session)).id
    jobs.archive_record(Context(database, settings, clock), {"record_id": record_id})
    return record_id
