"""A file is put into a field of a sheet, while that part of the sheet is being filled."""

from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy.orm import Session

from docsys import vault
from docsys.db import after_commit
from docsys.errors import NotFound
from docsys.forms.shape import Form
from docsys.people.rules import Actor
from docsys.records import queries, rules, steps
from docsys.records.actions.keeping import Said, note, require_author, write
from docsys.records.models import Record

PLACE = "草稿库"


def attach(
    session: Session, record_id: int, into: tuple[str, str], staged: vault.Staged, *, actor: Actor, now: datetime
) -> Record:
    """Put the staged file into a field; `into` is the field's id and the file's own name.

    Raises:
        NotFound: the form has no such field for files; Locked: that part is not being filled now.

    """
    field_id, name = into
    record = queries.get(session, record_id, actor, to_change=True)
    form = queries.form_of(record)
    _check_hand(form, record, actor)
    _check_field(form, record, field_id)
    suffix = PurePosixPath(name).suffix[:10]
    target = f"{PLACE}/{record.number}/{field_id}-{staged.id[:12]}{suffix}"
    stored = vault.adopt(
        session, staged, target=target, original_name=name, media_type="application/octet-stream", now=now
    )
    value = {"name": name, "sha256": staged.sha256, "size": staged.size, "stored": stored.id}
    write(session, record, form, {**record.data, field_id: value}, actor=actor, now=now)
    note(session, record, "attach", Said(name), actor=actor, now=now)
    if place := session.info.get("place"):
        after_commit(session, place)
    return record


def _check_field(form: Form, record: Record, field_id: str) -> None:
    field = form.by_id.get(field_id)
    if field is None or field.type != "file":
        raise NotFound
    if rules.stage_at(record.state, record.step) != form.stage_of(field_id):
        raise rules.Locked(number=record.number, state=record.standing)


def _check_hand(form: Form, record: Record, actor: Actor) -> None:
    """Who fills the part that is being filled now."""
    if record.step and record.created_by != actor.user_id:
        past = queries.past_of(record)
        steps.check_hand(form.step(record.step), form, record.data, past, actor, record.unit_id)
    else:
        require_author(record, form, actor)
