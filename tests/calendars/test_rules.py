"""Days that count and hours that are closed: the dates of G1 and G12, and what lies around them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsys.calendars import rules
from docsys.calendars.rules import Counting, DayKind, Due, SessionKind, TradingSession, Which
from tests.calendars.factories import at, by_the_minute, official

WORKING, TRADING = official(Which.WORKING), official(Which.TRADING)
DAY, NIGHT = SessionKind.DAY, SessionKind.NIGHT


def day(words):
    return date.fromisoformat(words)


def met(start, end, calendar=TRADING):
    """Which sessions an interval meets, as (day, kind)."""
    return [(str(one.day), one.kind) for one in rules.window_conflicts(calendar, at(start), at(end))]


# G1 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.2-3")
@pytest.mark.parametrize(
    ("submitted", "earliest"),
    [
        ("2026-11-23", "2026-11-26"),  # a Monday: Thursday
        ("2026-11-25", "2026-11-30"),  # a Wednesday: over the weekend to Monday
        ("2026-11-22", "2026-11-25"),  # a Sunday: Wednesday
        ("2026-11-21", "2026-11-25"),  # a Saturday: the same
        ("2026-11-26", "2026-12-01"),
        ("2026-11-27", "2026-12-02"),
        ("2026-09-17", "2026-09-21"),  # the make-up Sunday 20 September counts
        ("2026-09-18", "2026-09-22"),
        ("2026-09-22", "2026-09-28"),  # the eve of the eve of 中秋
        ("2026-09-30", "2026-10-10"),  # 国庆 of seven days; the make-up Saturday is the third
        ("2026-10-03", "2026-10-10"),  # submitted within the holiday
        ("2026-10-09", "2026-10-13"),
        ("2026-10-10", "2026-10-14"),  # submitted on a make-up Saturday, which itself does not count
        ("2026-02-13", "2026-02-25"),  # 春节 of 2026: the make-up Saturday 14 counts, then 24 and 25
        ("2026-02-14", "2026-02-26"),
        ("2026-02-27", "2026-03-03"),
        ("2025-12-29", "2026-01-04"),  # over the year's end; Sunday 4 January is made up
        ("2025-12-31", "2026-01-06"),
        ("2026-04-03", "2026-04-09"),
        ("2026-04-30", "2026-05-08"),
        ("2005-12-30", "2006-01-05"),  # the Saturday 2005-12-31 that one source lacks
        ("2024-02-08", "2024-02-19"),  # 除夕 2024 was worked, though not traded; 18 made up
    ],
)
def test_the_third_working_day_after_the_submission(submitted, earliest):
    found = rules.earliest_start(WORKING, day(submitted))

    assert str(found) == earliest
    rules.require_lead(WORKING, day(submitted), found)
    with pytest.raises(rules.LeadTooShort):
        rules.require_lead(WORKING, day(submitted), found - timedelta(days=1))


@pytest.mark.rule("R-15.6.2-3")
def test_a_lead_too_short_names_the_earliest_day_and_the_article():
    with pytest.raises(rules.LeadTooShort) as refused:
        rules.require_lead(WORKING, day("2026-11-25"), day("2026-11-28"))

    assert refused.value.sentence == (
        "不符合 15.6.2（三）：一级变更应提前 3 个工作日提交：2026-11-25（周三）提交的，"
        "计划开始日期最早为 2026-11-30（周一），现为 2026-11-28（周六）。请推后计划时间。"
    )


@pytest.mark.parametrize(
    ("submitted", "counting", "earliest"),
    [
        ("2026-11-23", Counting.STRICT, "2026-11-27"),
        ("2026-11-23", Counting.LENIENT, "2026-11-25"),
        ("2026-11-22", Counting.LENIENT, "2026-11-25"),
        ("2026-11-21", Counting.STRICT, "2026-11-26"),
    ],
)
def test_the_other_ways_to_count(submitted, counting, earliest):
    assert str(rules.earliest_start(WORKING, day(submitted), counting=counting)) == earliest


@pytest.mark.rule("R-15.6.2-3")
@pytest.mark.parametrize("submitted", ["2026-12-29", "2026-12-31", "2027-01-05", "2003-12-30"])
def test_a_year_that_is_not_loaded_is_refused_by_name(submitted):
    year = "2003" if submitted < "2004" else "2027"

    with pytest.raises(rules.YearMissing) as refused:
        rules.require_lead(WORKING, day(submitted), day("2027-02-01"))

    assert refused.value.sentence == (
        f"不符合 15.6.2（三）：{year} 年的工作日日历尚未导入，无法核算，也不作推测。"
        "请系统管理员在“系统—日历”中导入该年的安排后再办理。"
    )
    assert refused.value.data["year"] == int(year)


def test_the_last_days_of_a_loaded_year_are_still_counted():
    assert rules.earliest_start(WORKING, day("2026-12-28")) == day("2026-12-31")
    rules.require_lead(WORKING, day("2026-12-28"), day("2027-01-02"))


def test_counting_no_day_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="at least one"):
        rules.working_day_after(WORKING, day("2026-11-23"), 0)


def test_one_day_of_lead_that_counts_the_submission_day_is_that_day():
    found = rules.earliest_start(WORKING, day("2026-11-23"), days=1, counting=Counting.LENIENT)

    assert found == day("2026-11-23")


def test_the_last_working_day_up_to_a_day():
    found = [str(rules.last_working_day(WORKING, day(one))) for one in ("2026-10-07", "2026-11-23", "2026-11-22")]

    assert found == ["2026-09-30", "2026-11-23", "2026-11-20"]


# due dates ---------------------------------------------------------------------------------------------------------


def test_a_due_day_in_a_missing_year_is_provisional_and_says_so():
    due = rules.due_day(WORKING, day("2026-12-30"), 5)

    assert due == Due(day("2027-01-06"), provisional=True)
    assert (due.label, rules.due_day(WORKING, day("2026-09-30"), 2).label) == ("2027-01-06（暂定）", "2026-10-09")


def test_a_due_day_is_computed_again_when_the_year_comes():
    loaded = replace(
        WORKING, years=WORKING.years | {2027}, exceptions={**WORKING.exceptions, day("2027-01-01"): DayKind.OFF}
    )

    assert rules.due_day(loaded, day("2026-12-30"), 5) == Due(day("2027-01-07"), provisional=False)


@given(st.dates(day("2004-01-01"), day("2026-11-15")), st.integers(1, 12))
def test_exactly_so_many_working_days_lie_behind_the_day_found(start, count):
    found = rules.working_day_after(WORKING, start, count)

    passed = [start + timedelta(days=at) for at in range(1, (found - start).days + 1)]
    assert (sum(map(WORKING.is_open, passed)), WORKING.is_open(found)) == (count, True)
    assert rules.due_day(WORKING, start, count) == Due(found, provisional=False)


# G12 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.4-4")
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-23 16:00", "2026-11-23 20:59"),
        ("2026-11-23 16:00", "2026-11-23 21:00"),  # the end is not part of it
        ("2026-11-28 02:30", "2026-11-28 08:00"),  # Saturday, after Friday's night
        ("2026-11-28 02:30", "2026-11-30 08:30"),  # the whole weekend
        ("2026-11-22 22:00", "2026-11-23 00:30"),  # Sunday is no trading day, so its night is free
        ("2026-11-23 00:30", "2026-11-23 02:00"),
        ("2026-11-23 08:00", "2026-11-23 08:30"),
        ("2026-11-24 02:30", "2026-11-24 08:30"),
        ("2026-11-24 02:30", "2026-11-24 02:31"),
        ("2026-10-01 08:30", "2026-10-01 16:00"),  # a weekday closed
        ("2026-10-01 02:30", "2026-10-08 08:30"),  # all of 国庆
        ("2026-10-10 08:30", "2026-10-10 16:00"),  # a make-up Saturday is worked, not traded
        ("2026-09-20 09:00", "2026-09-20 23:00"),  # a make-up Sunday
        ("2026-09-21 00:00", "2026-09-21 02:30"),
        ("2026-02-14 09:00", "2026-02-14 22:00"),
        ("2026-02-16 21:00", "2026-02-17 02:30"),  # nights within 春节
        ("2026-02-24 00:00", "2026-02-24 08:30"),  # the last night of the holiday
        ("2024-02-09 09:00", "2024-02-09 15:00"),  # 除夕 2024: worked, not traded
        ("2026-01-01 02:30", "2026-01-01 23:59"),
        ("2026-01-02 09:00", "2026-01-05 08:30"),
        ("2026-12-31 16:00", "2026-12-31 21:00"),  # the last free hours that are known
        ("2004-01-01 03:00", "2004-01-01 04:00"),  # 2003 does not matter after 02:30
        ("2026-11-23 12:00", "2026-11-23 12:00"),  # an interval of nothing
    ],
)
def test_hours_outside_trading_are_free(start, end):
    assert met(start, end) == []
    rules.require_window(TRADING, at(start), at(end))


@pytest.mark.rule("R-15.6.4-4")
@pytest.mark.parametrize(
    ("start", "end", "sessions"),
    [
        ("2026-11-23 20:30", "2026-11-23 21:30", [("2026-11-23", NIGHT)]),
        ("2026-11-28 01:00", "2026-11-28 02:00", [("2026-11-27", NIGHT)]),
        ("2026-11-28 02:29", "2026-11-28 02:31", [("2026-11-27", NIGHT)]),
        ("2026-11-23 08:00", "2026-11-23 08:31", [("2026-11-23", DAY)]),
        ("2026-11-23 15:59", "2026-11-23 16:01", [("2026-11-23", DAY)]),
        ("2026-11-23 10:00", "2026-11-23 10:01", [("2026-11-23", DAY)]),
        ("2026-11-23 12:00", "2026-11-23 12:30", [("2026-11-23", DAY)]),  # no break at noon
        ("2026-11-23 20:59", "2026-11-23 21:01", [("2026-11-23", NIGHT)]),
        ("2026-11-23 23:59", "2026-11-24 00:00", [("2026-11-23", NIGHT)]),
        ("2026-11-24 00:00", "2026-11-24 00:01", [("2026-11-23", NIGHT)]),
        ("2026-11-24 02:00", "2026-11-24 09:00", [("2026-11-23", NIGHT), ("2026-11-24", DAY)]),
        ("2026-11-23 16:00", "2026-11-24 02:30", [("2026-11-23", NIGHT)]),
        ("2026-11-27 16:00", "2026-11-30 09:00", [("2026-11-27", NIGHT), ("2026-11-30", DAY)]),
        ("2026-09-30 21:00", "2026-09-30 22:00", [("2026-09-30", NIGHT)]),  # a night before a holiday is one too
        ("2026-10-01 00:00", "2026-10-01 02:00", [("2026-09-30", NIGHT)]),
        ("2026-02-14 01:00", "2026-02-14 02:00", [("2026-02-13", NIGHT)]),
        ("2026-10-08 08:00", "2026-10-08 09:00", [("2026-10-08", DAY)]),
        ("2026-12-31 21:00", "2026-12-31 23:59", [("2026-12-31", NIGHT)]),
        ("2025-12-31 23:00", "2026-01-01 03:00", [("2025-12-31", NIGHT)]),  # over the year's end
        ("2026-01-01 01:00", "2026-01-01 02:00", [("2025-12-31", NIGHT)]),
        ("2024-02-09 01:00", "2024-02-09 02:00", [("2024-02-08", NIGHT)]),
    ],
)
def test_hours_that_meet_a_session_name_it(start, end, sessions):
    assert met(start, end) == sessions
    with pytest.raises(rules.WindowClosed) as refused:
        rules.require_window(TRADING, at(start), at(end))
    assert refused.value.data["conflicts"] == rules.window_conflicts(TRADING, at(start), at(end))


@pytest.mark.rule("R-15.6.4-4")
def test_the_refusal_says_which_session_of_which_trading_day():
    with pytest.raises(rules.WindowClosed) as refused:
        rules.require_window(TRADING, at("2026-11-28 01:00"), at("2026-11-30 09:00"))

    assert refused.value.sentence == (
        "不符合 15.6.4（四）：变更实施时间应在非交易时间：计划时间与交易日 2026-11-27（周五）的夜盘时段 21:00 至次日 02:30；"
        "交易日 2026-11-30（周一）的日盘时段 08:30 至 16:00重叠。请改到交易时间以外，或写明理由申请例外。"
    )


def test_a_long_interval_names_the_first_sessions_and_how_many_there_are():
    with pytest.raises(rules.WindowClosed) as refused:
        rules.require_window(TRADING, at("2026-11-23 00:00"), at("2026-11-28 00:00"))

    assert "等 10 个时段重叠" in refused.value.sentence


@pytest.mark.rule("R-15.6.4-4")
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2027-01-01 01:00", "2027-01-01 02:00"),
        ("2027-01-04 18:00", "2027-01-04 19:00"),
        ("2026-12-31 20:00", "2027-01-01 00:01"),
        ("2027-06-05 10:00", "2027-06-05 11:00"),  # a Saturday, but nobody knows
        ("2004-01-01 02:00", "2004-01-01 02:10"),  # the night of 2003-12-31
    ],
)
def test_a_window_in_a_year_that_is_not_loaded_is_refused_by_name(start, end):
    year = 2003 if start < "2005" else 2027

    with pytest.raises(rules.YearMissing) as refused:
        rules.require_window(TRADING, at(start), at(end))

    assert refused.value.sentence.startswith(f"不符合 15.6.4（四）：{year} 年的交易日日历尚未导入")


def test_a_night_that_two_persons_took_out_is_free_and_its_day_is_not():
    without = replace(TRADING, exceptions={**TRADING.exceptions, day("2026-09-30"): DayKind.NO_NIGHT})

    assert met("2026-09-30 21:00", "2026-10-01 02:30", without) == []
    assert met("2026-09-30 15:00", "2026-10-01 02:30", without) == [("2026-09-30", DAY)]


def test_the_clock_of_the_caller_does_not_matter():
    """01:30 in London is 09:30 in Shanghai."""
    start = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)

    found = rules.window_conflicts(TRADING, start, start + timedelta(minutes=1))

    assert found == (TradingSession(day("2026-11-23"), DAY),)


@pytest.mark.rule("R-15.6.4-4")
@given(
    st.datetimes(datetime(2004, 1, 2), datetime(2026, 12, 28)),  # noqa: DTZ001 - given its zone below
    st.one_of(st.integers(0, 200), st.integers(0, 4000)),
    st.dates(day("2004-01-02"), day("2026-12-31")),
)
def test_a_window_is_refused_exactly_when_one_of_its_minutes_is_traded(start, minutes, without_night):
    start = at(str(start.replace(second=0, microsecond=0)))
    nights = {without_night: DayKind.NO_NIGHT} if TRADING.is_open(without_night) else {}
    calendar = replace(TRADING, exceptions={**TRADING.exceptions, **nights})

    found = rules.window_conflicts(calendar, start, start + timedelta(minutes=minutes))

    assert {(one.day, one.kind) for one in found} == by_the_minute(calendar, start, minutes)
    assert list(found) == sorted(found, key=lambda one: one.start)


# years and days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        ("2026-10-31", (2026,)),
        ("2026-11-01", (2026, 2027)),
        ("2026-12-31", (2026, 2027)),
        ("2027-01-01", (2027,)),
    ],
)
def test_the_next_year_is_wanted_from_the_first_of_november(today, wanted):
    assert rules.years_wanted(day(today)) == wanted


@pytest.mark.parametrize(
    ("which", "on", "kind", "why_not"),
    [
        (Which.WORKING, "2026-11-23", DayKind.OFF, ""),
        (Which.WORKING, "2026-11-28", DayKind.WORK, ""),
        (Which.TRADING, "2026-11-23", DayKind.NO_NIGHT, ""),
        (Which.TRADING, "2026-11-23", None, ""),
        (Which.WORKING, "2026-11-23", DayKind.CLOSED, "工作日日历不能写“休市”，可写放假、上班。"),
        (Which.TRADING, "2026-11-28", DayKind.WORK, "交易日日历不能写“上班”，可写休市、无夜盘。"),
        (Which.TRADING, "2026-11-28", DayKind.CLOSED, "2026-11-28（周六）本来就不是交易日，不必写“休市”。"),
        (Which.TRADING, "2026-11-28", DayKind.NO_NIGHT, "2026-11-28（周六）本来就不是交易日，不必写“无夜盘”。"),
        (Which.WORKING, "2026-11-23", DayKind.WORK, "2026-11-23（周一）本来就是工作日，不必写“上班”。"),
    ],
)
def test_what_a_day_may_become(which, on, kind, why_not):
    assert rules.check_day(which, day(on), kind) == why_not


def test_the_official_days_of_a_year_that_everybody_remembers():
    """2020: 春节 was made longer by decree; 2026: 248 working days, 242 trading days."""
    assert [str(one) for one in (day("2020-01-31"), day("2020-02-03")) if WORKING.is_open(one)] == ["2020-02-03"]
    year = [day("2026-01-01") + timedelta(days=at) for at in range(365)]
    assert (sum(map(WORKING.is_open, year)), sum(map(TRADING.is_open, year))) == (248, 242)


def test_nothing_is_traded_on_a_day_that_is_not_worked():
    days = [day("2004-01-01") + timedelta(days=at) for at in range(8401)]

    assert [one for one in days if TRADING.is_open(one) and not WORKING.is_open(one)] == []
    extra = [str(one) for one in days if WORKING.is_open(one) and one.weekday() < 5 and not TRADING.is_open(one)]
    assert extra == [
        *("2004-01-19", "2004-01-20", "2004-01-21", "2005-02-07", "2005-02-08", "2006-01-26", "2006-01-27"),
        "2024-02-09",
    ]
