"""What every act upon a record does: number it, keep its values and its definition, note who did what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from docsys import audit, events
from docsys.forms import definitions
from docsys.forms.fields import shown
from docsys.forms.shape import Form, Numbering, Step, Value
from docsys.numbering import actions as numbering
from docsys.people.rules import Actor, Permission, require
from docsys.records import people, queries, registers, rules, steps
from docsys.records.events import RecordActed, RecordActing
from docsys.records.models import FormHand, FormRevision, Record, RecordDue, RecordStep
from docsys.records.rules import State


@dataclass(frozen=True)
class Typed:
    """What a page sends: the values as typed, the version it had shown, and the page itself (see `Record.page`)."""

    raw: Mapping[str, Any]
    version: int
    page: str = ""
    remark: str = ""


def create(
    session: Session, form: Form, values: Mapping[str, Value], *, state: State, actor: Actor, now: datetime
) -> Record:
    """A new record with its number and the definition it is made with."""
    return numbered(session, form, values, Beginning(_number(session, form, actor, now), state), actor=actor, now=now)


@dataclass(frozen=True)
class Beginning:
    """What a record begins with: its number, taken already, and its state."""

    number: str
    state: State


def numbered(
    session: Session, form: Form, values: Mapping[str, Value], begun: Beginning, *, actor: Actor, now: datetime
) -> Record:
    """As `create`, under a number that was taken already."""
    user_id, unit_id = people.account(actor)
    record = Record(
        number=begun.number,
        form_code=form.code,
        form_revision=kept_revision(session, form, now),
        unit_id=unit_id,
        title=title_of(form, values),
        state=begun.state,
        data=dict(values),
        people=people.called(session, form, values),
        created_by=user_id,
        created_at=now,
        updated_by=user_id,
        updated_at=now,
    )
    if form.register:
        record.opened_at = values[form.register.opened]
        record.period = registers.period_of(form.register, str(record.opened_at))
    session.add(record)
    session.flush()
    _remember(session, record, form)
    return record


def kept_revision(session: Session, form: Form, now: datetime) -> FormRevision:
    """The stored definition of `form`, written at its first use.

    Raises:
        RevisionChanged: the file was changed without raising its revision.

    """
    kept = queries.revision_of(session, form)
    if kept is None:
        kept = FormRevision(
            form_code=form.code,
            revision=form.revision,
            sha256=definitions.digest(form),
            definition=definitions.snapshot(form),
            first_used_at=now,
            hands=[FormHand(role=role) for role in rules.hands(form)],
        )
        session.add(kept)
        session.flush()
    elif kept.sha256 != definitions.digest(form):
        raise rules.RevisionChanged(code=form.code, revision=form.revision)
    return kept


def require_author(record: Record, form: Form, actor: Actor) -> None:
    """A record is its creator's; a register row also that of those who keep the register in its unit.

    Raises:
        NotYours: it is another's. Forbidden: he may not change what others wrote.

    """
    steps.check_by_hand(form)
    if record.created_by == actor.user_id:
        return
    if form.register:
        steps.check_filler(form, actor, record.unit_id)
    else:
        require(actor, Permission.RECORD_EDIT, record.unit_id)


def write(
    session: Session, record: Record, form: Form, values: Mapping[str, Value], *, actor: Actor, now: datetime
) -> None:
    """Keep `values`; the page that may write again is none, until an action says so."""
    resolved = people.resolve(session, form, values)
    record.data = resolved
    record.people = people.called(session, form, resolved)
    record.title = title_of(form, resolved)
    record.version += 1
    record.page = ""
    record.updated_by, record.updated_at = people.account(actor)[0], now
    _remember(session, record, form)


def _remember(session: Session, record: Record, form: Form) -> None:
    """Note the days that are due. Where they are counted per object, a newer row ends the days of the older ones,
    also when it says no day of its own: a facility out of use needs no more maintenance.
    """
    record.dues = [
        RecordDue(due_on=due, told_from=due - timedelta(days=reminder.before), label=reminder.label)
        for reminder, due in registers.dues(form, record.data)
    ]
    session.flush()
    for reminder in form.reminders:
        if reminder.per:
            older = queries.same_object(record, reminder.per)
            session.execute(delete(RecordDue).where(RecordDue.record_id.in_(older), RecordDue.label == reminder.label))


def advance(session: Session, record: Record, verb: str, *, actor: Actor, now: datetime, remark: str = "") -> None:
    """Carry `verb` out on the workflow, and note who did it.

    Raises:
        TransitionForbidden: not in this state.

    """
    row = rules.workflow_of(queries.form_of(record).kind).transition(record.state, verb)
    record.state = row.after(record.state)
    note(session, record, verb, Said(remark), actor=actor, now=now)


@dataclass(frozen=True)
class Said:
    """What is noted of an act besides who and when: the words, the step of the form, what an amendment replaced."""

    remark: str = ""
    step: Step | None = None
    former: dict[str, Any] | None = None
    label: str = ""
    """What was done, where neither the form nor the tables of this room name it."""


def note(session: Session, record: Record, verb: str, said: Said | None = None, *, actor: Actor, now: datetime) -> None:
    """The row of the act beside the record, and the one in the audit log."""
    said = said or Said()
    step_id = said.step.id if said.step else ""
    session.add(
        RecordStep(
            record_id=record.id,
            verb=verb,
            step=step_id,
            label=said.label or rules.named_act(verb, said.step),
            state=record.state,
            actor_id=actor.user_id,
            actor_name=actor.name,
            actor_login=actor.login,
            unit_name=actor.unit_name,
            at=now,
            remark=said.remark,
            former=said.former,
        )
    )
    session.flush()
    session.expire(record, ["steps"])
    detail = {"state": record.state, "version": record.version, "remark": said.remark, "step": step_id}
    audit.record(session, f"record.{verb}", actor, record.number, now=now, detail=detail)


def asked(
    session: Session, record: Record, verb: str, values: Mapping[str, Value], *, actor: Actor, now: datetime
) -> None:
    """Let whoever leads sheets of this form refuse the act."""
    events.publish(session, RecordActing(record.id, record.form_code, verb, values, actor, now))


def told(session: Session, record: Record, verb: str, *, actor: Actor, now: datetime) -> None:
    """Tell whoever leads sheets of this form that the act was done."""
    events.publish(session, RecordActed(record.id, record.form_code, verb, actor, now))


def title_of(form: Form, values: Mapping[str, Value]) -> str:
    value = values.get(form.summary)
    return (shown(form.by_id[form.summary], value) or f"（未填写{form.by_id[form.summary].label}）")[:200]


def _number(session: Session, form: Form, actor: Actor, now: datetime) -> str:
    unit_code = actor.unit_code if form.numbering is Numbering.UNIT else None
    return numbering.issue_form(session, form.code, unit_code, now=now, actor=actor)
