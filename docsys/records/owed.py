"""The sheets that wait for a person's step, as `tasks` gathers them."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from docsys.people.rules import Actor
from docsys.records import queries
from docsys.tasks.rules import Task


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """What waits for this person: no day is set for it."""
    for record in queries.waiting(session, actor):
        about = f"{record.number} {record.title}"
        yield Task(f"record:{record.id}", f"办理：{record.standing}", about, f"/records/{record.id}")
