"""What was issued never changes: a mistake in an archived sheet is put right by a new issue that names the old one."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.errors import InvalidInput, RuleBroken, TransitionForbidden
from docsys.forms.shape import DRAFT, Kind
from docsys.people.rules import Actor, Permission, require
from docsys.records import queries, steps
from docsys.records.actions.keeping import Said, create, note
from docsys.records.models import Record
from docsys.records.rules import State


class AlreadyCorrected(RuleBroken):
    message: ClassVar[str] = "{number} 已有更正单 {correction}，请在更正单上办理。"


def correct(session: Session, record_id: int, reason: str, *, actor: Actor, now: datetime) -> Record:
    """Begin the new issue of an archived sheet, with all that its writers had filled in; it goes through the same steps.

    Raises:
        TransitionForbidden: not archived, or written by another room; AlreadyCorrected: there is one already that stands;
        InvalidInput: no reason.

    """
    old = queries.get(session, record_id, actor, to_change=True)
    form = queries.form_of(old)
    require(actor, Permission.RECORD_FILL, old.unit_id)
    steps.check_filler(form, actor, old.unit_id)
    if old.state is not State.ARCHIVED or form.kind is not Kind.SHEET:
        raise TransitionForbidden(state=old.state.label, verb="更正")
    if (there := correction_of(session, old)) is not None:
        raise AlreadyCorrected(number=old.number, correction=there.number)
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["请写明更正的原因。"]}, labels={"reason": "更正原因"})
    values = {
        field.id: old.data[field.id]
        for field in form.fields
        if form.stage_of(field.id) == DRAFT and old.data.get(field.id) is not None and field.type != "file"
    }
    record = create(session, form, values, state=State.DRAFT, actor=actor, now=now)
    record.corrects = old.number
    note(session, record, "correct", Said(f"更正 {old.number}：{reason.strip()}"), actor=actor, now=now)
    return record


def correction_of(session: Session, record: Record) -> Record | None:
    """The new issue that stands for an archived sheet; one that was given up does not count."""
    query = select(Record).where(Record.corrects == record.number, Record.state != State.CANCELLED)
    return session.scalar(query.order_by(Record.id.desc()).limit(1))
