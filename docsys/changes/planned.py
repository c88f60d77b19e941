"""The orders that lie in some days, as `actor` sees them: one statement."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.models import Change
from docsys.changes.rules.schedule import Planned
from docsys.changes.rules.states import State
from docsys.clock import SHANGHAI
from docsys.people.models import Unit
from docsys.people.rules import Actor
from docsys.records.models import Record

LEFT_OUT = (State.DRAFT, State.REJECTED, State.WITHDRAWN)


def planned(session: Session, actor: Actor, first: date, days: int) -> Sequence[Planned]:
    """Whatever was handed in and not given up; what was carried out at the time that it really took."""
    begins = datetime.combine(first, time(), SHANGHAI)
    ends = begins + timedelta(days=days)
    query = (
        select(
            Change.record_id.label("change_id"),
            Record.number,
            Record.title,
            Change.state,
            Change.level,
            Change.urgency,
            Unit.short_name.label("unit"),
            Change.nodes,
            Change.starts_at,
            Change.ends_at,
        )
        .join(Record, Record.id == Change.record_id)
        .join(Unit, Unit.id == Change.unit_id)
        .where(queries.visible(actor), Change.state.not_in(LEFT_OUT))
        .where(Change.starts_at < ends, Change.ends_at > begins)
        .order_by(Change.starts_at, Change.record_id)
    )
    return [Planned(**{**row, "nodes": tuple(row["nodes"])}) for row in session.execute(query).mappings()]
