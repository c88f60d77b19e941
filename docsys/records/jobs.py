"""After the second person's yes: the PDF of a record or of a list, filed as a document. Each may run twice."""

import io
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import vault
from docsys.documents import actions as documents
from docsys.documents.models import Document
from docsys.errors import NotFound
from docsys.forms import definitions
from docsys.forms.shape import Form
from docsys.jobs import Context
from docsys.people import queries as people
from docsys.people.models import Unit
from docsys.people.rules import SYSTEM, Actor
from docsys.records import periods, prints, queries
from docsys.records.actions.archiving import LIST, RECORD
from docsys.records.models import Record, RegisterPeriod


def _frame(context: Context) -> prints.Frame:
    return prints.Frame(context.settings.organisation, "", context.clock.now())


def _render(context: Context, printable: prints.Printable) -> tuple[vault.Staged, str]:
    """The bytes, made and staged while no transaction is open."""
    staged = vault.stage(context.settings.archive, io.BytesIO(prints.pdf(printable, context.settings, archival=True)))
    return staged, staged.sha256


def _writer(session: Session, user_id: int) -> Actor:
    """Who wrote the record is the author of its document, and sees it; an account that was closed meanwhile is not."""
    try:
        return people.actor_of(session, user_id, channel="job")
    except NotFound:
        return SYSTEM


def archive_record(context: Context, payload: dict[str, Any]) -> None:
    """Render the locked record, file its PDF under its archive number, and keep the hash."""
    with context.database.read() as session:
        record = session.get_one(Record, payload["record_id"])
        if record.document_id is not None:
            return
        printable = prints.filled(record, _frame(context))
        form = queries.form_of(record)
    staged, hashed = _render(context, printable)
    with context.database.act() as session:
        record = session.get_one(Record, payload["record_id"], with_for_update=True)
        if record.document_id is not None:
            return
        document = documents.archive_record(
            session,
            folder_code=form.folder,
            title=f"{form.short} {record.title}",
            unit_id=record.unit_id,
            number=record.number,
            file=staged,
            original_name=f"{record.number}.pdf",
            actor=_writer(session, record.created_by),
            now=context.clock.now(),
            retention=form.retention,
        )
        record.document_id, record.pdf_sha256 = document.id, hashed
        if record.corrects:
            document.supplements = _archived_as(session, record.corrects)


def _archived_as(session: Session, number: str) -> str:
    """The number of the document that the archived sheet of that number became."""
    found = select(Document.number).join(Record, Record.document_id == Document.id).where(Record.number == number)
    return session.scalar(found) or ""


def archive_period(context: Context, payload: dict[str, Any]) -> None:
    """Render an archived list and file it under the folder of its form."""
    with context.database.read() as session:
        kept = session.get_one(RegisterPeriod, payload["period_id"])
        if kept.document_id is not None:
            return
        form: Form = definitions.restore(kept.form_revision.definition)
        rows = periods.rows_of(session, form, kept.unit_id, kept.period)
        unit = session.get_one(Unit, kept.unit_id)
        printable = prints.period(form, rows, unit, kept.period, _frame(context))
        title = f"{unit.short_name} {form.title} {kept.period}"
    staged, hashed = _render(context, printable)
    with context.database.act() as session:
        kept = session.get_one(RegisterPeriod, payload["period_id"], with_for_update=True)
        if kept.document_id is not None:
            return
        document = documents.archive_record(
            session,
            folder_code=form.folder,
            title=title,
            unit_id=kept.unit_id,
            number=None,
            file=staged,
            original_name=f"{printable.number}.pdf",
            actor=_writer(session, rows[0].created_by),
            now=context.clock.now(),
            retention=form.retention,
        )
        kept.document_id, kept.pdf_sha256 = document.id, hashed


JOBS = {RECORD: archive_record, LIST: archive_period}
