"""A sheet is begun, saved again and again, submitted, taken back or cancelled by those who write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys import audit
from docsys.clock import local
from docsys.errors import EditConflict, InvalidInput
from docsys.forms import definitions
from docsys.forms.fields import shown
from docsys.forms.shape import Form, Numbering, Stage, Value
from docsys.forms.validation import read, validate
from docsys.numbering import actions as numbering
from docsys.people.rules import Actor, Permission, require
from docsys.records import people, queries, rules
from docsys.records.models import FormRevision, Record, RecordStep
from docsys.records.rules import State


@dataclass(frozen=True)
class Typed:
    """What a page sends: the values as typed, the version it had shown, and the page itself (see `Record.page`)."""

    raw: Mapping[str, Any]
    version: int
    page: str = ""


def start(session: Session, form: Form, *, actor: Actor, now: datetime) -> Record:
    """Begin a sheet: it has its number at once, and what is known already stands in it."""
    require(actor, Permission.RECORD_FILL, actor.unit_id)
    values = rules.prefilled(
        form, Stage.DRAFT, person=people.person(actor), unit=people.unit_of(session, actor), now=local(now)
    )
    record = create(session, form, values, state=State.DRAFT, actor=actor, now=now)
    note(session, record, "start", actor=actor, now=now)
    return record


def save(session: Session, record_id: int, typed: Typed, *, actor: Actor, now: datetime) -> Record:
    """Keep a draft as it stands, complete or not. What cannot be read is kept as typed.

    Raises:
        EditConflict: somebody else saved after this page was shown.

    """
    record = open_to_edit(session, record_id, typed, actor=actor)
    form = queries.form_of(record)
    values, _ = read(form, {**record.data, **typed.raw})
    write(session, record, form, _draft_part(form, record, values), actor=actor, now=now)
    record.page = typed.page
    return record


def submit(session: Session, record_id: int, typed: Typed, *, actor: Actor, now: datetime) -> Record:
    """Hand a complete sheet in for review.

    Raises:
        InvalidInput: with the sentences for each field.

    """
    record = open_to_edit(session, record_id, typed, actor=actor)
    form = queries.form_of(record)
    raw = people.resolve(session, form, {**record.data, **typed.raw, **rules.stamped(form, local(now))})
    values, errors = validate(form, raw, stage=Stage.DRAFT)
    if errors:
        raise InvalidInput(fields=errors)
    write(session, record, form, _fresh_part(form, values), actor=actor, now=now)
    record.submitted_at = now
    advance(session, record, "submit", actor=actor, now=now)
    return record


def withdraw(session: Session, record_id: int, *, actor: Actor, now: datetime) -> Record:
    """Take a submitted sheet back before it is reviewed."""
    record = queries.get(session, record_id, actor, to_change=True)
    require_author(record, actor)
    record.submitted_at = None
    advance(session, record, "withdraw", actor=actor, now=now)
    return record


def cancel(session: Session, record_id: int, *, remark: str, actor: Actor, now: datetime) -> Record:
    """Give a sheet up, or strike out a register row, with the reason. Its number is not used again."""
    record = queries.get(session, record_id, actor, to_change=True)
    require_author(record, actor)
    if not remark.strip():
        raise InvalidInput(fields={"remark": ["请写明撤销或作废的原因。"]})
    advance(session, record, "cancel", actor=actor, now=now, remark=remark.strip())
    return record


def create(
    session: Session, form: Form, values: Mapping[str, Value], *, state: State, actor: Actor, now: datetime
) -> Record:
    """A new record with its number and the definition it is made with."""
    user_id, unit_id = people.account(actor)
    record = Record(
        number=_number(session, form, actor, now),
        form_code=form.code,
        form_revision=kept_revision(session, form, now),
        unit_id=unit_id,
        title=title_of(form, values),
        state=state,
        data=dict(values),
        people=people.called(session, form, values),
        created_by=user_id,
        created_at=now,
        updated_by=user_id,
        updated_at=now,
    )
    if form.register:
        record.opened_at = values[form.register.opened]
        record.month = str(record.opened_at)[:7]
    session.add(record)
    session.flush()
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
        )
        session.add(kept)
        session.flush()
    elif kept.sha256 != definitions.digest(form):
        raise rules.RevisionChanged(code=form.code, revision=form.revision)
    return kept


def open_to_edit(session: Session, record_id: int, typed: Typed, *, actor: Actor) -> Record:
    """The record, held for this act, if its writer may change it and has seen its last state."""
    record = queries.get(session, record_id, actor, to_change=True)
    require_author(record, actor)
    if record.state not in rules.EDITABLE:
        raise rules.Locked(number=record.number, state=record.state.label)
    if record.version != typed.version and record.page != (typed.page or None):
        raise EditConflict
    return record


def require_author(record: Record, actor: Actor) -> None:
    """A sheet is its creator's; others of the unit need the right to fill registers (rows) there."""
    if record.created_by != actor.user_id:
        require(actor, Permission.REGISTER_FILL if record.opened_at else Permission.RECORD_EDIT, record.unit_id)


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


def advance(session: Session, record: Record, verb: str, *, actor: Actor, now: datetime, remark: str = "") -> None:
    """Carry `verb` out on the workflow, and note who did it.

    Raises:
        TransitionForbidden: not in this state.

    """
    row = rules.workflow_of(queries.form_of(record).kind).transition(record.state, verb)
    record.state = row.after(record.state)
    note(session, record, verb, actor=actor, now=now, remark=remark)


def note(session: Session, record: Record, verb: str, *, actor: Actor, now: datetime, remark: str = "") -> None:
    """The row of the act beside the record, and the one in the audit log."""
    session.add(
        RecordStep(
            record_id=record.id,
            verb=verb,
            state=record.state,
            actor_id=actor.user_id,
            actor_name=actor.name,
            unit_name=actor.unit_name,
            at=now,
            remark=remark,
        )
    )
    session.flush()
    session.expire(record, ["steps"])
    detail = {"state": record.state, "version": record.version, "remark": remark}
    audit.record(session, f"record.{verb}", actor, record.number, now=now, detail=detail)


def title_of(form: Form, values: Mapping[str, Value]) -> str:
    value = values.get(form.summary)
    return (shown(form.by_id[form.summary], value) or f"（未填写{form.by_id[form.summary].label}）")[:200]


def _draft_part(form: Form, record: Record, values: Mapping[str, Value]) -> dict[str, Value]:
    """`values` for what the writers fill; what later steps fill stays as it is."""
    return {**record.data, **_fresh_part(form, values)}


def _fresh_part(form: Form, values: Mapping[str, Value]) -> dict[str, Value]:
    """Only what the writers fill: a sheet that was sent back comes in without the opinions on its former self."""
    return {name: value for name, value in values.items() if form.stage_of(name) is Stage.DRAFT}


def _number(session: Session, form: Form, actor: Actor, now: datetime) -> str:
    unit_code = actor.unit_code if form.numbering is Numbering.UNIT else None
    return numbering.issue_form(session, form.code, unit_code, now=now, actor=actor)
