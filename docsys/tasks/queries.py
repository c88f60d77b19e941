"""Who is to be reminded, of what."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.calendars import queries as calendars
from docsys.calendars.rules import Which
from docsys.people.models import User
from docsys.people.queries import actor_of
from docsys.people.rules import Actor, Permission, may
from docsys.tasks.models import SentMail
from docsys.tasks.rules import Task, once, reminded

Source = Callable[[Session, Actor, date], Iterable[Task]]
"""What a room above knows that somebody owes. Of the same thing the room named first speaks."""


def owed(session: Session, sources: Sequence[Source], actor: Actor, today: date) -> list[Task]:
    """All that waits for this person."""
    return once(task for source in sources for task in source(session, actor, today))


def calendars_missing(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """From 1 November the next year's calendars, to whoever imports them."""
    if not may(actor, Permission.CALENDAR_ADMINISTER):
        return
    for year, which in calendars.missing(session, today):
        path = f"/calendars?year={year}"
        yield Task(f"calendar:{which}:{year}", "导入日历", f"{year} 年的{which.label}日历", path)


def is_working(session: Session, today: date) -> bool:
    """In a year that is not loaded by Monday to Friday: a reminder too many does no harm."""
    return calendars.load(session, Which.WORKING).is_open_provisionally(today)


def of_today(session: Session, sources: Sequence[Source], user_id: int, today: date) -> list[Task]:
    """What the mail of today says to this person; nothing where none is due."""
    tasks = owed(session, sources, actor_of(session, user_id), today)
    return reminded(tasks, today, is_working=is_working(session, today))


def readers(session: Session) -> list[User]:
    """Those who want mail and said where to."""
    wanting = select(User).where(User.active, User.wants_mail, User.email != "")
    return list(session.scalars(wanting.order_by(User.id)))


def mail_of(session: Session, user_id: int, day: date) -> SentMail | None:
    return session.scalar(select(SentMail).where(SentMail.user_id == user_id, SentMail.day == day))
