"""What is missing of what must be kept day by day, month by month, year by year. Pure: plain values, no clock."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from docsys.people.rules import Role

DAY = timedelta(days=1)
LOOKS_BACK = 3
"""Months before that of the day asked about; the page and the card look equally far unless somebody says otherwise."""
MONTH = re.compile(r"(20\d\d)\s*[-./年]\s*(1[0-2]|0?[1-9])(?!\d)")
YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True)
class Duty:
    """Something that must be there: the form it is kept in, its article, and the roles that answer for it."""

    code: str
    label: str
    article: str
    answers: tuple[Role, ...]


DUTIES: Mapping[str, Duty] = {
    one.code: one
    for one in (
        Duty("ZJ", "值班记录", "9.4.4", (Role.DUTY_LEAD,)),
        Duty("ZB", "值班表", "9.3.9", (Role.DUTY_LEAD,)),
        Duty("YB", "月报年报", "2.2.3", (Role.CHG_DESK, Role.DUTY_LEAD)),
        Duty("WH", "设施维护", "10.6.1", (Role.ROOMADMIN,)),
        Duty("PX", "培训计划", "2.3.2", (Role.LEADER,)),
        Duty("GP", "供应商服务报告", "6.3.1", (Role.LEADER, Role.CFGADMIN)),
    )
}


@dataclass(frozen=True)
class Gap:
    """One thing that is missing in one unit, since which day it should be there."""

    code: str
    unit_id: int
    subject: str
    due_on: date
    note: str

    @property
    def duty(self) -> Duty:
        return DUTIES[self.code]


@dataclass(frozen=True)
class Month:
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    def plus(self, months: int) -> "Month":
        whole = self.year * 12 + self.number - 1 + months
        return Month(whole // 12, whole % 12 + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)


@dataclass(frozen=True)
class Maintained:
    """What the latest row says of a facility; `next_on` is empty for one that is out of use."""

    unit_id: int
    facility: str
    room: str
    done_on: date
    next_on: date | None


@dataclass(frozen=True)
class Supplier:
    unit_id: int
    number: str
    name: str
    since: date | None


def month_of(text: str) -> Month | None:
    """The month that somebody wrote: 2026-11, 2026年11月, 2026 年 3 月."""
    found = MONTH.search(text)
    return Month(int(found[1]), int(found[2])) if found else None


def year_of(text: str) -> int | None:
    found = YEAR.search(text)
    return int(found[0]) if found else None


def month_at(day: date) -> Month:
    return Month(day.year, day.month)


def looks_from(as_of: date) -> date:
    """The day from which what is missing is counted, unless somebody says otherwise."""
    return month_at(as_of).plus(-LOOKS_BACK).first


def months_between(first: Month, last: Month) -> Iterator[Month]:
    while str(first) <= str(last):
        yield first
        first = first.plus(1)


def roster_until(as_of: date) -> Month:
    """The last month whose roster must be there: on the last day of a month that of the next (9.3.9)."""
    return month_at(as_of + DAY)


def log_gaps(unit_id: int, kept: Collection[date], since: date, as_of: date) -> list[Gap]:
    """Days before `as_of` without a log, those that follow each other as one."""
    days = (since + DAY * number for number in range((as_of - since).days))
    return [
        Gap(
            "ZJ", unit_id, f"{first}" if first == last else f"{first} 至 {last}", first, f"{(last - first).days + 1} 天"
        )
        for first, last in _runs([day for day in days if day not in kept])
    ]


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """First and last day of each unbroken run."""
    if not days:
        return
    first = days[0]
    for one, following in pairwise(days):
        if following - one > DAY:
            yield first, one
            first = following
    yield first, days[-1]


def roster_gaps(unit_id: int, kept: Collection[Month], since: Month, as_of: date) -> list[Gap]:
    """Months without a roster, due on the last day of the month before."""
    missing = (month for month in months_between(since, roster_until(as_of)) if month not in kept)
    return [
        Gap("ZB", unit_id, str(month), month.first - DAY, _of_roster(month.first - DAY, as_of)) for month in missing
    ]


def _of_roster(due_on: date, as_of: date) -> str:
    return "今日须排定，否则明日起无人值班" if due_on == as_of else late(due_on, as_of)


def report_gaps(unit_id: int, kept: Collection[Month], since: Month, as_of: date) -> list[Gap]:
    """Months that are over without their report."""
    missing = (month for month in months_between(since, month_at(as_of).plus(-1)) if month not in kept)
    return [_since("YB", unit_id, f"{month} 月报", month.plus(1).first, as_of) for month in missing]


def yearly_report_gaps(unit_id: int, kept: Collection[int], first: int, as_of: date) -> list[Gap]:
    """The year that is over without its report, where reports were kept in it."""
    year = as_of.year - 1
    is_missing = first <= year and year not in kept
    return [_since("YB", unit_id, f"{year} 年报", date(as_of.year, 1, 1), as_of)] if is_missing else []


def maintenance_gaps(latest: Collection[Maintained], as_of: date) -> list[Gap]:
    """Facilities past the day on which they were to be maintained again."""
    return [
        Gap(
            "WH",
            one.unit_id,
            f"{one.facility}（{one.room}）",
            one.next_on,
            f"{late(one.next_on, as_of)}，上次维护 {one.done_on}",
        )
        for one in latest
        if one.next_on and one.next_on < as_of
    ]


def training_gaps(units: Collection[int], planned: Collection[tuple[int, int]], as_of: date) -> list[Gap]:
    """Units without a plan for the year; `planned` are pairs of unit and year."""
    missing = (unit for unit in units if (unit, as_of.year) not in planned)
    return [Gap("PX", unit, f"{as_of.year} 年度", date(as_of.year, 1, 1), "本年度没有培训计划") for unit in missing]


def supplier_gaps(suppliers: Collection[Supplier], reported: Collection[tuple[str, int]], as_of: date) -> list[Gap]:
    """Suppliers that served last year and of whom there is no report for it; `reported` are pairs of number and year."""
    year = as_of.year - 1
    return [
        _since("GP", one.unit_id, f"{one.name}（{one.number}）{year} 年度", date(as_of.year, 1, 1), as_of)
        for one in suppliers
        if (one.since is None or one.since.year <= year) and (one.number, year) not in reported
    ]


def _since(code: str, unit_id: int, subject: str, due_on: date, as_of: date) -> Gap:
    return Gap(code, unit_id, subject, due_on, late(due_on, as_of))


def late(due_on: date, as_of: date) -> str:
    return f"已逾 {(as_of - due_on).days} 天"
