"""Makes docsys/calendars/data/*.csv out of published sources, and tells where they differ (docs/calendar-data.md).

Needs what the product does not: `pip install chinesecalendar holidays exchange_calendars pandas_market_calendars` into an
environment of its own, then `python tools/calendar_days.py` writes, `--check` only compares with what lies there.
"""

import csv
import io
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import exchange_calendars
import holidays
import pandas_market_calendars

DATA = Path(__file__).resolve().parent.parent / "docsys" / "calendars" / "data"
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利七十周年",
}
# Where the sources differ, what the notice itself says (国办发明电 2005 年 35 号): “12月31日（星期六）上班”.
SETTLED = {date(2005, 12, 31): (True, "元旦调休")}
SATURDAY = 5
Line = tuple[str, str, str]


def days() -> Iterator[date]:
    for at in range((LAST - FIRST).days + 1):
        yield FIRST + timedelta(days=at)


def is_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY


def working() -> tuple[list[Line], list[str]]:
    """By chinesecalendar; `holidays` is what it is compared with."""
    other = holidays.country_holidays("CN", years=range(FIRST.year, LAST.year + 1))
    lines, differences = [], []
    for day in days():
        worked = chinese_calendar.is_workday(day)
        if worked != other.is_working_day(day):
            differences.append(f"working {day}: chinesecalendar {worked}, holidays {not worked}")
        worked, settled = SETTLED.get(day, (worked, ""))
        if worked != is_weekday(day):
            lines.append((str(day), "work" if worked else "off", settled or note(day, worked=worked)))
    return lines, differences


def note(day: date, *, worked: bool) -> str:
    names = chinese_calendar.constants.workdays if worked else chinese_calendar.constants.holidays
    return NAMES[names[day]] + ("调休" if worked else "")


def trading() -> tuple[list[Line], list[str]]:
    """By exchange_calendars (XSHG); pandas_market_calendars (SSE, a list of its own) and holidays (XSHG) are compared."""
    first = {at.date() for at in exchange_calendars.get_calendar("XSHG", start=FIRST, end=LAST).sessions}
    second = {at.date() for at in pandas_market_calendars.get_calendar("SSE").valid_days(FIRST, LAST)}
    closed = holidays.financial_holidays("XSHG", years=range(FIRST.year, LAST.year + 1))
    third = {day for day in days() if is_weekday(day) and day not in closed}
    differences = [f"trading {day}: exchange_calendars {day in first}, SSE {day in second}" for day in first ^ second]
    differences += [
        f"trading {day}: exchange_calendars {day in first}, holidays {day in third}" for day in first ^ third
    ]
    differences += [f"trading {day}: a session on a weekend" for day in first if not is_weekday(day)]
    shut = [day for day in days() if is_weekday(day) and day not in first]
    return [(str(day), "closed", reason(day)) for day in shut], sorted(differences)


def reason(day: date) -> str:
    named = chinese_calendar.constants.holidays.get(day)
    return NAMES[named] if named else "春节前休市"


def written(lines: list[Line]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("date", "kind", "note"), *lines])
    return text.getvalue()


def main() -> int:
    stale = 0
    for name, (lines, differences) in {"working": working(), "trading": trading()}.items():
        path, text = DATA / f"{name}.csv", written(lines)
        print(f"{name}: {len(lines)} days differ from Monday to Friday; {len(differences)} differences between sources")
        print(*(f"  {difference}" for difference in differences), sep="\n")
        if "--check" in sys.argv:
            stale += path.read_text("utf-8") != text
        else:
            path.write_text(text, "utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main())
