"""The lists of a register: one a month or a year, and what each was archived as (10.3.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import Session

from docsys.documents import queries as documents
from docsys.documents.models import Document
from docsys.errors import NotFound
from docsys.forms.shape import Form
from docsys.people.models import Unit
from docsys.people.rules import Actor
from docsys.records.models import Record, RegisterPeriod
from docsys.records.queries import visible
from docsys.records.rules import UNLISTED, State

PERIODS = 120


def rows_of(session: Session, form: Form, unit_id: int, period: str) -> Sequence[Record]:
    """Every row of the list that counts, in order of time; of a register for life all objects that have not ended."""
    query = select(Record).where(Record.form_code == form.code, Record.unit_id == unit_id)
    if form.register and form.register.life:
        query = query.where(Record.state == State.OPEN)
    else:
        query = query.where(Record.period == period, Record.state.not_in(UNLISTED))
    return session.scalars(query.order_by(Record.opened_at, Record.id)).all()


def visible_rows(session: Session, form: Form, unit_id: int, period: str, actor: Actor) -> Sequence[Record]:
    """The rows of a list as this person may see them.

    Raises:
        NotFound: there are none for him.

    """
    rows = rows_of(session, form, unit_id, period)
    seen = set(session.scalars(select(Record.id).where(visible(actor), Record.id.in_([row.id for row in rows]))))
    if not seen:
        raise NotFound
    return [row for row in rows if row.id in seen]


def archived(session: Session, form_code: str, unit_id: int, period: str) -> RegisterPeriod | None:
    wanted = {"form_code": form_code, "unit_id": unit_id, "period": period}
    return session.scalar(select(RegisterPeriod).filter_by(**wanted))


@dataclass(frozen=True)
class Period:
    """One list of a register in one unit: how many rows, how many of them open, and what it was archived as."""

    period: str
    unit_id: int
    unit_name: str
    count: int
    open: int
    archived: bool
    document_id: int | None
    document_number: str


def listed(session: Session, form: Form, actor: Actor, today: date) -> list[Period]:
    """The lists of a register that this person sees rows of, the latest first; of a register for life that of the year."""
    is_life = bool(form.register and form.register.life)
    stands_in: ColumnElement[Any] = literal(f"{today:%Y}") if is_life else Record.period.expression
    counted = Record.state == State.OPEN if is_life else Record.state.not_in(UNLISTED)
    is_open = case((Record.state == State.OPEN, 1), else_=0)
    query = (
        select(stands_in, Record.unit_id, Unit.short_name, func.count(), func.sum(is_open))
        .join(Unit, Unit.id == Record.unit_id)
        .where(Record.form_code == form.code, counted, visible(actor))
        .group_by(stands_in, Record.unit_id, Unit.short_name)
        .order_by(stands_in.desc(), Record.unit_id)
        .limit(PERIODS)
    )
    rows = session.execute(query).all()
    kept = _archived(session, form.code, actor)
    return [
        Period(period, unit, name, count, still_open, (period, unit) in kept, *kept.get((period, unit), (None, "")))
        for period, unit, name, count, still_open in rows
    ]


def _archived(session: Session, form_code: str, actor: Actor) -> dict[tuple[str, int], tuple[int | None, str]]:
    """Which lists are archived, and as which documents, as far as `actor` may see those."""
    listed = and_(Document.id == RegisterPeriod.document_id, documents.visible(actor))
    query = select(RegisterPeriod.period, RegisterPeriod.unit_id, Document.id, Document.number)
    query = query.outerjoin(Document, listed).where(RegisterPeriod.form_code == form_code)
    return {(period, unit): (document, number or "") for period, unit, document, number in session.execute(query)}


def document_of(session: Session, record: Record, actor: Actor) -> Document | None:
    """The document that the archived PDF of `record` became, of its own or with its month, if `actor` may see that."""
    document_id = record.document_id
    if document_id is None and record.period:
        kept = archived(session, record.form_code, record.unit_id, record.period)
        document_id = kept.document_id if kept else None
    if document_id is None:
        return None
    return session.scalar(select(Document).where(Document.id == document_id, documents.visible(actor)))
