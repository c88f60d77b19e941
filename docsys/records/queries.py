"""What can be asked about records. Each list, count and page goes through `visible`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from docsys.documents import queries as documents
from docsys.documents.models import Document
from docsys.errors import NotFound
from docsys.forms import definitions
from docsys.forms.shape import Form, Value
from docsys.people.models import Unit, User
from docsys.people.rules import Actor, Permission, scope
from docsys.records.models import FormRevision, Record, RegisterMonth
from docsys.records.rules import State

HANDLING = (
    Permission.RECORD_READ,
    Permission.RECORD_REVIEW,
    Permission.RECORD_ENDORSE,
    Permission.RECORD_ARCHIVE,
)
MONTHS = 120
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "number": Record.number.expression,
    "title": Record.title.expression,
    "state": Record.state.expression,
    "unit": Record.unit_id.expression,
    "opened": Record.opened_at.expression,
    "updated": Record.updated_at.expression,
    "id": Record.id.expression,
}


def visible(actor: Actor) -> ColumnElement[bool]:
    """Records that this person may see: his own; those of units where he reads, reviews, endorses or archives them, drafts
    of other units excepted; register rows of units whose register he keeps.
    """
    keeping = and_(Record.opened_at.is_not(None), _within(actor, Permission.REGISTER_FILL))
    handling = or_(*(_within(actor, permission) for permission in HANDLING))
    shown = or_(Record.state != State.DRAFT, Record.unit_id == actor.unit_id)
    return or_(Record.created_by == actor.user_id, keeping, and_(handling, shown))


def _within(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """The record belongs to a unit in which `actor` has `permission`."""
    units = scope(actor, permission)
    if units is None:
        return true()
    return Record.unit_id.in_(units) if units else false()


def get(session: Session, record_id: int, actor: Actor, *, to_change: bool = False) -> Record:
    """The record with its steps; `to_change` holds its row until the act is over.

    Raises:
        NotFound: there is none, or `actor` may not see it.

    """
    query = select(Record).where(Record.id == record_id, visible(actor)).options(selectinload(Record.steps))
    if to_change:
        query = query.with_for_update(of=Record).execution_options(populate_existing=True)
    return _found(session.scalar(query))


def by_number(session: Session, number: str, actor: Actor | None) -> Record:
    """The record of that number; without `actor`, as the shell asks, whoever may see it."""
    query = select(Record).where(Record.number == number.upper()).options(selectinload(Record.steps))
    return _found(session.scalar(query if actor is None else query.where(visible(actor))))


def _found(record: Record | None) -> Record:
    if record is None:
        raise NotFound
    return record


def form_of(record: Record) -> Form:
    """The definition that `record` was made with."""
    return definitions.restore(record.form_revision.definition)


def revision_of(session: Session, form: Form) -> FormRevision | None:
    wanted = (FormRevision.form_code == form.code, FormRevision.revision == form.revision)
    return session.scalar(select(FormRevision).where(*wanted))


@dataclass(frozen=True)
class Wanted:
    """The filter of a list, as the address says it."""

    words: str = ""
    state: str = ""
    unit_id: int | None = None
    month: str = ""


def records(form_code: str, actor: Actor, wanted: Wanted) -> Select[Record]:
    query = select(Record).where(Record.form_code == form_code, visible(actor))
    if wanted.words:
        match = (column.icontains(wanted.words, autoescape=True) for column in (Record.number, Record.title))
        query = query.where(or_(*match))
    if wanted.state:
        query = query.where(Record.state == wanted.state)
    if wanted.unit_id:
        query = query.where(Record.unit_id == wanted.unit_id)
    if wanted.month:
        query = query.where(Record.month == wanted.month)
    return query


def counts(session: Session, actor: Actor) -> dict[tuple[str, State], int]:
    """How many records of each form and state this person sees."""
    query = select(Record.form_code, Record.state, func.count()).where(visible(actor))
    rows = session.execute(query.group_by(Record.form_code, Record.state))
    return {(code, State(state)): count for code, state, count in rows}


def open_rows(session: Session, actor: Actor, form_code: str) -> Sequence[Record]:
    """Register rows that nobody closed yet: who is still in the machine room (10.3.5), the longest first."""
    query = select(Record).where(Record.form_code == form_code, Record.state == State.OPEN, visible(actor))
    return session.scalars(query.order_by(Record.opened_at)).all()


def still_open(session: Session, actor: Actor) -> Sequence[Record]:
    """The open rows of every register whose rows this person sees."""
    query = select(Record).where(Record.state == State.OPEN, visible(actor))
    return session.scalars(query.order_by(Record.opened_at)).all()


def waiting(session: Session, actor: Actor) -> Sequence[Record]:
    """What this person may review: submitted, not his own."""
    query = select(Record).where(
        Record.state == State.REVIEW, Record.created_by != actor.user_id, _within(actor, Permission.RECORD_REVIEW)
    )
    return session.scalars(query.order_by(Record.submitted_at)).all()


def mine(session: Session, actor: Actor) -> Sequence[Record]:
    """What lies with this person: his drafts, what came back to him, what he has to complete."""
    lying = (State.DRAFT, State.RETURNED, State.APPROVED)
    query = select(Record).where(Record.created_by == actor.user_id, Record.state.in_(lying))
    return session.scalars(query.order_by(Record.updated_at.desc())).all()


def month_rows(session: Session, form_code: str, unit_id: int, month: str) -> Sequence[Record]:
    """Every row of the month that counts, in order of time."""
    query = select(Record).where(
        Record.form_code == form_code,
        Record.unit_id == unit_id,
        Record.month == month,
        Record.state != State.CANCELLED,
    )
    return session.scalars(query.order_by(Record.opened_at, Record.id)).all()


def month_visible(session: Session, form_code: str, unit_id: int, month: str, actor: Actor) -> Sequence[Record]:
    """The rows of a month as this person may see them.

    Raises:
        NotFound: there are none for him.

    """
    rows = month_rows(session, form_code, unit_id, month)
    seen = set(session.scalars(select(Record.id).where(visible(actor), Record.id.in_([row.id for row in rows]))))
    if not seen:
        raise NotFound
    return [row for row in rows if row.id in seen]


def document_of(session: Session, record: Record, actor: Actor) -> Document | None:
    """The document that the archived PDF of `record` became, of its own or with its month, if `actor` may see that."""
    document_id = record.document_id
    if document_id is None and record.month:
        kept = archived_month(session, record.form_code, record.unit_id, record.month)
        document_id = kept.document_id if kept else None
    if document_id is None:
        return None
    return session.scalar(select(Document).where(Document.id == document_id, documents.visible(actor)))


def archived_month(session: Session, form_code: str, unit_id: int, month: str) -> RegisterMonth | None:
    wanted = {"form_code": form_code, "unit_id": unit_id, "month": month}
    return session.scalar(select(RegisterMonth).filter_by(**wanted))


@dataclass(frozen=True)
class Month:
    """One month of a register in one unit: how many rows, how many of them open, and what it was archived as."""

    month: str
    unit_id: int
    unit_name: str
    count: int
    open: int
    archived: bool
    document_id: int | None
    document_number: str


def months(session: Session, form_code: str, actor: Actor) -> list[Month]:
    """The months of a register that this person sees rows of, the latest first."""
    is_open = case((Record.state == State.OPEN, 1), else_=0)
    listed = and_(Document.id == RegisterMonth.document_id, documents.visible(actor))
    same = and_(
        RegisterMonth.form_code == form_code,
        RegisterMonth.unit_id == Record.unit_id,
        RegisterMonth.month == Record.month,
    )
    kept = (RegisterMonth.id, Document.id, Document.number)
    query = (
        select(Record.month, Record.unit_id, Unit.short_name, func.count(), func.sum(is_open), *kept)
        .join(Unit, Unit.id == Record.unit_id)
        .outerjoin(RegisterMonth, same)
        .outerjoin(Document, listed)
        .where(
            Record.form_code == form_code, Record.month.is_not(None), Record.state != State.CANCELLED, visible(actor)
        )
        .group_by(Record.month, Record.unit_id, Unit.short_name, *kept)
        .order_by(Record.month.desc(), Record.unit_id)
        .limit(MONTHS)
    )
    return [
        Month(month, unit, name, count, still_open, archived is not None, document, number or "")
        for month, unit, name, count, still_open, archived, document, number in session.execute(query)
    ]


def is_taken(session: Session, form: Form, unit_id: int, field: str, value: Value) -> bool:
    """Whether another row of the register has that value."""
    query = select(func.count()).where(
        Record.form_code == form.code,
        Record.unit_id == unit_id,
        Record.state != State.CANCELLED,
        Record.data[field].as_string() == str(value),
    )
    return bool(session.scalar(query))


def units(session: Session) -> list[str]:
    """Names of units, as inputs suggest them."""
    return list(session.scalars(select(Unit.name).where(Unit.active).order_by(Unit.id)))


def unit_names(session: Session, unit_ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(select(Unit.id, Unit.short_name).where(Unit.id.in_(unit_ids)))
    return {row.id: row.short_name for row in rows}


def user_names(session: Session, user_ids: Sequence[int]) -> dict[int, str]:
    return {row.id: row.name for row in session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))}


def written_before(session: Session, form_code: str, field: str, unit_id: int) -> list[str]:
    """What was written into `field` before, as the input suggests it."""
    column = Record.data[field].as_string()
    query = select(column).where(Record.form_code == form_code, Record.unit_id == unit_id).distinct().limit(50)
    return sorted(one for one in session.scalars(query) if one)
