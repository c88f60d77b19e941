"""Sheets that a room above opens, writes and locks as its own workflow goes on; and steps that it takes of other sheets.

Whoever calls has permitted the act. The number is taken in `open_led`, before the act writes to the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import events, jobs
from docsys.forms import definitions
from docsys.forms.shape import Form, Value
from docsys.forms.validation import read
from docsys.people.rules import Actor
from docsys.records import queries, rules
from docsys.records.actions.archiving import RECORD
from docsys.records.actions.keeping import Beginning, Said, create, note, numbered, write
from docsys.records.actions.stepping import hand_on, wait_for
from docsys.records.events import RecordArchived
from docsys.records.models import Record, RecordTask
from docsys.records.rules import LOCKED, State
from docsys.settings import PACKAGE


@dataclass(frozen=True)
class About:
    """What a led sheet speaks of: the unit that it belongs to, and the document. `number` is the sheet's, where the room above
    has taken it already.
    """

    unit_id: int
    document_id: int
    number: str = ""


@dataclass(frozen=True)
class Told:
    """One step of the workflow that leads a sheet: its verb, which signature of the form it gives, and what was said."""

    verb: str
    step: str = ""
    remark: str = ""
    label: str = ""


def open_led(
    session: Session, form: Form, values: Mapping[str, Value], about: About, *, actor: Actor, now: datetime
) -> Record:
    """A new sheet with its number; nothing is in the log yet."""
    typed = read(form, values)[0]
    if about.number:
        record = numbered(session, form, typed, Beginning(about.number, State.DRAFT), actor=actor, now=now)
    else:
        record = create(session, form, typed, state=State.DRAFT, actor=actor, now=now)
    record.unit_id, record.about_id = about.unit_id, about.document_id
    session.flush()
    return record


def open_titled(session: Session, form_code: str, title: str) -> Record | None:
    """The sheet of that form and title that is not locked yet, held until the act is over."""
    wanted = (Record.form_code == form_code, Record.title == title, Record.state.not_in(LOCKED))
    return session.scalar(select(Record).where(*wanted).order_by(Record.id.desc()).limit(1).with_for_update(of=Record))


def led_form(session: Session, code: str) -> Form:
    """The definition as the application has loaded it; outside of it, as shipped."""
    catalogue = session.info.get("forms") or _shipped()
    form: Form = catalogue.get(code)
    return form


@cache
def _shipped() -> definitions.Catalogue:
    checkout = PACKAGE.parent
    return definitions.load_all((checkout if (checkout / "forms").is_dir() else PACKAGE / "_data") / "forms")


def open_about(session: Session, form_code: str, document_id: int) -> Record | None:
    """The sheet of that form upon a document that is not locked yet."""
    wanted = (Record.form_code == form_code, Record.about_id == document_id, Record.state.not_in(LOCKED))
    return session.scalar(select(Record).where(*wanted).order_by(Record.id.desc()).limit(1))


def write_led(
    session: Session, record: Record, values: Mapping[str, Value], told: Told, *, actor: Actor, now: datetime
) -> Record:
    """Write what is known now, and the step that brought it. `archive` locks the sheet; a job makes its PDF and files it."""
    form = queries.form_of(record)
    written = {**record.data, **read(form, {**record.data, **values})[0]}
    row = rules.workflow_of(form.kind).transition(record.state, told.verb)
    step = form.step(told.step) if told.step else None
    write(session, record, form, written, actor=actor, now=now)
    record.state = row.after(record.state)
    note(session, record, told.verb, Said(told.remark, step), actor=actor, now=now)
    if record.state is State.ARCHIVED:
        record.archived_at = now
        jobs.enqueue(session, RECORD, {"record_id": record.id}, now=now, key=f"{RECORD}:{record.id}")
        events.publish(session, RecordArchived(record.id, record.number, record.form_code))
    return record


@dataclass(frozen=True)
class Waiting:
    """What a sheet waits for next, in the words of the workflow that leads it, and who can do it."""

    step: str = ""
    label: str = ""
    roles: tuple[str, ...] = ()
    user_ids: tuple[int, ...] = ()


def move(  # noqa: PLR0913 - a step of another room's workflow: what is written, what was done, what comes next
    session: Session,
    record: Record,
    values: Mapping[str, Value],
    told: Told,
    *,
    state: State,
    waiting: Waiting,
    actor: Actor,
    now: datetime,
    filing: str = RECORD,
) -> Record:
    """Write what a room above has found out into a sheet that people fill and that room leads: `values` of later stages,
    the act, the state of the sheet, and what it waits for. Once archived, the job `filing` makes its document.
    """
    form = queries.form_of(record)
    if values:
        write(session, record, form, {**record.data, **read(form, {**record.data, **values})[0]}, actor=actor, now=now)
    record.state = state
    if told.verb:
        step = form.step(told.step) if told.step else None
        note(session, record, told.verb, Said(told.remark, step, label=told.label), actor=actor, now=now)
    record.step, record.step_label = waiting.step, waiting.label
    roles = [RecordTask(step=waiting.step, role=role) for role in waiting.roles]
    record.tasks = [*roles, *(RecordTask(step=waiting.step, user_id=user_id) for user_id in waiting.user_ids)]
    if state is State.ARCHIVED:
        record.archived_at = now
        jobs.enqueue(session, filing, {"record_id": record.id}, now=now, key=f"{filing}:{record.id}")
        events.publish(session, RecordArchived(record.id, record.number, record.form_code))
    session.flush()
    return record


def fulfil(
    session: Session, record: Record, values: Mapping[str, Value], told: Told, *, actor: Actor, now: datetime
) -> Record:
    """Take the step of a sheet that waits for something to happen elsewhere, because it has happened."""
    form = queries.form_of(record)
    step = form.step(told.step)
    if record.step != step.id:
        return record
    write(session, record, form, {**record.data, **read(form, {**record.data, **values})[0]}, actor=actor, now=now)
    note(session, record, "sign", Said(told.remark, step), actor=actor, now=now)
    hand_on(session, record, form, now=now)
    return record


def give_up(session: Session, record: Record, remark: str, *, actor: Actor, now: datetime) -> Record:
    """The workflow that leads the sheet came to nothing."""
    form = queries.form_of(record)
    record.state = rules.workflow_of(form.kind).transition(record.state, "cancel").after(record.state)
    note(session, record, "cancel", Said(remark), actor=actor, now=now)
    wait_for(session, record, None)
    return record
