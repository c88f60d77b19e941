"""Days that are worked and days that are traded, and how working days are counted (15.6.2（三）). Pure.

A calendar holds only what differs from Monday to Friday, and which years it knows. A day of a year that it does not know is
refused, not guessed (G1, G12); only `due_day` falls back to Monday to Friday, and says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from docsys.errors import RuleBroken

DAY = timedelta(days=1)
SATURDAY = 5
WEEKDAYS = "一二三四五六日"
LEAD_ARTICLE = "15.6.2（三）"
BANNER_FROM = (11, 1)  # the yearly notice of the next year is out by then


class Which(StrEnum):
    """The two calendars: a make-up Saturday is worked, but never traded."""

    WORKING = "working"
    TRADING = "trading"

    @property
    def label(self) -> str:
        return "工作日" if self is Which.WORKING else "交易日"


class DayKind(StrEnum):
    """How a day differs from Monday to Friday."""

    OFF = "off"
    WORK = "work"
    CLOSED = "closed"
    NO_NIGHT = "no_night"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS: Mapping[DayKind, str] = {
    DayKind.OFF: "放假",
    DayKind.WORK: "上班",
    DayKind.CLOSED: "休市",
    DayKind.NO_NIGHT: "无夜盘",
}
KINDS: Mapping[Which, tuple[DayKind, ...]] = {
    Which.WORKING: (DayKind.OFF, DayKind.WORK),
    Which.TRADING: (DayKind.CLOSED, DayKind.NO_NIGHT),
}


class Counting(StrEnum):
    """What 提前 3 个工作日 means (A-20): the third working day after; three whole days between; the day itself counts."""

    USUAL = "usual"
    STRICT = "strict"
    LENIENT = "lenient"


class YearMissing(RuleBroken):
    """The year is not loaded: refused, never guessed."""

    message: ClassVar[str] = (
        "{year} 年的{calendar}日历尚未导入，无法核算，也不作推测。请系统管理员在“系统—日历”中导入该年的安排后再办理。"
    )


class LeadTooShort(RuleBroken):
    article: ClassVar[str | None] = LEAD_ARTICLE
    message: ClassVar[str] = (
        "一级变更应提前 3 个工作日提交：{submitted}提交的，计划开始日期最早为 {earliest}，现为 {start}。请推后计划时间。"
    )


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def told(day: date) -> str:
    """2026-11-26（周四）, as the refusals say it."""
    return f"{day}（周{WEEKDAYS[day.weekday()]}）"


@dataclass(frozen=True)
class Calendar:
    """One of the two calendars, as far as it is loaded. `exceptions` is what differs from Monday to Friday."""

    which: Which
    years: frozenset[int]
    exceptions: Mapping[date, DayKind] = field(default_factory=dict)

    def is_provisional(self, year: int) -> bool:
        """Whether that year is not loaded: what depends on it is 暂定."""
        return year not in self.years

    def require(self, *days: date) -> None:
        """Raise YearMissing unless the year of each day is loaded."""
        for day in days:
            if self.is_provisional(day.year):
                raise YearMissing(year=day.year, calendar=self.which.label)

    def is_open(self, day: date) -> bool:
        """Whether the day is worked, or traded.

        Raises:
            YearMissing: its year is not loaded.

        """
        self.require(day)
        return self._as_known(day)

    def is_open_provisionally(self, day: date) -> bool:
        """The same; in a year that is not loaded by Monday to Friday, for due dates that say 暂定."""
        return not is_weekend(day) if self.is_provisional(day.year) else self._as_known(day)

    def _as_known(self, day: date) -> bool:
        kind = self.exceptions.get(day)
        if kind is None:
            return not is_weekend(day)
        return kind in {DayKind.WORK, DayKind.NO_NIGHT}

    def has_night(self, day: date) -> bool:
        """Every trading day has a night session, also before holidays, unless two persons took it out."""
        return self.is_open(day) and self.exceptions.get(day) is not DayKind.NO_NIGHT


def working_day_after(calendar: Calendar, day: date, count: int) -> date:
    """The `count`-th open day after `day`, which itself is not counted.

    Raises:
        YearMissing: a day on the way, or `day` itself, lies in a year that is not loaded.

    """
    if count < 1:
        raise ValueError("count at least one day on")
    calendar.require(day)
    return _count_on(day, count, calendar.is_open)


def last_working_day(calendar: Calendar, day: date) -> date:
    """`day` if it is open, else the last open day before: whoever is due on a closed day must be ready by then."""
    while not calendar.is_open(day):
        day -= DAY
    return day


def _count_on(day: date, count: int, is_open: Callable[[date], bool]) -> date:
    while count > 0:
        day += DAY
        count -= is_open(day)
    return day


def earliest_start(calendar: Calendar, submitted: date, days: int = 3, counting: Counting = Counting.USUAL) -> date:
    """The first day on which a level-one change may start that was submitted on `submitted` (G1, A-20).

    Raises:
        YearMissing: a day on the way lies in a year that is not loaded.

    """
    if counting is Counting.STRICT:
        days += 1
    elif counting is Counting.LENIENT and calendar.is_open(submitted):
        days -= 1
    return working_day_after(calendar, submitted, days) if days else submitted


def require_lead(calendar: Calendar, submitted: date, start: date, counting: Counting = Counting.USUAL) -> None:
    """Guard G1.

    Raises:
        LeadTooShort: `start` is before the earliest day; YearMissing: that cannot be told.

    """
    try:
        earliest = earliest_start(calendar, submitted, counting=counting)
    except YearMissing as missing:
        raise citing(missing, LEAD_ARTICLE) from missing
    if start < earliest:
        raise LeadTooShort(submitted=told(submitted), earliest=told(earliest), start=told(start))


@dataclass(frozen=True)
class Due:
    """The day something is due; `provisional` as long as a year on the way is not loaded."""

    on: date
    provisional: bool

    @property
    def label(self) -> str:
        return f"{self.on}（暂定）" if self.provisional else str(self.on)


def due_day(calendar: Calendar, day: date, count: int) -> Due:
    """The `count`-th working day after `day`; where a year is not loaded by Monday to Friday, 暂定 until it is imported.

    Rooms above keep `provisional` beside the date, and compute it again on `events.CalendarChanged`.
    """
    on = _count_on(day, count, calendar.is_open_provisionally)
    return Due(on, provisional=any(calendar.is_provisional(year) for year in range(day.year, on.year + 1)))


def citing(missing: YearMissing, article: str) -> YearMissing:
    """The same refusal with the article that wanted to know."""
    return YearMissing(**missing.data, article=article)


def years_wanted(today: date) -> tuple[int, ...]:
    """The years that must be loaded by now: this one, and from 1 November the next."""
    return (today.year, today.year + 1) if (today.month, today.day) >= BANNER_FROM else (today.year,)


def check_day(which: Which, day: date, kind: DayKind | None) -> str:
    """Why `kind` cannot stand at that day, or nothing; None means as Monday to Friday have it."""
    if kind is None:
        return ""
    if kind not in KINDS[which]:
        return f"{which.label}日历不能写“{kind.label}”，可写{'、'.join(one.label for one in KINDS[which])}。"
    if is_weekend(day) and kind is not DayKind.WORK:
        return f"{told(day)}本来就不是{which.label}，不必写“{kind.label}”。"
    if kind is DayKind.WORK and not is_weekend(day):
        return f"{told(day)}本来就是工作日，不必写“上班”。"
    return ""
