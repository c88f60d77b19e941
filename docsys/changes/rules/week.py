"""The hours of a week in which nothing may be changed, for the picture beside an application (15.6.4（四）). Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from docsys.calendars.rules import Calendar, YearMissing, window_conflicts
from docsys.clock import SHANGHAI

MINUTES = 24 * 60
NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
Span = tuple[int, int]
"""From which minute of the day, how many minutes."""


@dataclass(frozen=True)
class Day:
    """One bar: `closed` hours of trading, the hours `planned`; not `known` where the year's calendar is missing."""

    day: date
    closed: tuple[Span, ...]
    planned: Span | None
    known: bool = True

    @property
    def name(self) -> str:
        return NAMES[self.day.weekday()]


def week(trading: Calendar, around: date, start: datetime | None, end: datetime | None) -> list[Day]:
    """The seven days from Monday on in which `around` lies."""
    monday = around - timedelta(days=around.weekday())
    return [_day(trading, monday + timedelta(days=place), start, end) for place in range(7)]


def days_of(trading: Calendar, first: date, count: int) -> list[Day]:
    """So many days with their closed hours, nothing planned."""
    return [_day(trading, first + timedelta(days=place), None, None) for place in range(count)]


def _day(trading: Calendar, day: date, start: datetime | None, end: datetime | None) -> Day:
    first = datetime.combine(day, time(), SHANGHAI)
    last = first + timedelta(days=1)
    planned = _span(first, start, end) if start and end else None
    try:
        sessions = window_conflicts(trading, first, last)
    except YearMissing:
        return Day(day, (), planned, known=False)
    spans = (_span(first, one.start, one.end) for one in sessions)
    return Day(day, tuple(span for span in spans if span), planned)


def _span(first: datetime, start: datetime, end: datetime) -> Span | None:
    """The part of `[start, end)` that lies on the day that begins at `first`."""
    begins, ends = (min(max(int((at - first).total_seconds() // 60), 0), MINUTES) for at in (start, end))
    return (begins, ends - begins) if ends > begins else None
