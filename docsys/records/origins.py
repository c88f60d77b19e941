"""Which records a document was made of: told to the room of documents, which lies below and does not know us."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from docsys.people.rules import Actor
from docsys.records.models import Record, RegisterPeriod
from docsys.records.queries import visible


@dataclass(frozen=True)
class Origin:
    """A sheet, or (without `record_id`) the list of a register."""

    number: str
    title: str
    form_code: str
    record_id: int | None = None


def of_document(session: Session, document_id: int, actor: Actor) -> list[Origin]:
    """The sheet whose PDF it is, or the list that it is; only what `actor` may see of it."""
    sheets = select(Record).where(Record.document_id == document_id, visible(actor)).order_by(Record.number)
    of_sheets = [Origin(one.number, one.title, one.form_code, one.id) for one in session.scalars(sheets)]
    return of_sheets or [
        Origin(f"{one.form_code} {one.period}", f"{one.period} 台账，共 {one.count} 行", one.form_code)
        for one in session.scalars(select(RegisterPeriod).where(RegisterPeriod.document_id == document_id))
        if _sees_a_row(session, one, actor)
    ]


def about(session: Session, document_id: int, actor: Actor) -> list[Origin]:
    """The led sheets that speak of a document, the latest first."""
    sheets = select(Record).where(Record.about_id == document_id, visible(actor)).order_by(Record.id.desc())
    return [
        Origin(one.number, f"{one.title}（{one.standing}）", one.form_code, one.id) for one in session.scalars(sheets)
    ]


def _sees_a_row(session: Session, kept: RegisterPeriod, actor: Actor) -> bool:
    rows = select(Record.id).filter_by(form_code=kept.form_code, unit_id=kept.unit_id)
    rows = rows.where(or_(Record.period == kept.period, Record.period.is_(None)))
    return session.scalar(rows.where(visible(actor)).limit(1)) is not None
