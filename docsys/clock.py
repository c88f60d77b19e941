"""The time, handed in. Only views, commands and daemons hold a clock; rules and actions get values."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

# China has one zone and, since 1991, no summer time: a fixed offset needs no zone database on a bare machine.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one clock


@dataclass
class FixedClock:
    """A clock for tests: stands still until moved."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 1, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.moment

    def move(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


def local(moment: datetime) -> datetime:
    """`moment` as the wall clock of Shanghai shows it."""
    return moment.astimezone(SHANGHAI)


def local_day(moment: datetime) -> date:
    """The calendar day in Shanghai: years of numbers and due dates follow it (requirements 3.3)."""
    return local(moment).date()
