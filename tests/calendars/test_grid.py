"""A year as cells: each kind of day has its colour and its sign, and what is not loaded is not drawn as known."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from docsys.calendars import grid
from docsys.calendars.rules import DayKind, Which
from tests.calendars.factories import official

WORKING, TRADING = official(Which.WORKING), official(Which.TRADING)


def cells(year, working=WORKING, trading=TRADING, notes=None):
    months = grid.year_of(year, working, trading, notes or {})
    return {str(cell.day): cell for month in months for week in month.weeks for cell in week if cell}


@pytest.mark.parametrize(
    ("day", "tone", "mark", "title"),
    [
        ("2026-11-23", "trading", "", "2026-11-23（周一）工作日，交易日"),
        ("2026-11-22", "weekend", "", "2026-11-22（周日）非工作日，休市"),
        ("2026-10-01", "off", "休", "2026-10-01（周四）非工作日，休市"),
        ("2026-10-10", "makeup", "班", "2026-10-10（周六）工作日，休市"),
        ("2024-02-09", "shut", "闭", "2024-02-09（周五）工作日，休市"),
    ],
)
def test_each_kind_of_day_has_its_colour_and_its_sign(day, tone, mark, title):
    found = cells(int(day[:4]))[day]

    assert (found.tone, found.mark, found.title) == (tone, mark, title)


def test_a_day_without_its_night_says_so_with_its_reason():
    without = replace(TRADING, exceptions={**TRADING.exceptions, date(2026, 9, 30): DayKind.NO_NIGHT})
    notes = {Which.TRADING: {date(2026, 9, 30): SimpleNamespace(note="台风")}}

    found = cells(2026, trading=without, notes=notes)["2026-09-30"]

    assert (found.tone, found.mark, found.title) == (
        "trading",
        "无夜",
        "2026-09-30（周三）工作日，交易日，无夜盘：台风",
    )


def test_a_market_open_on_a_holiday_is_seen():
    odd = replace(TRADING, exceptions={})

    assert (cells(2026, trading=odd)["2026-10-01"].tone, cells(2026, trading=odd)["2026-10-01"].mark) == (
        "trading",
        "市",
    )


def test_a_calendar_that_lacks_the_year_is_drawn_after_the_other_and_named():
    lacking = replace(TRADING, years=frozenset())
    worked = replace(WORKING, years=frozenset())

    first, second = cells(2026, trading=lacking), cells(2026, working=worked)

    assert (first["2026-10-01"].tone, first["2026-10-10"].tone, second["2026-10-01"].tone) == ("off", "makeup", "off")
    assert (first["2026-11-23"].tone, second["2026-11-23"].tone) == ("worked", "trading")
    assert first["2026-10-01"].title == "2026-10-01（周四）非工作日，交易日历未导入"
    assert second["2026-10-01"].title == "2026-10-01（周四）工作日历未导入，休市"


def test_months_run_from_monday_to_sunday():
    november = grid.year_of(2026, WORKING, TRADING, {})[10]

    assert (november.number, len(november.weeks)) == (11, 6)
    assert [cell and cell.day.day for cell in november.weeks[0]] == [None] * 6 + [1]
    assert [cell and cell.day.day for cell in november.weeks[-1]] == [30] + [None] * 6


def test_figures_of_a_year_are_nothing_where_it_is_not_loaded():
    assert grid.figures(2026, WORKING, TRADING) == grid.Figures(248, 6, 242, 242)
    assert grid.figures(2027, WORKING, TRADING) == grid.Figures(None, None, None, None)


def test_changes_of_a_day_and_of_a_year():
    one = grid.changed(TRADING, date(2026, 11, 25), DayKind.CLOSED)
    back = grid.changed(one, date(2026, 11, 25), None)
    year = grid.imported(WORKING, 2027, {date(2027, 1, 1): DayKind.OFF})

    assert grid.changes(TRADING, one) == (grid.Change(date(2026, 11, 25), "交易日", "休市"),)
    assert (grid.changes(one, back), back) == ((grid.Change(date(2026, 11, 25), "休市", "交易日"),), TRADING)
    assert grid.changes(WORKING, year) == (grid.Change(date(2027, 1, 1), "", "放假"),)


def test_an_import_that_drops_a_make_up_day_shows_the_weekend_again():
    kept = {day: kind for day, kind in WORKING.exceptions.items() if day.year == 2026 and day != date(2026, 10, 10)}

    found = grid.changes(WORKING, grid.imported(WORKING, 2026, kept))

    assert [(change.told, change.before, change.after) for change in found] == [("2026-10-10（周六）", "上班", "周末")]
