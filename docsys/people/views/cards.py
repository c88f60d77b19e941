"""What people contribute to the 工作台: what waits for a second person, and units nobody has confirmed."""

from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from docsys.people import directory
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, may
from docsys.web.filters import moment
from docsys.web.state import Card, CardItem

SHOWN = 6


def waiting(session: Session, actor: Actor) -> int:
    """How many confirmations wait for this person: the figure beside the link."""
    return len(_mine(session, actor))


def _mine(session: Session, actor: Actor) -> list[Confirmation]:
    rows = directory.confirmations_waiting(session, actor)
    return [row for row in rows if directory.why_not_decide(row, actor) is None]


def confirmations(session: Session, actor: Actor, _today: date) -> Card | None:
    rows = _mine(session, actor)
    link = url_for("people.confirmations")
    items = [
        CardItem(row.title, f"{link}#c{row.id}", f"{row.requested_by.name} {moment(row.requested_at)}", label="待确认")
        for row in rows[:SHOWN]
    ]
    return Card("待我确认", items, link, len(rows), icon="users") if rows else None


def units(session: Session, actor: Actor, _today: date) -> Card | None:
    count = directory.unconfirmed_units(session) if may(actor, Permission.PEOPLE_ADMINISTER) else 0
    if not count:
        return None
    link = url_for("people.units")
    item = CardItem(f"{count} 个单位的名称与代码尚未核对", link, label="未确认")
    return Card("组织", [item], link, group="health")


cards = [confirmations, units]
