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
    """Twelve months from Monday to Sunday; a calendar that lacks the year shows Monday to Friday."""
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
    works, trades = working.is_open_provisionally(day), trading.is_open_provisionally(day)
    tone, mark = _look(day, works=works, trades=trades)
    words = ["工作日" if works else "非工作日", "交易日" if trades else "休市"]
    if trading.exceptions.get(day) is DayKind.NO_NIGHT:
        mark = "无夜"
        words.append("无夜盘")
    said = {notes[which][day].note for which in Which if day in notes[which]} - {""}
    return Cell(day, tone, mark, f"{told(day)}{'，'.join(words)}{'：' if said else ''}{'、'.join(sorted(said))}")


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
