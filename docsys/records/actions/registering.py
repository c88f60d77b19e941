"""A register row is entered, closed, corrected by striking out and entering anew (10.3.5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys.clock import local
from docsys.errors import EditConflict, InvalidInput
from docsys.forms.fields import is_filled
from docsys.forms.shape import Form, Register, Stage, Value
from docsys.forms.validation import validate
from docsys.people.rules import Actor, Permission, require
from docsys.records import people, queries, rules
from docsys.records.actions.drafting import Typed, advance, create, note, write
from docsys.records.models import Record
from docsys.records.rules import State


def add_row(session: Session, form: Form, raw: Mapping[str, Any], *, actor: Actor, now: datetime) -> Record:
    """Enter a row. One whose closing moment is given at once is closed.

    Raises:
        InvalidInput: with the sentences for each field; MonthArchived: its month is closed.

    """
    require(actor, Permission.REGISTER_FILL, actor.unit_id)
    register = _register(form)
    is_closed = bool(register.closed) and is_filled(raw.get(register.closed))
    values = _checked(session, form, raw, None if is_closed else Stage.DRAFT, actor)
    _check_not_ahead(form, values, now)
    _check_open_month(session, form, people.account(actor)[1], str(values[register.opened])[:7])
    state = State.CLOSED if is_closed or not register.closed else State.OPEN
    record = create(session, form, values, state=state, actor=actor, now=now)
    note(session, record, "add", actor=actor, now=now)
    return record


def close_row(session: Session, record_id: int, typed: Typed, *, actor: Actor, now: datetime) -> Record:
    """Enter the moment that closes a row: the visitor has left."""
    record = queries.get(session, record_id, actor, to_change=True)
    require(actor, Permission.REGISTER_FILL, record.unit_id)
    rules.check_unlocked(record.number, record.state)
    if record.version != typed.version:
        raise EditConflict
    form = queries.form_of(record)
    closing = {field.id for field in form.fields if form.stage_of(field.id) is Stage.COMPLETE}
    given = {name: value for name, value in typed.raw.items() if name in closing}
    values = _checked(session, form, {**record.data, **given}, Stage.COMPLETE, actor)
    _check_not_ahead(form, values, now)
    write(session, record, form, values, actor=actor, now=now)
    record.completed_at = now
    advance(session, record, "close", actor=actor, now=now)
    return record


def _register(form: Form) -> Register:
    if form.register is None:
        raise TypeError(f"{form.code} is no register")
    return form.register


def _checked(
    session: Session, form: Form, raw: Mapping[str, Any], stage: Stage | None, actor: Actor
) -> dict[str, Value]:
    def taken(field: str, value: Value) -> bool:
        return queries.is_taken(session, form, people.account(actor)[1], field, value)

    values, errors = validate(form, people.resolve(session, form, raw), stage=stage, taken=taken)
    if errors:
        raise InvalidInput(fields=errors)
    return values


def _check_not_ahead(form: Form, values: Mapping[str, Value], now: datetime) -> None:
    """A register says what happened; nobody enters or leaves tomorrow."""
    register = _register(form)
    latest = f"{local(now):%Y-%m-%dT%H:%M}"
    for name in (register.opened, register.closed):
        if name and str(values.get(name) or "") > latest:
            raise InvalidInput(fields={name: [f"“{form.by_id[name].label}”不得晚于现在。"]})


def _check_open_month(session: Session, form: Form, unit_id: int, month: str) -> None:
    if queries.archived_month(session, form.code, unit_id, month):
        raise rules.MonthArchived(month=month)
