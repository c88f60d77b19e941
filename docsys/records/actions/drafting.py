"""A sheet is begun, saved again and again, handed in, taken back or cancelled by those who write it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from docsys.clock import local
from docsys.errors import EditConflict, InvalidInput
from docsys.forms.shape import DRAFT, Form, Value
from docsys.forms.validation import read, validate
from docsys.people.rules import Actor, Permission, require
from docsys.records import people, queries, rules, steps
from docsys.records.actions.keeping import Typed, advance, asked, create, note, require_author, told, write
from docsys.records.actions.stepping import hand_on, wait_for
from docsys.records.models import Record
from docsys.records.references import check_references
from docsys.records.rules import State


def start(session: Session, form: Form, *, actor: Actor, now: datetime, like: int | None = None) -> Record:
    """Begin a sheet: it has its number at once, and what is known already stands in it.

    With `like` it takes over what the writers of that earlier sheet had filled in; days and moments it does not.
    """
    require(actor, Permission.RECORD_FILL, actor.unit_id)
    steps.check_filler(form, actor, actor.unit_id)
    values = rules.prefilled(form, DRAFT, writer=people.writer(session, form, actor), now=local(now))
    if like is not None:
        values = {**rules.copied(form, queries.get(session, like, actor).data), **values}
    record = create(session, form, values, state=State.DRAFT, actor=actor, now=now)
    note(session, record, "start", actor=actor, now=now)
    told(session, record, "start", actor=actor, now=now)
    return record


def save(session: Session, record_id: int, typed: Typed, *, actor: Actor, now: datetime) -> Record:
    """Keep a draft as it stands, complete or not. What cannot be read is kept as typed.

    Raises:
        EditConflict: somebody else saved after this page was shown.

    """
    record, form = open_to_edit(session, record_id, typed, actor=actor)
    values, _ = read(form, {**record.data, **typed.raw})
    write(session, record, form, _draft_part(form, record, values), actor=actor, now=now)
    record.page = typed.page
    told(session, record, "save", actor=actor, now=now)
    return record


def submit(session: Session, record_id: int, typed: Typed, *, actor: Actor, now: datetime) -> Record:
    """Hand a complete sheet in; the first of its steps is next. Without steps it is done.

    Raises:
        InvalidInput: with the sentences for each field.

    """
    record, form = open_to_edit(session, record_id, typed, actor=actor)
    raw = people.resolve(session, form, {**record.data, **typed.raw, **rules.stamped(form, local(now))})
    values, errors = validate(form, raw, stage=DRAFT)
    errors |= check_references(session, form, values, DRAFT, actor)
    if errors:
        raise InvalidInput(fields=errors)
    asked(session, record, "submit", values, actor=actor, now=now)
    write(session, record, form, {**_taken_part(form, record), **_fresh_part(form, values)}, actor=actor, now=now)
    record.submitted_at = now
    advance(session, record, "submit", actor=actor, now=now)
    hand_on(session, record, form, now=now)
    told(session, record, "submit", actor=actor, now=now)
    return record


def withdraw(session: Session, record_id: int, *, actor: Actor, now: datetime) -> Record:
    """Take a sheet back before anybody has taken a step."""
    record = queries.get(session, record_id, actor, to_change=True)
    form = queries.form_of(record)
    require_author(record, form, actor)
    rules.SHEET.transition(record.state, "withdraw")
    rules.check_untouched(record.number, record.standing, queries.past_of(record).steps)
    asked(session, record, "withdraw", record.data, actor=actor, now=now)
    record.submitted_at = None
    advance(session, record, "withdraw", actor=actor, now=now)
    wait_for(session, record, None)
    told(session, record, "withdraw", actor=actor, now=now)
    return record


def cancel(session: Session, record_id: int, *, remark: str, actor: Actor, now: datetime) -> Record:
    """Give a sheet up, or strike out a register row, with the reason. Its number is not used again."""
    record = queries.get(session, record_id, actor, to_change=True)
    require_author(record, queries.form_of(record), actor)
    if not remark.strip():
        raise InvalidInput(fields={"remark": ["请写明撤销或作废的原因。"]})
    asked(session, record, "cancel", record.data, actor=actor, now=now)
    advance(session, record, "cancel", actor=actor, now=now, remark=remark.strip())
    wait_for(session, record, None)
    record.dues = []
    told(session, record, "cancel", actor=actor, now=now)
    return record


def open_to_edit(session: Session, record_id: int, typed: Typed, *, actor: Actor) -> tuple[Record, Form]:
    """The record, held for this act, if its writer may change it and has seen its last state."""
    record = queries.get(session, record_id, actor, to_change=True)
    form = queries.form_of(record)
    require_author(record, form, actor)
    if record.state not in rules.EDITABLE:
        raise rules.Locked(number=record.number, state=record.standing)
    if record.version != typed.version and record.page != (typed.page or None):
        raise EditConflict
    return record, form


def _draft_part(form: Form, record: Record, values: Mapping[str, Value]) -> dict[str, Value]:
    """`values` for what the writers fill; what later steps fill stays as it is."""
    return {**record.data, **_fresh_part(form, values)}


def _taken_part(form: Form, record: Record) -> dict[str, Value]:
    """What steps have written that were taken before it was handed in: an emergency is approved and carried out first."""
    taken = queries.past_of(record).steps
    return {name: value for name, value in record.data.items() if form.stage_of(name) in taken}


def _fresh_part(form: Form, values: Mapping[str, Value]) -> dict[str, Value]:
    """Only what the writers fill: a sheet that was sent back comes in without the opinions on its former self."""
    return {name: value for name, value in values.items() if form.stage_of(name) == DRAFT}
