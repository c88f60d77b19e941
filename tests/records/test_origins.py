"""Which record a document was made of, for whoever may see that record."""

import io

import pytest

from docsys import vault
from docsys.documents import actions as documents
from docsys.records.models import RegisterPeriod
from docsys.records.origins import Origin, of_document
from tests.people.factories import NOW
from tests.records.factories import make_archived, make_visit

pytestmark = pytest.mark.db


def filed(session, people, settings, folder="SP01"):
    """A document as the job of archiving files it."""
    return documents.archive_record(
        session,
        folder_code=folder,
        title="归档",
        unit_id=people.desk.unit_id,
        number=None,
        file=vault.stage(settings.archive, io.BytesIO(b"%PDF-1.7")),
        original_name="a.pdf",
        actor=people.desk,
        now=NOW,
    ).id


def test_the_pdf_of_a_sheet_leads_to_its_sheet(session, people, settings):
    record = make_archived(session, people)
    record.document_id = filed(session, people, settings)

    found = of_document(session, record.document_id, people.desk)

    assert found == [Origin(record.number, record.title, "BG", record.id)]
    assert of_document(session, record.document_id, people.keeper) == []


def test_the_list_of_a_month_leads_to_its_register(session, people, settings):
    row = make_visit(session, people)
    document_id = filed(session, people, settings, "SP03")
    kept = {"requested_by": "张明", "confirmed_by": "孙悦", "archived_at": NOW, "document_id": document_id}
    session.add(
        RegisterPeriod(
            form_code="JC",
            unit_id=row.unit_id,
            form_revision_id=row.form_revision_id,
            period=row.period,
            count=1,
            **kept,
        )
    )
    session.flush()

    found = of_document(session, document_id, people.keeper)

    assert found == [Origin(f"JC {row.period}", f"{row.period} 台账，共 1 行", "JC")]
    assert of_document(session, document_id, people.stranger) == []


def test_a_document_of_another_kind_has_none(session, people, settings):
    assert of_document(session, filed(session, people, settings), people.desk) == []
