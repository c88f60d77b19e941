"""What can be asked: a calendar whole, what is missing, what waits for its second person."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.calendars.models import DAYS, CalendarYear, DayRow
from docsys.calendars.rules import Calendar, DayKind, Which, check_day, told, years_wanted
from docsys.people.models import Confirmation

IMPORT, CHANGE = "calendar.import", "calendar.change_day"


def load(session: Session, which: Which) -> Calendar:
    """The calendar as the pure functions of `rules` take it: two statements, some hundred short rows."""
    table = DAYS[which]
    years = frozenset(session.scalars(select(CalendarYear.year).where(CalendarYear.which == which)))
    days = session.execute(select(table.day, table.kind)).all()
    return Calendar(which, years, {day: DayKind(kind) for day, kind in days if day.year in years})


def years(session: Session) -> Mapping[Which, Mapping[int, CalendarYear]]:
    """The years that are loaded, of both calendars."""
    found: dict[Which, dict[int, CalendarYear]] = {which: {} for which in Which}
    for row in session.scalars(select(CalendarYear).order_by(CalendarYear.year)):
        found[Which(row.which)][row.year] = row
    return found


def days_of(session: Session, which: Which, year: int) -> Mapping[date, DayRow]:
    """The days of a year that differ from Monday to Friday, with their notes."""
    table = DAYS[which]
    within = table.day.between(date(year, 1, 1), date(year, 12, 31))
    rows: list[DayRow] = list(session.scalars(select(table).where(within).order_by(table.day)))
    return {row.day: row for row in rows}


def missing(session: Session, today: date) -> tuple[tuple[int, Which], ...]:
    """Which years of which calendar should be loaded by now and are not; one statement, for each page asks it."""
    wanted = years_wanted(today)
    rows = session.execute(select(CalendarYear.year, CalendarYear.which).where(CalendarYear.year.in_(wanted))).all()
    loaded = {(year, Which(which)) for year, which in rows}
    return tuple((year, which) for year in wanted for which in Which if (year, which) not in loaded)


def waiting(session: Session) -> list[Confirmation]:
    """What somebody asked for and nobody decided yet."""
    mine = (Confirmation.kind.in_((IMPORT, CHANGE)), Confirmation.decided_at.is_(None))
    return list(session.scalars(select(Confirmation).where(*mine).order_by(Confirmation.id)))


def findings(session: Session, today: date) -> list[str]:
    """What is wrong with the calendars, a sentence each: years that are missing, days that cannot be."""
    books = {which: load(session, which) for which in Which}
    said = [f"{year} 年的{which.label}日历尚未导入。" for year, which in missing(session, today)]
    said += [
        why_not
        for which, book in books.items()
        for day, kind in sorted(book.exceptions.items())
        if (why_not := check_day(which, day, kind))
    ]
    working, trading = books[Which.WORKING], books[Which.TRADING]
    return said + [
        f"{told(day)}放假，但交易日历没有休市。"
        for day, kind in sorted(working.exceptions.items())
        if kind is DayKind.OFF and day.year in trading.years and trading.is_open(day)
    ]
