"""What the room puts on the 工作台: what is due to orders. What waits for a step stands among the forms."""

from datetime import date

from sqlalchemy.orm import Session

from docsys.changes import owed
from docsys.people.rules import Actor
from docsys.tasks.rules import Task, once
from docsys.web.state import Card, CardItem

SHOWN = 6


def due(session: Session, actor: Actor, today: date) -> Card | None:
    """Documents to update, emergencies to write up, opinions asked; no card for who owes nothing."""
    found = once(owed.owed(session, actor, today))
    if not found:
        return None
    return Card("变更期限", [_item(one, today) for one in found[:SHOWN]], None, len(found), "clock", group="due")


def _item(task: Task, today: date) -> CardItem:
    late = task.days_late(today) > 0
    tone = "late" if late else "soon" if task.due else ""
    return CardItem(task.about, task.path, task.said(today), tone=tone, label=task.what)


CARDS = (due,)
