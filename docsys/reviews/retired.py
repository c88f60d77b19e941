"""Documents bound to a device that is out of use: each is to be revised or abolished in time (4.5.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from docsys.calendars import queries as calendars
from docsys.calendars.rules import Calendar, Which, due_day
from docsys.clock import local_day
from docsys.documents.models import Document
from docsys.documents.queries import visible
from docsys.documents.rules import State
from docsys.forms.shape import Form, Value
from docsys.numbering.queries import successor_of
from docsys.people.rules import Actor
from docsys.records.models import Record, RecordStep
from docsys.records.queries import form_of
from docsys.records.rules import State as RecordState


@dataclass(frozen=True)
class Proposal:
    """A document in force whose device has ended; `provisional` where the year of the due day is not loaded yet."""

    document_id: int
    number: str
    title: str
    device: str
    device_id: int
    device_number: str
    ended_on: date
    due_on: date
    provisional: bool


def proposals(session: Session, actor: Actor, days: int) -> list[Proposal]:
    """Of what `actor` may see, the first due first: so many working days after the device ended.

    A document that was published anew since then, or abolished, is settled.
    """
    calendar = calendars.load(session, Which.WORKING)
    found = {one.document_id: one for one in _found(session, actor, calendar, days)}
    return sorted(found.values(), key=lambda one: (one.due_on, one.number))


def _found(session: Session, actor: Actor, calendar: Calendar, days: int) -> Iterator[Proposal]:
    ended = select(Record).where(Record.state == RecordState.CLOSED, Record.period.is_(None))
    for record in session.scalars(ended.options(selectinload(Record.steps)).order_by(Record.id)):
        form, at = form_of(record), _ended_at(record)
        if at is None or form.register is None or not form.register.life:
            continue
        for document in _bound(session, _numbers(form, record.data), actor):
            if document.head is None or (document.head.published_at and document.head.published_at > at):
                continue
            due = due_day(calendar, local_day(at), days)
            yield Proposal(
                document.id,
                document.number,
                document.title,
                record.title,
                record.id,
                record.number,
                local_day(at),
                due.on,
                due.provisional,
            )


def _ended_at(record: Record) -> datetime | None:
    """When its row was closed, last."""
    last: RecordStep | None = None
    for step in record.steps:
        last = (last or step) if step.state is RecordState.CLOSED else None
    return last.at if last else None


def _numbers(form: Form, values: dict[str, Value]) -> list[str]:
    """The documents that the row names."""
    found: list[str] = []
    for one in form.fields:
        if one.type == "document" and (value := values.get(one.id)):
            found += value if isinstance(value, list) else [value]
    return [str(one).partition(" ")[0] for one in found]


def _bound(session: Session, numbers: list[str], actor: Actor) -> list[Document]:
    today = [successor_of(session, number) or number for number in numbers]
    there = select(Document).where(Document.number.in_(today), Document.state == State.CURRENT, visible(actor))
    return list(session.scalars(there.order_by(Document.number)))
