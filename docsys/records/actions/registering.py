"""A register row is entered, amended with its history as long as it is open, and struck out with a reason (10.3.5, 5.1.4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys.clock import local
from docsys.errors import EditConflict, InvalidInput
from docsys.forms.fields import is_filled
from docsys.forms.shape import DRAFT, Form, Register, Value
from docsys.forms.validation import validate
from docsys.people.rules import Actor
from docsys.records import people, periods, queries, registers, rules, steps
from docsys.records.actions.keeping import Said, Typed, create, note, write
from docsys.records.actions.stepping import hand_on, sign
from docsys.records.models import Record
from docsys.records.references import check_references
from docsys.records.rules import State


def add_row(session: Session, form: Form, raw: Mapping[str, Any], *, actor: Actor, now: datetime) -> Record:
    """Enter a row; its first step is next. Where the moment that closes it is given at once, that step is taken too.

    Raises:
        InvalidInput: with the sentences for each field; PeriodArchived: its month or year is closed.

    """
    steps.check_filler(form, actor, actor.unit_id)
    register = _register(form)
    values = _checked(session, form, raw, actor=actor, now=now)
    _check_open_period(session, form, people.account(actor)[1], str(values[register.opened]))
    record = create(session, form, values, state=State.OPEN, actor=actor, now=now)
    note(session, record, "add", actor=actor, now=now)
    hand_on(session, record, form, now=now)
    if register.closed and record.step and is_filled(raw.get(register.closed)):
        sign(session, record.id, record.step, Typed(raw, record.version), actor=actor, now=now)
    return record


def amend_row(session: Session, record_id: int, typed: Typed, *, actor: Actor, now: datetime) -> Record:
    """Write an open row, or an object of a register for life, anew; what it said before stays in its history.

    Raises:
        Locked: the row is closed. InvalidInput: with the sentences for each field, and where no reason is given.

    """
    record = queries.get(session, record_id, actor, to_change=True)
    form = queries.form_of(record)
    register = _register(form)
    steps.check_filler(form, actor, record.unit_id)
    if not registers.is_amendable(form, record.state):
        raise rules.Locked(number=record.number, state=record.standing)
    if record.version != typed.version:
        raise EditConflict
    if not typed.remark.strip():
        raise InvalidInput(fields={"remark": ["请写明变更的原因。"]})
    values = _checked(session, form, {**record.data, **typed.raw}, actor=actor, now=now, record=record)
    former = {name: record.data.get(name) for name, value in values.items() if record.data.get(name) != value}
    write(session, record, form, {**record.data, **values}, actor=actor, now=now)
    record.opened_at = values[register.opened]
    record.period = registers.period_of(register, str(record.opened_at))
    _check_open_period(session, form, record.unit_id, str(record.opened_at))
    record.state = registers.amended(form, record.data, record.state)
    note(session, record, "amend", Said(typed.remark.strip(), former=former), actor=actor, now=now)
    return record


def _register(form: Form) -> Register:
    if form.register is None:
        raise TypeError(f"{form.code} is no register")
    return form.register


def _checked(
    session: Session,
    form: Form,
    raw: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    record: Record | None = None,
) -> dict[str, Value]:
    """The writer's part of a row, read and found in order."""
    unit_id = record.unit_id if record else people.account(actor)[1]

    def taken(field: str, value: Value) -> bool:
        return queries.is_taken(session, form, unit_id, field, value, but=record.id if record else None)

    own = {name: value for name, value in raw.items() if name in form.by_id and form.stage_of(name) == DRAFT}
    values, errors = validate(form, people.resolve(session, form, own), stage=DRAFT, taken=taken)
    errors |= check_references(session, form, values, DRAFT, actor)
    ahead = registers.ahead(form, values, local(now))
    errors |= {name: found for name, found in ahead.items() if name in own and name not in errors}
    if errors:
        raise InvalidInput(fields=errors)
    return {name: value for name, value in values.items() if form.stage_of(name) == DRAFT}


def _check_open_period(session: Session, form: Form, unit_id: int, opened: str) -> None:
    period = registers.period_of(_register(form), opened)
    if period and periods.archived(session, form.code, unit_id, period):
        raise registers.PeriodArchived(period=period)
