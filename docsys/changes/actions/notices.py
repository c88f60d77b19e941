"""A notice (BT) of an order is drafted out of what the order says (15.6.3（三）)."""

from datetime import datetime

from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.models import Change
from docsys.people.rules import Actor, Permission, require
from docsys.records import actions as records
from docsys.records.actions import Typed
from docsys.records.actions.leading import led_form
from docsys.records.models import Record

NOTICE = "BT"


def draft_notice(session: Session, change_id: int, *, actor: Actor, now: datetime) -> Record:
    """A notice to the units that the order names and that no notice names yet; the desk reads it over and issues it."""
    require(actor, Permission.CHANGE_HANDLE, actor.unit_id)
    change = queries.get(session, change_id, actor)
    record = records.start(session, led_form(session, NOTICE), actor=actor, now=now)
    return records.save(session, record.id, Typed(_said(session, change), record.version), actor=actor, now=now)


def _said(session: Session, change: Change) -> dict[str, object]:
    data = change.record.data
    told = {unit for one in queries.sheets_of(session, NOTICE, change.number) for unit in one.data.get("units") or ()}
    units = [unit for unit in data.get("affected_units") or () if unit not in told]
    impact = f"相关系统影响：{data.get('impact_system') or '无'}\n业务影响：{data.get('impact_business') or '无'}"
    return {
        "change_number": change.number,
        "name": change.title,
        "start": data.get("start"),
        "end": data.get("end"),
        "impact": impact,
        "units": units or data.get("affected_units"),
    }
