"""A record goes through the hands that its form names: a step is taken, or the record is sent back with an opinion."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.clock import local
from docsys.errors import EditConflict, InvalidInput
from docsys.forms.shape import Form, Step, Value
from docsys.forms.validation import required_sentence, validate
from docsys.people.models import User
from docsys.people.rules import Actor
from docsys.records import people, queries, registers, rules, steps
from docsys.records.actions.keeping import Said, Typed, note, write
from docsys.records.models import Record, RecordTask
from docsys.records.references import check_references
from docsys.records.rules import State


def sign(session: Session, record_id: int, step_id: str, typed: Typed, *, actor: Actor, now: datetime) -> Record:
    """Take a step: fill in its part, and hand the record on. After the last step it is done.

    Raises:
        NotThisStep: it is not its turn. NotYours, SamePerson: not by this person. InvalidInput: its part is incomplete.

    """
    record, form, step = _turn(session, record_id, step_id, typed, actor)
    rules.workflow_of(form.kind).transition(record.state, "sign")
    _fill(session, record, step, typed.raw, actor=actor, now=now)
    opinion = form.opinion_of(step.id)
    said = str(record.data.get(opinion.id) or "") if opinion else typed.remark.strip()
    record.reviewed_at = now
    note(session, record, "sign", Said(said, step), actor=actor, now=now)
    hand_on(session, record, form, now=now)
    return record


def send_back(session: Session, record_id: int, step_id: str, typed: Typed, *, actor: Actor, now: datetime) -> Record:
    """Send a record back to its writer, with the opinion why.

    Raises:
        InvalidInput: without an opinion; otherwise as `sign`.

    """
    record, form, step = _turn(session, record_id, step_id, typed, actor)
    if not step.returns:
        raise steps.NotThisStep(number=record.number, standing=record.standing, step="退回修改")
    row = rules.workflow_of(form.kind).transition(record.state, "return")
    opinion = form.opinion_of(step.id)
    said = str(typed.raw.get(opinion.id) or "").strip() if opinion else typed.remark.strip()
    if not said:
        lacking = {opinion.id: [required_sentence(opinion)]} if opinion else {"remark": ["请写明退回的原因。"]}
        raise InvalidInput(fields=lacking)
    kept = {**record.data, opinion.id: said} if opinion else record.data
    write(session, record, form, kept, actor=actor, now=now)
    record.state = row.after(record.state)
    note(session, record, "return", Said(said, step), actor=actor, now=now)
    if record.state is State.RETURNED:
        wait_for(session, record, None)
    return record


def hand_on(session: Session, record: Record, form: Form, *, now: datetime) -> None:
    """Find who is next; without anybody the record is done."""
    past = queries.past_of(record)
    wait_for(session, record, steps.following(form, record.data, past.steps), form, past)
    if record.step:
        return
    if form.register and form.register.life and not registers.has_ended(form, record.data):
        return
    record.state = rules.workflow_of(form.kind).transition(record.state, "finish").after(record.state)
    record.completed_at = now


def wait_for(
    session: Session, record: Record, step: Step | None, form: Form | None = None, past: steps.Past | None = None
) -> None:
    """Note which step is next, and who can take it or one beside it."""
    record.step, record.step_label = (step.id, step.label) if step else ("", "")
    open_steps = steps.available(form, record.data, past.steps) if step and form and past else []
    record.tasks = [task for one in open_steps for task in _tasks(session, record, one)]
    session.flush()


def _tasks(session: Session, record: Record, step: Step) -> Iterator[RecordTask]:
    yield from (RecordTask(step=step.id, role=role) for role in step.roles)
    if step.author:
        yield RecordTask(step=step.id, user_id=record.created_by)
    logins = steps.logins_of(step, record.data) if step.named else frozenset()
    for user_id in session.scalars(select(User.id).where(User.login.in_(logins)).order_by(User.id)) if logins else ():
        yield RecordTask(step=step.id, user_id=user_id)


def _turn(session: Session, record_id: int, step_id: str, typed: Typed, actor: Actor) -> tuple[Record, Form, Step]:
    """The record, held for this act, in the very state that the actor has read, if that step is his to take now."""
    record = queries.get(session, record_id, actor, to_change=True)
    rules.check_unlocked(record.number, record.state)
    form, past = queries.form_of(record), queries.past_of(record)
    step = next((one for one in form.steps if one.id == step_id), None)
    is_open = record.state in {State.PENDING, State.OPEN}
    if step is None or not is_open or step not in steps.available(form, record.data, past.steps):
        raise steps.NotThisStep(number=record.number, standing=record.standing, step=step.label if step else step_id)
    steps.check_hand(step, form, record.data, past, actor, record.unit_id)
    if record.version != typed.version:
        raise EditConflict
    return record, form, step


def _fill(session: Session, record: Record, step: Step, raw: Mapping[str, Any], *, actor: Actor, now: datetime) -> None:
    """Check and keep what this step fills in; everything else stays."""
    form = queries.form_of(record)
    own = {field.id for field in form.fields if form.stage_of(field.id) == step.id}
    merged: dict[str, Value] = {**record.data, **{name: value for name, value in raw.items() if name in own}}
    values, errors = validate(form, people.resolve(session, form, merged), stage=step.id)
    errors |= check_references(session, form, values, step.id, actor)
    errors |= {name: found for name, found in registers.ahead(form, values, local(now)).items() if name in own}
    if errors:
        raise InvalidInput(fields=errors)
    write(session, record, form, values, actor=actor, now=now)
