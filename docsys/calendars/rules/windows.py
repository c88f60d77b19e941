"""Trading hours and the change window outside them (15.6.4（四）). Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar

from docsys.calendars.rules.days import DAY, Calendar, YearMissing, citing, told
from docsys.clock import SHANGHAI
from docsys.errors import RuleBroken

WINDOW_ARTICLE = "15.6.4（四）"


class WindowClosed(RuleBroken):
    article: ClassVar[str | None] = WINDOW_ARTICLE
    message: ClassVar[str] = (
        "变更实施时间应在非交易时间：计划时间与{sessions}重叠。请改到交易时间以外，或写明理由申请例外。"
    )


class SessionKind(StrEnum):
    DAY = "day"
    NIGHT = "night"

    @property
    def label(self) -> str:
        return "日盘时段" if self is SessionKind.DAY else "夜盘时段"


# When a session of trading day D begins and ends, in hours of the clock from midnight of D (15.6.4（四）).
HOURS: Mapping[SessionKind, tuple[timedelta, timedelta]] = {
    SessionKind.DAY: (timedelta(hours=8, minutes=30), timedelta(hours=16)),
    SessionKind.NIGHT: (timedelta(hours=21), timedelta(hours=26, minutes=30)),
}


@dataclass(frozen=True)
class TradingSession:
    """Hours in which nothing is changed, belonging to trading day `day`; a night session ends on the next day."""

    day: date
    kind: SessionKind

    @property
    def start(self) -> datetime:
        return _midnight(self.day) + HOURS[self.kind][0]

    @property
    def end(self) -> datetime:
        return _midnight(self.day) + HOURS[self.kind][1]

    @property
    def label(self) -> str:
        """The words of a refusal: 交易日 2026-11-27（周五）的夜盘时段 21:00 至次日 02:30."""
        until = "次日 " if self.end.date() != self.day else ""
        return f"交易日 {told(self.day)}的{self.kind.label} {self.start:%H:%M} 至{until or ' '}{self.end:%H:%M}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def sessions_of(calendar: Calendar, day: date) -> tuple[TradingSession, ...]:
    """Day and night session of a trading day; none where it is closed.

    Raises:
        YearMissing: its year is not loaded.

    """
    if not calendar.is_open(day):
        return ()
    both = (TradingSession(day, SessionKind.DAY), TradingSession(day, SessionKind.NIGHT))
    return both if calendar.has_night(day) else both[:1]


def window_conflicts(calendar: Calendar, start: datetime, end: datetime) -> tuple[TradingSession, ...]:
    """The trading sessions that `[start, end)` meets, in their order; none means that the window is free.

    Every day that the interval touches must be known, and the day before where its night session could still run.

    Raises:
        YearMissing: one of these lies in a year that is not loaded.

    """
    start, end = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
    found = [session for day in _days_that_count(start, end) for session in sessions_of(calendar, day)]
    return tuple(session for session in found if session.start < end and start < session.end)


def _days_that_count(start: datetime, end: datetime) -> Iterator[date]:
    if end <= start:
        return
    day = start.date()
    if start < TradingSession(day - DAY, SessionKind.NIGHT).end:
        yield day - DAY
    while _midnight(day) < end:
        yield day
        day += DAY


def require_window(calendar: Calendar, start: datetime, end: datetime) -> None:
    """Guard G12.

    Raises:
        WindowClosed: with the sessions it meets as `data["conflicts"]`; YearMissing: that cannot be told.

    """
    try:
        conflicts = window_conflicts(calendar, start, end)
    except YearMissing as missing:
        raise citing(missing, WINDOW_ARTICLE) from missing
    if conflicts:
        shown = "；".join(session.label for session in conflicts[:3])
        more = f"等 {len(conflicts)} 个时段" if len(conflicts) > 3 else ""  # noqa: PLR2004 - as many as one can read
        raise WindowClosed(sessions=shown + more, conflicts=conflicts)
