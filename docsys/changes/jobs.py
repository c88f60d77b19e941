"""After the second person's yes: the set of an order is filed in SP01, its operation record in CZ06. It may run twice."""

import io
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys import vault
from docsys.changes import binding, queries
from docsys.changes.actions.turning import SET
from docsys.changes.bundle import gather
from docsys.changes.models import Change
from docsys.documents import actions as documents
from docsys.documents.models import Document
from docsys.errors import NotFound
from docsys.jobs import Context
from docsys.people import queries as people
from docsys.people.rules import SYSTEM, Actor
from docsys.records import prints
from docsys.records import queries as sheets

OPERATIONS_FOLDER = "CZ06"


def file_set(context: Context, payload: dict[str, Any]) -> None:
    """Load, end the transaction, render, file both documents at once."""
    settings, now = context.settings, context.clock.now()
    with context.database.read() as session:
        change = queries.of_record(session, payload["record_id"])
        if change is None or change.record.document_id is not None:
            return
        bundle = gather(session, change, settings.archive, prints.Frame(settings.organisation, "", now))
    whole = vault.stage(settings.archive, io.BytesIO(binding.whole(bundle, settings)))
    operations = vault.stage(settings.archive, io.BytesIO(prints.pdf(bundle.operations, settings, archival=True)))
    with context.database.act() as session:
        change = queries.of_record(session, payload["record_id"], to_change=True)
        if change is not None and change.record.document_id is None:
            _file(session, change, whole, operations, now)


def _file(session: Session, change: Change, whole: vault.Staged, operations: vault.Staged, now: datetime) -> None:
    form, record, writer = sheets.form_of(change.record), change.record, _writer(session, change.record.created_by)

    def filed(folder: str, title: str, file: vault.Staged, name: str) -> Document:
        return documents.archive_record(
            session,
            folder_code=folder,
            title=f"{title} {record.title}",
            unit_id=record.unit_id,
            number=record.number,
            file=file,
            original_name=name,
            actor=writer,
            now=now,
            retention=form.retention,
        )

    record.document_id = filed(form.folder, form.short, whole, f"{record.number}.pdf").id
    record.pdf_sha256 = whole.sha256
    change.operations_id = filed(OPERATIONS_FOLDER, "变更操作记录", operations, f"{record.number}.pdf").id


def _writer(session: Session, user_id: int) -> Actor:
    """Who wrote the order is the author of its documents, and sees them; an account that was closed meanwhile is not."""
    try:
        return people.actor_of(session, user_id, channel="job")
    except NotFound:
        return SYSTEM


JOBS = {SET: file_set}
