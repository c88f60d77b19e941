"""A summary (BZ) of what fell short is drafted out of what the order says of it (15.6.5（二）)."""

from datetime import datetime

from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.actions.closing import SUMMARY
from docsys.changes.afterwards import summary_of
from docsys.people.rules import Actor
from docsys.records import actions as records
from docsys.records.actions import Typed
from docsys.records.actions.leading import led_form
from docsys.records.models import Record


def draft_summary(session: Session, change_id: int, *, actor: Actor, now: datetime) -> Record:
    """For whoever may write a summary and sees the order; he adds cause and measures, and hands it in."""
    change = queries.get(session, change_id, actor)
    record = records.start(session, led_form(session, SUMMARY), actor=actor, now=now)
    said = summary_of(change, f"{actor.name}（{actor.login}）")
    return records.save(session, record.id, Typed(dict(said), record.version), actor=actor, now=now)
