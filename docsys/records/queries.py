"""What can be asked about records. Each list, count and page goes through `visible`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from docsys.documents import queries as documents
from docsys.documents.models import Document
from docsys.errors import NotFound
from docsys.forms import definitions
from docsys.forms.shape import Form, Value
from docsys.people.models import Unit, User
from docsys.people.rules import Actor, Permission, scope
from docsys.records.models import FormHand, FormRevision, Record, RecordDue, RecordStep, RecordTask
from docsys.records.rules import State
from docsys.records.steps import Past

HANDLING = (Permission.RECORD_READ, Permission.RECORD_ARCHIVE)
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
    """Records that this person may see: his own; those that wait for him or that he has taken a step of; those of units in
    which he fills, reads, handles or archives such forms, drafts of other units excepted. A sheet about a document only
    who may know of that document.
    """
    hands = select(FormHand.id).where(FormHand.form_revision_id == Record.form_revision_id, _held(actor, FormHand.role))
    took = select(RecordStep.id).where(RecordStep.record_id == Record.id, RecordStep.actor_id == actor.user_id)
    handling = or_(hands.correlate(Record).exists(), *(_within(actor, permission) for permission in HANDLING))
    shown = or_(Record.state != State.DRAFT, Record.unit_id == actor.unit_id)
    taking_part = or_(awaited(actor), took.correlate(Record).exists())
    known = select(Document.id).where(Document.id == Record.about_id, documents.visible(actor)).correlate(Record)
    about_known = or_(Record.about_id.is_(None), known.exists())
    return and_(about_known, or_(Record.created_by == actor.user_id, taking_part, and_(handling, shown)))


def awaited(actor: Actor) -> ColumnElement[bool]:
    """The record waits for `actor`: for himself, or for a role he holds in its unit."""
    his = or_(RecordTask.user_id == actor.user_id, _held(actor, RecordTask.role))
    return select(RecordTask.id).where(RecordTask.record_id == Record.id, his).correlate(Record).exists()


def _held(actor: Actor, role: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """`role` is one that `actor` holds everywhere, or in the unit of the record."""
    held: dict[int | None, set[str]] = {}
    for grant in actor.grants:
        held.setdefault(grant.unit_id, set()).add(grant.role.value)
    parts = (
        role.in_(sorted(roles)) if unit_id is None else and_(Record.unit_id == unit_id, role.in_(sorted(roles)))
        for unit_id, roles in held.items()
    )
    return or_(false(), *parts)


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


def id_of(session: Session, number: str, actor: Actor) -> int | None:
    """Where a link to that record leads; nowhere for who may not see it."""
    return session.scalar(select(Record.id).where(Record.number == number, visible(actor)))


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
    period: str = ""


def records(form_code: str, actor: Actor, wanted: Wanted) -> Select[Record]:
    query = select(Record).where(Record.form_code == form_code, visible(actor))
    if wanted.words:
        match = (column.icontains(wanted.words, autoescape=True) for column in (Record.number, Record.title))
        query = query.where(or_(*match))
    if wanted.state:
        query = query.where(or_(Record.state == wanted.state, and_(Record.step == wanted.state, Record.step != "")))
    if wanted.unit_id:
        query = query.where(Record.unit_id == wanted.unit_id)
    if wanted.period:
        query = query.where(Record.period == wanted.period)
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
    """The open rows of every register, those of objects for life excepted, as far as this person sees them."""
    query = select(Record).where(Record.state == State.OPEN, Record.period.is_not(None), visible(actor))
    return session.scalars(query.order_by(Record.opened_at)).all()


def waiting(session: Session, actor: Actor) -> Sequence[Record]:
    """What waits for a step of this person, the longest first; what he wrote himself only where it waits for its writer."""
    own = and_(Record.created_by == actor.user_id, ~_awaited_by_name(actor))
    query = select(Record).where(awaited(actor), ~own).order_by(Record.updated_at, Record.id)
    return session.scalars(query).all()


def _awaited_by_name(actor: Actor) -> ColumnElement[bool]:
    named = select(RecordTask.id).where(RecordTask.record_id == Record.id, RecordTask.user_id == actor.user_id)
    return named.correlate(Record).exists()


def mine(session: Session, actor: Actor) -> Sequence[Record]:
    """What lies with this person: his drafts, and what came back to him."""
    query = select(Record).where(Record.created_by == actor.user_id, Record.state.in_((State.DRAFT, State.RETURNED)))
    return session.scalars(query.order_by(Record.updated_at.desc())).all()


def last_row(session: Session, form_code: str, unit_id: int | None) -> Record | None:
    """The newest row of a register in that unit that was not struck out."""
    query = select(Record).where(Record.form_code == form_code, Record.unit_id == unit_id)
    return session.scalar(query.where(Record.state != State.CANCELLED).order_by(Record.id.desc()).limit(1))


def still_counting(steps: Iterable[RecordStep]) -> list[RecordStep]:
    """What was done since a record was last taken back or sent back: all of it is done anew then."""
    counting: list[RecordStep] = []
    for step in steps:
        if step.verb in {"withdraw", "return"}:
            counting.clear()
        counting.append(step)
    return counting


def past_of(record: Record) -> Past:
    """Who wrote the record, and who has taken which step of it."""
    taken = (one for one in still_counting(record.steps) if one.verb == "sign")
    return Past(record.created_by, tuple((one.step, one.actor_login) for one in taken))


@dataclass(frozen=True)
class Due:
    """A day that is due in a record, as a list shows it."""

    record_id: int
    number: str
    title: str
    form_code: str
    label: str
    due_on: date


def due(session: Session, actor: Actor, today: date) -> list[Due]:
    """What is due, or soon: the most urgent first. Only of records that this person sees."""
    columns = (Record.id, Record.number, Record.title, Record.form_code, RecordDue.label, RecordDue.due_on)
    query = select(*columns).join(RecordDue, RecordDue.record_id == Record.id)
    query = query.where(RecordDue.told_from <= today, visible(actor)).order_by(RecordDue.due_on, Record.id)
    return [Due(*row) for row in session.execute(query)]


def same_object(record: Record, field: str) -> Select[Any]:
    """The other rows of the register about the same object: the same value in `field`, entered before."""
    column = Record.data[field].as_string()
    return select(Record.id).where(
        Record.form_code == record.form_code,
        Record.unit_id == record.unit_id,
        Record.id < record.id,
        column == str(record.data.get(field)),
    )


def is_taken(session: Session, form: Form, unit_id: int, field: str, value: Value, *, but: int | None = None) -> bool:
    """Whether a row of the register, other than `but`, has that value."""
    query = select(func.count()).where(
        Record.id != (but or 0),
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
