"""The acts of the sample library happen one after another, as they would have: the log and the numbers follow the calendar.

A story is a generator: it yields the moment at which it goes on, and is resumed when all that comes before has been done.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.clock import SHANGHAI, local_day
from docsys.forms.definitions import Catalogue
from docsys.people.models import Department, Post, Unit
from docsys.people.rules import Actor

Story = Iterator[datetime]
FRIDAY, SATURDAY, WEEK = 4, 5, 7


@dataclass(frozen=True)
class Calendar:
    """Moments counted back from now; on working days, and never ahead."""

    now: datetime

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """So many days ago at that time by the wall clock; Friday where that was a weekend."""
        day = local_day(self.now) - timedelta(days=days)
        day -= timedelta(days=max(0, day.weekday() - FRIDAY))
        return self.moment(day, hour, minute)

    def saturday(self, days: int) -> date:
        """The Saturday on or before that day: outside trading hours (15.6.4（四））."""
        day = local_day(self.now) - timedelta(days=days)
        return day - timedelta(days=(day.weekday() - SATURDAY) % WEEK)

    def working_day(self, months: int, place: int) -> date:
        """The working day of that place, from 1 on, in the month so many months ago."""
        year, month = divmod(local_day(self.now).year * 12 + local_day(self.now).month - 1 - months, 12)
        first = date(year, month + 1, 1)
        month_of_days = (first + timedelta(days=count) for count in range(31))
        return [day for day in month_of_days if day.weekday() <= FRIDAY][place - 1]

    def moment(self, day: date, hour: int, minute: int) -> datetime:
        """That time by the wall clock, but never ahead of now."""
        wanted = datetime.combine(day, time(hour, minute), SHANGHAI)
        return min(wanted.astimezone(self.now.tzinfo), self.now)


@dataclass(frozen=True)
class Scene:
    """Who acts, and where."""

    session: Session
    cast: dict[str, Actor]
    forms: Catalogue
    calendar: Calendar

    def unit(self, code: str) -> int:
        return self.session.scalars(select(Unit.id).where(Unit.code == code)).one()

    def department(self, unit: str, name: str) -> int:
        query = select(Department.id).join(Unit).where(Unit.code == unit, Department.name == name)
        return self.session.scalars(query).one()

    def post(self, name: str) -> int:
        return self.session.scalars(select(Post.id).where(Post.name == name)).one()


def play(stories: Iterable[Story]) -> None:
    """Tell all stories at once, each act at its moment."""
    waiting = [(moment, place, story) for place, story in enumerate(stories) if (moment := next(story, None))]
    heapq.heapify(waiting)
    while waiting:
        _moment, place, story = heapq.heappop(waiting)
        if (following := next(story, None)) is not None:
            heapq.heappush(waiting, (following, place, story))
