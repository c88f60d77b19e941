"""A year as twelve months of cells, each with the one thing that matters about its day. Pure."""

import calendar as months
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from docsys.calendars.rules import Calendar, DayKind, Which, is_weekend, told

MONTHS = 12


class Noted(Protocol):
    """A day with what is written about it."""

    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class Cell:
    """One day: `tone` names its colour, `mark` is the sign in its corner, `title` says it whole."""

    day: date
    tone: str
    mark: str
    title: str


@dataclass(frozen=True)
class Month:
    number: int
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True)
class Figures:
    """What a year adds up to; None where its calendar is not loaded."""

    working: int | None
    makeup: int | None
    trading: int | None
    nights: int | None


Notes = Mapping[Which, Mapping[date, Noted]]


def year_of(year: int, working: Calendar, trading: Calendar, notes: Notes) -> tuple[Month, ...]:
    """Twelve months from Monday to Sunday."""
    sheet = months.Calendar()
    return tuple(
        Month(
            number,
            tuple(
                tuple(_cell(day, working, trading, notes) if day.month == number else None for day in week)
                for week in sheet.monthdatescalendar(year, number)
            ),
        )
        for number in range(1, MONTHS + 1)
    )


def _cell(day: date, working: Calendar, trading: Calendar, notes: Notes) -> Cell:
    works, trades = _both(day, working, trading)
    tone, mark = _look(day, works=works, trades=trades)
    if tone == "trading" and trading.is_provisional(day.year):
        tone = "worked"
    words = [
        "工作日历未导入" if working.is_provisional(day.year) else "工作日" if works else "非工作日",
        "交易日历未导入" if trading.is_provisional(day.year) else "交易日" if trades else "休市",
    ]
    if trading.exceptions.get(day) is DayKind.NO_NIGHT:
        mark = "无夜"
        words.append("无夜盘")
    said = {notes[which][day].note for which in notes if day in notes[which]} - {""}
    return Cell(day, tone, mark, f"{told(day)}{'，'.join(words)}{'：' if said else ''}{'、'.join(sorted(said))}")


def _both(day: date, working: Calendar, trading: Calendar) -> tuple[bool, bool]:
    """Whether a day is worked and traded; a calendar that lacks the year is drawn after the other one."""
    works, trades = working.is_open_provisionally(day), trading.is_open_provisionally(day)
    if trading.is_provisional(day.year):
        trades = works and not is_weekend(day)
    elif working.is_provisional(day.year):
        works = trades
    return works, trades


def _look(day: date, *, works: bool, trades: bool) -> tuple[str, str]:
    """Colour and sign of a day: nothing is said by colour alone."""
    if trades:
        return "trading", "" if works else "市"
    if works:
        return ("makeup", "班") if is_weekend(day) else ("shut", "闭")
    return ("weekend", "") if is_weekend(day) else ("off", "休")


def figures(year: int, working: Calendar, trading: Calendar) -> Figures:
    """How many days of that year are worked, made up for, traded, traded at night."""
    days = [date.fromordinal(at) for at in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())]
    counted: Counter[str] = Counter()
    for day in days:
        counted["working"] += working.is_open_provisionally(day)
        counted["makeup"] += working.exceptions.get(day) is DayKind.WORK
        counted["trading"] += trading.is_open_provisionally(day)
        counted["nights"] += trading.is_open_provisionally(day) and trading.exceptions.get(day) is not DayKind.NO_NIGHT
    worked = None if working.is_provisional(year) else (counted["working"], counted["makeup"])
    traded = None if trading.is_provisional(year) else (counted["trading"], counted["nights"])
    return Figures(*(worked or (None, None)), *(traded or (None, None)))


def imported(calendar: Calendar, year: int, said: Mapping[date, DayKind]) -> Calendar:
    """The calendar as it will be when `said` is what is loaded of `year`; nights taken out alone stay out."""
    kept = {day: kind for day, kind in calendar.exceptions.items() if day.year != year or kind is DayKind.NO_NIGHT}
    return Calendar(calendar.which, calendar.years | {year}, {**kept, **said})


def changed(calendar: Calendar, day: date, kind: DayKind | None) -> Calendar:
    """The calendar with one day changed; None makes it as usual."""
    rest = {other: was for other, was in calendar.exceptions.items() if other != day}
    return Calendar(calendar.which, calendar.years, rest if kind is None else {**rest, day: kind})


@dataclass(frozen=True)
class Change:
    """A day that an import changes; nothing `before` where its year was not loaded."""

    day: date
    before: str
    after: str

    @property
    def told(self) -> str:
        return told(self.day)


def changes(before: Calendar, after: Calendar) -> tuple[Change, ...]:
    """Which days are not what they were, in a year that was not loaded those that differ from Monday to Friday."""
    days = sorted(before.exceptions.keys() | after.exceptions.keys())
    return tuple(
        Change(day, "" if before.is_provisional(day.year) else _said(before, day), _said(after, day))
        for day in days
        if before.exceptions.get(day) is not after.exceptions.get(day)
    )


def _said(calendar: Calendar, day: date) -> str:
    kind = calendar.exceptions.get(day)
    if kind is not None:
        return kind.label
    return "周末" if is_weekend(day) else calendar.which.label
