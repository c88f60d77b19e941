"""A submitted sheet is reviewed, endorsed by the leader, and completed with its result."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys.errors import EditConflict, InvalidInput
from docsys.forms.shape import Stage, Value
from docsys.forms.validation import validate
from docsys.people.rules import Actor, Permission, require
from docsys.records import people, queries, rules
from docsys.records.actions.drafting import Typed, advance, require_author, write
from docsys.records.models import Record


def review(session: Session, record_id: int, typed: Typed, *, accept: bool, actor: Actor, now: datetime) -> Record:
    """Give an opinion on a submitted sheet, and let it pass or send it back. Never by who wrote it (2.3.3)."""
    record = _seen(session, record_id, typed, actor)
    require(actor, Permission.RECORD_REVIEW, record.unit_id)
    form = queries.form_of(record)
    written_by = rules.authors(form, record.data)
    rules.check_reviewer(actor.login, written_by, is_creator=record.created_by == actor.user_id)
    _fill(session, record, Stage.REVIEW, typed.raw, actor=actor, now=now)
    record.reviewed_at = now
    opinion = str(record.data.get(rules.signed_field(form, "review").id) or "")
    advance(session, record, "approve" if accept else "return", actor=actor, now=now, remark=opinion)
    return record


def endorse(session: Session, record_id: int, typed: Typed, *, actor: Actor, now: datetime) -> Record:
    """Sign the opinion of the leader above, where it was asked for (19.5)."""
    record = _seen(session, record_id, typed, actor)
    require(actor, Permission.RECORD_ENDORSE, record.unit_id)
    form = queries.form_of(record)
    field = rules.signed_field(form, "endorse")
    opinion = str(typed.raw.get(field.id) or "").strip()
    if not opinion:
        raise InvalidInput(fields={field.id: [f"请填写“{field.label}”。"]})
    write(session, record, form, {**record.data, field.id: opinion}, actor=actor, now=now)
    advance(session, record, "endorse", actor=actor, now=now, remark=opinion)
    return record


def complete(session: Session, record_id: int, typed: Typed, *, actor: Actor, now: datetime) -> Record:
    """Fill in the result of an approved sheet. Without a result it is not completed."""
    record = _seen(session, record_id, typed, actor)
    require_author(record, actor)
    _fill(session, record, Stage.COMPLETE, typed.raw, actor=actor, now=now)
    record.completed_at = now
    advance(session, record, "complete", actor=actor, now=now)
    return record


def _seen(session: Session, record_id: int, typed: Typed, actor: Actor) -> Record:
    """The record, held for this act, in the very state that the actor has read."""
    record = queries.get(session, record_id, actor, to_change=True)
    rules.check_unlocked(record.number, record.state)
    if record.version != typed.version:
        raise EditConflict
    return record


def _fill(
    session: Session, record: Record, stage: Stage, raw: Mapping[str, Any], *, actor: Actor, now: datetime
) -> None:
    """Check and keep what this stage fills in; everything else stays."""
    form = queries.form_of(record)
    own = {field.id for field in form.fields if form.stage_of(field.id) is stage}
    merged: dict[str, Value] = {**record.data, **{name: value for name, value in raw.items() if name in own}}
    values, errors = validate(form, people.resolve(session, form, merged), stage=stage)
    if errors:
        raise InvalidInput(fields=errors)
    write(session, record, form, values, actor=actor, now=now)
