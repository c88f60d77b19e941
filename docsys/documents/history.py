"""What was done with a document, out of the log, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.audit.models import AuditRow
from docsys.documents import relations
from docsys.documents.acts import DETAILS, READING, SILENT
from docsys.documents.models import Document

MOST = 500


@dataclass(frozen=True)
class Line:
    row: AuditRow
    label: str
    words: str


def rows(session: Session, document: Document, *, with_reading: bool) -> Sequence[AuditRow]:
    """Newest first, under every number it had; who read it only for those who handle it."""
    query = select(AuditRow).where(AuditRow.subject.in_(relations.all_numbers(session, document)))
    if not with_reading:
        query = query.where(AuditRow.act.not_in(READING), AuditRow.result == "ok")
    return session.scalars(query.order_by(AuditRow.id.desc()).limit(MOST)).all()


def in_words(row: AuditRow) -> str:
    """The detail as a reader needs it: `版本 V1.1；申请人 赵敏`."""
    told = ((DETAILS[name], value) for name, value in (row.detail or {}).items() if name in DETAILS)
    return "；".join(
        f"{label}{'' if label.endswith('：') else ' '}{value}".strip() for label, value in told if value not in SILENT
    )
