"""记录缺失 (report 15): what must be kept and nobody entered."""

import json
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from docsys.forms.shape import DRAFT
from docsys.people.actions import grants
from docsys.people.rules import Role
from docsys.records import actions
from docsys.records.actions import Typed
from docsys.records.commands import COMMANDS
from docsys.records.gaps import queries, rules
from docsys.records.gaps.rules import Maintained, Month, Supplier, month_of, year_of
from docsys.shell import Shell
from tests.people.factories import NOW, actor_of, make_user
from tests.records.factories import CATALOGUE, make_people

TODAY = date(2026, 11, 30)
rule = pytest.mark.rule


def said(gaps):
    return [(gap.subject, gap.note) for gap in gaps]


@rule("R-9.4.4-1")
def test_days_without_a_log_are_named_those_that_follow_each_other_as_one():
    kept = {date(2026, 11, 25), date(2026, 11, 28)}

    assert said(rules.log_gaps(1, kept, date(2026, 11, 25), TODAY)) == [
        ("2026-11-26 至 2026-11-27", "2 天"),
        ("2026-11-29", "1 天"),
    ]
    assert rules.log_gaps(1, kept, date(2026, 11, 28), date(2026, 11, 29)) == []


@rule("R-9.3.9-1")
@pytest.mark.parametrize(
    ("as_of", "missing"),
    [
        (date(2026, 11, 29), []),
        (date(2026, 11, 30), [("2026-12", "今日须排定，否则明日起无人值班")]),
        (date(2026, 12, 2), [("2026-12", "已逾 2 天")]),
        (date(2026, 12, 31), [("2026-12", "已逾 31 天"), ("2027-01", "今日须排定，否则明日起无人值班")]),
    ],
)
def test_the_roster_of_the_next_month_is_due_on_the_last_day_of_a_month(as_of, missing):
    assert said(rules.roster_gaps(1, {Month(2026, 11)}, Month(2026, 11), as_of)) == missing


@rule("R-2.2.3-1")
def test_a_month_without_its_report_and_a_year_without_its_report_are_listed():
    assert said(rules.report_gaps(1, {Month(2026, 9)}, Month(2026, 8), TODAY)) == [
        ("2026-08 月报", "已逾 90 天"),
        ("2026-10 月报", "已逾 29 天"),
    ]
    assert said(rules.yearly_report_gaps(1, (), 2026, date(2027, 1, 11))) == [("2026 年报", "已逾 10 天")]
    assert rules.yearly_report_gaps(1, {2026}, 2026, date(2027, 1, 11)) == []
    assert rules.yearly_report_gaps(1, (), 2027, date(2027, 1, 11)) == []


@rule("R-10.6.1-1")
def test_a_facility_is_listed_once_its_day_is_past_and_not_when_it_is_out_of_use():
    done = date(2026, 8, 1)
    latest = [
        Maintained(1, "UPS-01", "张江机房", done, date(2026, 11, 29)),
        Maintained(1, "UPS-02", "张江机房", done, TODAY),
        Maintained(1, "AC-03", "张江机房", done, None),
    ]

    assert said(rules.maintenance_gaps(latest, TODAY)) == [("UPS-01（张江机房）", "已逾 1 天，上次维护 2026-08-01")]


@rule("R-2.3.2-1")
def test_a_unit_without_a_training_plan_for_the_year_is_listed():
    found = rules.training_gaps([1, 2], {(1, 2026), (2, 2025)}, TODAY)

    assert [(gap.unit_id, gap.subject, gap.note) for gap in found] == [(2, "2026 年度", "本年度没有培训计划")]


@rule("R-6.2.6-1")
@rule("R-6.3.1-1")
def test_a_supplier_without_a_report_for_last_year_is_listed():
    suppliers = [
        Supplier(1, "GY-SHFE-2024-0001", "华信网络", date(2024, 3, 1)),
        Supplier(1, "GY-SHFE-2024-0002", "恒通机电", None),
        Supplier(1, "GY-SHFE-2026-0003", "今年始合作", date(2026, 1, 1)),
    ]

    assert said(rules.supplier_gaps(suppliers, {("GY-SHFE-2024-0001", 2025)}, TODAY)) == [
        ("恒通机电（GY-SHFE-2024-0002）2025 年度", "已逾 333 天")
    ]


@pytest.mark.parametrize("text", ["2026-03", "2026年3月", "2026 年 03 月", "2026/3", "2026-03-01 至 2026-03-31"])
def test_a_month_is_understood_as_people_write_it(text):
    assert month_of(text) == Month(2026, 3)


def test_what_names_no_month_is_none():
    assert (month_of("三月"), month_of("2026-13"), year_of("2026 年度"), year_of("去年")) == (None, None, 2026, None)


def filed(session, code, actor, at, **changes):
    """A sheet handed in, or a row entered, at that moment."""
    form = CATALOGUE.get(code)
    now = datetime(at.year, at.month, at.day, 4, tzinfo=UTC)
    raw = {name: value for name, value in form.sample.items() if form.stage_of(name) == DRAFT} | changes
    if form.register:
        return actions.add_row(session, form, raw, actor=actor, now=now)
    record = actions.start(session, form, actor=actor, now=now)
    return actions.submit(session, record.id, Typed(raw, record.version), actor=actor, now=now)


