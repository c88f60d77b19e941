"""A year is loaded, a day changed, a night taken out: by two persons and with a source."""

from datetime import date

import pytest
from sqlalchemy import func, select

from docsys.audit.models import AuditRow
from docsys.calendars import actions, notices, queries, rules
from docsys.calendars.models import DAYS, CalendarYear, TradingDay
from docsys.calendars.rules import DayKind, Which
from docsys.calendars.seed import seed, shipped
from docsys.errors import Forbidden, InvalidInput
from docsys.people import confirmations
from docsys.people.confirmations import AlreadyWaiting, SamePerson
from tests.calendars.factories import NOTICE_2027, at
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-2.3.3-1")]
SOURCE = "国办发明电〔2026〕9 号"


def day(words):
    return date.fromisoformat(words)


def ask(session, people, text=NOTICE_2027, *, which=Which.WORKING, year=2027, source=SOURCE, actor=None):
    notice = notices.read(which, year, text)
    return actions.request_import(session, notice, source, actor=actor or people.admin, now=NOW)


def ask_day(session, people, on, kind, *, which=Which.TRADING, note="台风", source="上期所公告", actor=None):
    who = actor or people.admin
    return actions.request_day(session, which, day(on), kind, note=note, source=source, actor=who, now=NOW)


def confirm(session, asked, actor):
    return confirmations.decide(session, asked.id, actor, NOW, accept=True)


def exceptions(session, which, year):
    found = queries.load(session, which).exceptions
    return {str(day): kind.value for day, kind in sorted(found.items()) if day.year == year}


def test_the_seed_is_the_shipped_files_and_writes_nothing_twice(session, people):
    seed(session, NOW)

    for which in Which:
        rows = {row["day"]: DayKind(row["kind"]) for row in shipped(which)}
        assert queries.load(session, which) == rules.Calendar(which, frozenset(range(2004, 2027)), rows)


def test_the_seed_leaves_what_was_changed(session, people):
    confirm(session, ask_day(session, people, "2026-11-25", DayKind.NO_NIGHT), people.second)

    seed(session, NOW)

    assert queries.load(session, Which.TRADING).exceptions[day("2026-11-25")] is DayKind.NO_NIGHT


def test_a_year_is_loaded_by_two_persons(session, people, heard):
    asked = ask(session, people)
    assert asked.title == f"导入 2027 年工作日日历：放假 6 天、上班 1 天（来源：{SOURCE}）"
    assert queries.load(session, Which.WORKING).is_provisional(2027)

    confirm(session, asked, people.wgb)

    assert exceptions(session, Which.WORKING, 2027) == {
        "2027-01-01": "off",
        **{f"2027-02-{number:02}": "off" for number in (5, 8, 9, 10, 11)},
        "2027-02-14": "work",
    }
    row = queries.years(session)[Which.WORKING][2027]
    assert (row.source, row.requested_by, row.confirmed_by, row.loaded_at) == (SOURCE, "孙立", "马骏", NOW)
    assert queries.days_of(session, Which.WORKING, 2027)[day("2027-02-14")].note == "春节调休"
    written = session.scalars(select(AuditRow).where(AuditRow.act == "calendar.import")).one()
    assert (written.subject, written.detail) == (
        "工作日日历 2027",
        {"year": 2027, "days": 7, "source": SOURCE, "requested_by": "孙立", "calendar": "工作日"},
    )
    assert heard == [("working", 2027)]


def test_what_was_provisional_is_settled_by_the_import(session, people):
    before = rules.due_day(queries.load(session, Which.WORKING), day("2026-12-30"), 2)
    confirm(session, ask(session, people), people.second)

    after = rules.due_day(queries.load(session, Which.WORKING), day("2026-12-30"), 2)

    assert (before.label, after.label) == ("2027-01-01（暂定）", "2027-01-04")


def test_loading_a_year_again_replaces_it_but_for_nights_that_two_persons_took_out(session, people):
    confirm(session, ask_day(session, people, "2026-09-30", DayKind.NO_NIGHT), people.second)
    text = "元旦：2026年1月1日休市。国庆节：10月1日至10月2日休市。"

    asked = ask(session, people, text, which=Which.TRADING, year=2026)
    confirm(session, asked, people.second)

    assert asked.title.endswith("，替换已导入的内容")
    assert exceptions(session, Which.TRADING, 2026) == {
        "2026-01-01": "closed",
        "2026-09-30": "no_night",
        "2026-10-01": "closed",
        "2026-10-02": "closed",
    }
    assert queries.days_of(session, Which.TRADING, 2026)[day("2026-09-30")].source == "上期所公告"


def test_a_day_that_the_notice_closes_has_no_night_to_take_out(session, people):
    confirm(session, ask_day(session, people, "2026-09-30", DayKind.NO_NIGHT), people.second)

    confirm(session, ask(session, people, "9月30日休市。", which=Which.TRADING, year=2026), people.second)

    assert exceptions(session, Which.TRADING, 2026) == {"2026-09-30": "closed"}


def test_a_notice_reaches_back_into_a_loaded_year(session, people, heard):
    asked = ask(session, people, "元旦：2027年1月1日放假。2026年12月27日（周日）上班。")
    confirm(session, asked, people.second)

    found = queries.days_of(session, Which.WORKING, 2026)[day("2026-12-27")]
    assert (found.kind, found.source, found.confirmed_by) == ("work", SOURCE, "周宁")
    assert heard == [("working", 2026), ("working", 2027)]