def keep(session):
    """上期所 keeps a log since 26 November, a roster for November, a device room and a supplier; 运管中心 its reports."""
    people = make_people(session)

    account = make_user(session, "shilei", name="石磊", unit="SHFE")
    grants.grant_from_shell(session, account, Role.DUTY_LEAD, account.unit_id, NOW)
    session.expire_all()
    lead = actor_of(session, account)
    for day in (26, 28):
        filed(session, "ZJ", lead, date(2026, 11, day), day=f"2026-11-{day}", on_duty="石磊（shilei）")
    filed(session, "ZB", lead, date(2026, 10, 30), period="2026-11", start="2026-11-01", end="2026-11-30")
    holidays = {"kind": "应急（特殊时期）", "period": "2027 年元旦", "start": "2026-12-31", "end": "2027-01-03"}
    filed(session, "ZB", lead, date(2026, 11, 2), **holidays)
    filed(session, "YB", people.desk, date(2026, 9, 2), month="2026 年 8 月")
    filed(session, "WH", people.keeper, date(2026, 8, 1), done_on="2026-08-01", next_on="2026-11-01")
    filed(session, "WH", people.keeper, date(2026, 8, 1), facility="AC-03", done_on="2026-08-01", next_on="2027-02-01")
    supplier = filed(session, "GY", people.wang, date(2026, 1, 5), updated_on="2026-01-05")
    filed(session, "PX", people.li, date(2026, 1, 8), unit="上期所")
    return people, lead, supplier


EVERYTHING = [
    ("运管中心", "YB", "2026-09 月报"),
    ("运管中心", "YB", "2026-10 月报"),
    ("上期所", "ZJ", "2026-11-27"),
    ("上期所", "ZJ", "2026-11-29"),
    ("上期所", "ZB", "2026-12"),
    ("上期所", "WH", "UPS-01（上海张江机房）"),
]


def told(found):
    return [(one.unit, one.gap.code, one.gap.subject) for one in found]


@pytest.mark.db
@rule("R-9.3.9-1")
@rule("R-2.2.3-1")
def test_what_is_missing_is_told_to_those_who_keep_it_and_to_nobody_else(session):
    people, lead, supplier = keep(session)
    serves = ("上期所", "GP", f"华信网络技术有限公司（{supplier.number}）2025 年度")
    untrained = [(unit, "PX", "2026 年度") for unit in ("证信办", "网管办", "运管中心", "大商所")]

    def seen(actor, as_of=TODAY):
        return told(queries.missing(session, CATALOGUE, actor, as_of))

    assert sorted(seen(people.auditor)) == sorted([*EVERYTHING, serves, *untrained])
    assert seen(lead) == [one for one in EVERYTHING if one[1] in {"ZJ", "ZB"}]
    assert (seen(people.stranger), seen(people.keeper)) == ([], [EVERYTHING[-1]])
    assert told(queries.answered_for(session, CATALOGUE, people.desk, TODAY)) == EVERYTHING[:2]
    assert queries.answered_for(session, CATALOGUE, people.auditor, TODAY) == []


@pytest.mark.db
@rule("R-6.3.1-1")
@rule("R-10.6.1-1")
def test_what_was_made_good_is_missing_no_more(session):
    people, lead, supplier = keep(session)
    named = {"supplier": supplier.number, "year": "2025 年度", "assessor": "王海涛（wanghaitao）"}
    filed(session, "GP", people.wang, date(2026, 11, 30), **named)
    ended = {"done_on": "2026-11-29", "next_on": "", "result": "设施停用"}
    row = filed(session, "WH", people.keeper, date(2026, 11, 29), **ended)
    for month in (9, 10):
        filed(session, "YB", people.desk, TODAY, author="张明（zhangming）", month=f"2026-{month:02d}")
    december = {"period": "2026-12", "start": "2026-12-01", "end": "2026-12-31"}
    filed(session, "ZB", lead, TODAY, **december)
    for day in (27, 29):
        filed(session, "ZJ", lead, TODAY, day=f"2026-11-{day}", on_duty="石磊（shilei）")

    left = [one for one in told(queries.missing(session, CATALOGUE, people.auditor, TODAY)) if one[1] != "PX"]

    assert (left, row.dues) == ([], [])


@pytest.fixture
def month_end(clock):
    clock.moment = datetime(2026, 11, 30, 2, tzinfo=UTC)


@pytest.mark.db
@pytest.mark.usefixtures("month_end")
@rule("R-9.3.9-1")
def test_on_the_last_day_of_the_month_the_work_page_asks_for_the_roster(browse, database, settings, clock):
    with database.act() as session:
        keep(session)
    leading, other = browse("shilei"), browse("zhouwei")

    work, page = leading.get("/").text, leading.get("/forms/missing").text
    table = leading.get("/forms/missing?format=csv&code=ZB")
    paper = leading.get("/forms/missing?format=pdf")

    assert work.index("今日须排定，否则明日起无人值班") < work.index("2026-11-29")
    assert ("2026-11-27" in page, "月报年报" in other.get("/forms/missing").text) == (True, True)
    assert "没有缺失的记录" in other.get("/forms/missing").text
    assert "记录缺失" not in other.get("/").text
    assert table.text.splitlines()[1:] == ["上期所,值班表,9.3.9,2026-12,2026-11-30,今日须排定，否则明日起无人值班"]
    assert (paper.mimetype, paper.data[:5]) == ("application/pdf", b"%PDF-")

    shell = Shell(settings, clock, lambda _settings: (database, {}))
    spoken = CliRunner().invoke(COMMANDS[0], ["missing", "--unit", "上期所", "--since", "2026-11-28"], obj=shell)
    data = CliRunner().invoke(COMMANDS[0], ["missing", "--unit", "大商所", "--json"], obj=shell)

    assert (spoken.exit_code, spoken.output.splitlines()[-1]) == (1, "截至 2026-11-30：缺失 4 项。")
    assert json.loads(data.output) == [
        {
            "unit": "大商所",
            "form": "PX",
            "subject": "2026 年度",
            "due_on": "2026-01-01",
            "note": "本年度没有培训计划",
        }
    ]