def test_a_notice_does_not_reach_into_a_year_that_is_not_loaded(session, people):
    with pytest.raises(InvalidInput) as refused:
        ask(session, people, "元旦：1月1日放假。\n2028年1月3日（周一）放假。")

    assert refused.value.fields == {
        "text": ["第 2 行：2028-01-03（周一）属于 2028 年，该年尚未导入，请随该年的通知导入。"]
    }


def test_lines_that_cannot_be_read_forbid_the_whole_import(session, people):
    with pytest.raises(InvalidInput) as refused:
        ask(session, people, "元旦：1月1日（周四）放假。")

    assert refused.value.fields["text"] == [
        "第 1 行：2027-01-01（周五），写的是“周四”。请核对；若属另一年，请写明年份。"
    ]


@pytest.mark.parametrize("source", ["", "  ", "文" * 201])
def test_a_source_is_always_named(session, people, source):
    wanted = {"source": ["请写明来源（文号或公告名称），不超过 200 字。"]}
    with pytest.raises(InvalidInput) as refused:
        ask(session, people, source=source)
    assert refused.value.fields == wanted
    with pytest.raises(InvalidInput) as refused:
        ask_day(session, people, "2026-11-25", DayKind.CLOSED, source=source)
    assert refused.value.fields == wanted


def test_only_a_system_administrator_asks(session, people):
    for actor in (people.staff, people.wgb):
        with pytest.raises(Forbidden):
            ask(session, people, actor=actor)
        with pytest.raises(Forbidden):
            ask_day(session, people, "2026-11-25", DayKind.CLOSED, actor=actor)


def test_nobody_confirms_what_he_asked_for_and_nothing_is_asked_twice(session, people):
    asked = ask(session, people)

    with pytest.raises(SamePerson):
        confirm(session, asked, people.admin)
    with pytest.raises(AlreadyWaiting):
        ask(session, people)
    assert queries.waiting(session) == [asked]


def test_a_no_loads_nothing(session, people, heard):
    asked = ask(session, people)

    confirmations.decide(session, asked.id, people.second, NOW, accept=False, remark="文号不对")

    assert queries.load(session, Which.WORKING).is_provisional(2027)
    assert (heard, queries.waiting(session)) == ([], [])


def test_a_night_is_taken_out_by_two_persons_and_put_back_by_two(session, people, heard):
    window = (at("2026-11-25 22:00"), at("2026-11-25 23:00"))
    asked = ask_day(session, people, "2026-11-25", DayKind.NO_NIGHT)
    assert asked.title == "交易日日历 2026-11-25（周三）改为“无夜盘”：台风（来源：上期所公告）"
    assert len(rules.window_conflicts(queries.load(session, Which.TRADING), *window)) == 1

    confirm(session, asked, people.second)

    assert rules.window_conflicts(queries.load(session, Which.TRADING), *window) == ()
    row = session.scalars(select(TradingDay).where(TradingDay.day == day("2026-11-25"))).one()
    assert (row.note, row.source, row.requested_by, row.confirmed_by) == ("台风", "上期所公告", "孙立", "周宁")

    confirm(session, ask_day(session, people, "2026-11-25", None, note="恢复夜盘"), people.wgb)

    assert len(rules.window_conflicts(queries.load(session, Which.TRADING), *window)) == 1
    assert heard == [("trading", 2026), ("trading", 2026)]
    details = session.scalars(
        select(AuditRow.detail).where(AuditRow.act == "calendar.change_day").order_by(AuditRow.id)
    )
    assert [detail["after"] for detail in details] == ["无夜盘", "恢复为周一至周五的常规"]


@pytest.mark.parametrize(
    ("on", "kind", "note", "fields"),
    [
        ("2026-11-28", DayKind.CLOSED, "x", {"kind": ["2026-11-28（周六）本来就不是交易日，不必写“休市”。"]}),
        ("2026-10-01", DayKind.CLOSED, "x", {"kind": ["2026-10-01（周四）已经如此，不必更改。"]}),
        ("2026-11-25", None, "x", {"kind": ["2026-11-25（周三）已经如此，不必更改。"]}),
        ("2026-11-25", DayKind.CLOSED, " ", {"note": ["请写明原因，不超过 200 字。"]}),
    ],
)
def test_a_day_that_cannot_be_changed_so(session, people, on, kind, note, fields):
    with pytest.raises(InvalidInput) as refused:
        ask_day(session, people, on, kind, note=note)

    assert refused.value.fields == fields


def test_a_day_of_a_year_that_is_not_loaded_is_not_changed_alone(session, people):
    with pytest.raises(rules.YearMissing):
        ask_day(session, people, "2027-01-04", DayKind.CLOSED)


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        ("2026-10-31", []),
        ("2026-11-01", [(2027, "trading")]),
        ("2027-05-05", [(2027, "trading")]),
    ],
)
def test_what_is_missing_by_now(session, people, today, missing):
    confirm(session, ask(session, people), people.second)

    assert [(year, which.value) for year, which in queries.missing(session, day(today))] == missing


def test_a_rebuilt_table_of_an_unknown_year_is_not_read(session, people):
    """Days without their year are no knowledge: the calendar stays provisional there."""
    session.add(TradingDay(day=day("2030-01-01"), kind="closed"))
    session.flush()

    assert day("2030-01-01") not in queries.load(session, Which.TRADING).exceptions
    counts = [session.scalar(select(func.count()).select_from(DAYS[which])) for which in Which]
    assert counts == [558, 416]
    assert session.scalar(select(func.count()).select_from(CalendarYear)) == 46
