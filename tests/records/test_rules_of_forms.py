"""The rules that hang on forms (requirements 2.3): what each form demands, who takes its steps, what it reminds of."""

from datetime import date, timedelta

import pytest

from docsys.errors import InvalidInput
from docsys.forms.shape import DRAFT
from docsys.forms.validation import validate
from docsys.people.rules import Role
from docsys.records import actions, queries
from docsys.records.actions import Typed
from docsys.records.registers import dues
from docsys.records.rules import State
from docsys.records.steps import NotYours, SamePerson
from tests.people.factories import NOW, actor_of, make_user
from tests.records.factories import CATALOGUE, confirm

TODAY = date(2026, 11, 22)
rule = pytest.mark.rule


def demanded(code, **changes):
    """What an otherwise well filled form lacks when `changes` are made."""
    form = CATALOGUE.get(code)
    return validate(form, {**form.sample, **changes})[1]


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        pytest.param("SB", "room rack name model asset serial warranty_until software", marks=rule("R-5.2.1-1")),
        pytest.param("RJ", "category name licence seats bought_on", marks=rule("R-5.3.1-1")),
        pytest.param("RJ", "media", marks=rule("R-5.3.2-1")),
        pytest.param("JC", "visitor organisation entered_at left_at reason equipment", marks=rule("R-10.3.5-1")),
        pytest.param("DC", "item approver", marks=rule("R-10.3.4-1")),
        pytest.param("XJ", "at lights temperature humidity hosts network logs", marks=rule("R-11.5-1")),
        pytest.param("CS", "kind subject done_on content result", marks=rule("R-10.7.2-1")),
        pytest.param("CS", "kind subject content result", marks=[rule("R-11.4-1"), rule("R-11.6-1")]),
        pytest.param("GP", "quality performance response problems staff", marks=rule("R-6.3.1-1")),
        pytest.param("GY", "service duties", marks=rule("R-6.2.1-1")),
        pytest.param("GY", "support phone", marks=rule("R-6.2.2-1")),
        pytest.param("GY", "secrecy", marks=rule("R-6.2.3-1")),
        pytest.param("GY", "security", marks=rule("R-6.2.4-1")),
        pytest.param("JZ", "label class", marks=[rule("R-12.3.1-1"), rule("R-12.3.5-1")]),
        pytest.param("JL", "packing receiver approver", marks=rule("R-12.3.4-1")),
        pytest.param("JZ", "responsible", marks=rule("R-12.1.4-1")),
        pytest.param("JZ", "place protection", marks=rule("R-12.3.3-1")),
        pytest.param("SB", "room rack asset state", marks=rule("R-10.4.3-1")),
        pytest.param("XH", "method wiper verifier destroyer witness", marks=rule("R-12.3.6-1")),
        pytest.param("CL", "scope way frequency encrypted place keep verification", marks=rule("R-12.1.1-1")),
        pytest.param(
            "YB",
            "institutions lines availability faults traffic capacity",
            marks=[rule("R-11.2-1"), rule("R-14.4.2-1")],
        ),
        pytest.param("RL", "resource present demand reason", marks=rule("R-14.3.1-1")),
        pytest.param("ZG", "report", marks=rule("R-8.2.1-1")),
        pytest.param("ZG", "plan progress conclusion verification", marks=[rule("R-8.3.1-1"), rule("R-8.3.2-1")]),
        pytest.param("WT", "submitter source class cause workaround solution handler", marks=rule("R-16.3.1-1")),
        pytest.param("WF", "summary course cause measures effect prevention", marks=rule("R-16.3.3-5")),
        pytest.param("HY", "subject minutes", marks=rule("R-3.1.3-1")),
        pytest.param("PX", "unit year kind", marks=rule("R-2.3.2-1")),
        pytest.param("XC", "approving_unit subject scope escort authoriser", marks=rule("R-10.5.2-1")),
        pytest.param("HC", "unit year devices found software conclusion", marks=rule("R-5.1.5-1")),
        pytest.param("GL", "partner subject answer answer_due", marks=[rule("R-7.3-1"), rule("R-7.4-1")]),
    ],
)
def test_what_the_article_names_is_mandatory(code, fields):
    names = fields.split()

    found = demanded(code, **dict.fromkeys(names))

    assert set(names) <= set(found)
    assert all(len(found[name]) == 1 for name in names)


@pytest.mark.rule("R-9.3.2-1")
@pytest.mark.rule("R-9.2.3-1")
@pytest.mark.rule("R-9.4.4-1")
def test_a_step_of_the_duty_log_lacking_its_result_is_refused():
    steps = [dict(row) for row in CATALOGUE.get("ZJ").sample["operations"]]
    steps[1]["result"] = ""

    assert demanded("ZJ", operations=steps) == {"operations.1.result": ["不符合 9.4.4：请填写“实际操作结果”。"]}


@pytest.mark.rule("R-9.4.4-1")
def test_nobody_checks_his_own_step():
    steps = [dict(row) for row in CATALOGUE.get("ZJ").sample["operations"]]
    steps[0]["checker"] = steps[0]["operator"]

    assert demanded("ZJ", operations=steps) == {
        "operations.0.checker": ["不符合 9.4.4：操作人员与复核人不能为同一人。"]
    }


@pytest.mark.rule("R-5.1.6-1")
@pytest.mark.parametrize(("started", "is_listed"), [("2021-11-21", True), ("2021-11-22", True), ("2021-11-23", False)])
def test_a_device_is_listed_when_its_five_years_are_over(started, is_listed):
    form = CATALOGUE.get("SB")
    values, _ = validate(form, {**form.sample, "in_use_on": started})

    listed = [due for reminder, due in dues(form, values) if reminder.label == "设备使用满 5 年" and due <= TODAY]

    assert bool(listed) is is_listed


@pytest.mark.rule("R-5.1.4-1")
def test_a_device_that_nobody_checked_for_a_year_is_listed():
    form = CATALOGUE.get("SB")
    values, _ = validate(form, {**form.sample, "checked_on": "2025-11-21"})

    assert ("设备信息应核查", date(2026, 11, 21)) in [(one.label, due) for one, due in dues(form, values)]


def test_the_five_years_of_a_leap_day_end_with_february():
    form = CATALOGUE.get("SB")

    assert validate(form, {**form.sample, "in_use_on": "2024-02-29"})[0]["life_ends"] == "2029-02-28"


@pytest.fixture
def cast(session, people):
    """Those whom the sheets below name."""

    def person(login, name, *roles, unit="SHFE"):
        return actor_of(session, make_user(session, login, *roles, name=name, unit=unit))

    return {
        "media": person("media", "田晓", Role.MEDIA),
        "leader": person("leader", "孔祥", Role.LEADER),
        "cfg": person("cfg", "柳青", Role.CFGADMIN),
        "cfg2": person("cfg2", "柳絮", Role.CFGADMIN),
        "room": people.keeper,
        "duty": person("duty", "石磊", Role.DUTY),
        "desk": people.desk,
        "li": people.li,
        "wang": people.wang,
        "liu": people.liu,
        "wgb": people.chen,
    }


def begin(session, code, actor, **changes):
    """A sheet handed in as its sample says, without what later steps fill in."""
    form = CATALOGUE.get(code)
    raw = {name: value for name, value in form.sample.items() if form.stage_of(name) == DRAFT} | changes
    record = actions.start(session, form, actor=actor, now=NOW)
    return actions.submit(session, record.id, Typed(raw, record.version), actor=actor, now=NOW)


def take(session, record, actor, **changes):
    """The next step, filled in as the sample says."""
    form = queries.form_of(record)
    own = {name: value for name, value in CATALOGUE.get(form.code).sample.items() if form.stage_of(name) == record.step}
    typed = Typed(own | changes, record.version)
    return actions.sign(session, record.id, record.step, typed, actor=actor, now=NOW)


def row(session, code, actor, **changes):
    form = CATALOGUE.get(code)
    raw = {name: value for name, value in form.sample.items() if form.stage_of(name) == DRAFT} | changes
    return actions.add_row(session, form, raw, actor=actor, now=NOW)


@pytest.mark.db
@pytest.mark.rule("R-12.3.6-1")
def test_a_medium_is_wiped_verified_destroyed_and_watched_in_that_order(session, cast):
    medium = row(session, "JZ", cast["media"], responsible="田晓（media）")
    record = begin(
        session,
        "XH",
        cast["media"],
        medium=medium.number,
        wiper="田晓（media）",
        verifier="刘颖（liuying）",
        destroyer="田晓（media）",
        witness="王海涛（wanghaitao）",
    )

    stood = [record.standing]
    for who in ("leader", "media", "liu", "media", "wang"):
        take(session, record, cast[who])
        stood.append(record.standing)

    assert stood == ["待批准", "待清除", "待清除验证", "待销毁", "待监销", "已完成"]


@pytest.mark.db
@pytest.mark.rule("R-12.3.6-1")
def test_destroying_before_wiping_and_watching_oneself_are_refused(session, cast):
    medium = row(session, "JZ", cast["media"], responsible="田晓（media）")
    persons = {"wiper": "田晓（media）", "verifier": "刘颖（liuying）", "destroyer": "田晓（media）"}

    with pytest.raises(InvalidInput) as refused:
        begin(session, "XH", cast["media"], medium=medium.number, witness="田晓（media）", **persons)
    record = begin(session, "XH", cast["media"], medium=medium.number, witness="王海涛（wanghaitao）", **persons)
    take(session, record, cast["leader"])

    assert refused.value.fields == {"witness": ["不符合 12.3.6：销毁人与监销人不能为同一人，须两人在场。"]}
    with pytest.raises(NotYours, match="“清除”由田晓办理"):
        take(session, record, cast["leader"])


@pytest.mark.db
@pytest.mark.rule("R-9.3.8-1")
def test_a_changed_contact_waits_until_the_operations_centre_confirms(session, cast):
    record = begin(session, "LX", cast["li"])
    waited = record.standing

    with pytest.raises(NotYours):
        take(session, record, cast["duty"])
    take(session, record, cast["desk"])

    assert (waited, record.state) == ("待运管中心确认", State.COMPLETED)


@pytest.mark.db
@pytest.mark.rule("R-5.2.3-1")
@pytest.mark.rule("R-5.2.2-1")
def test_a_device_that_moved_is_not_done_before_its_new_label(session, cast):
    device = row(session, "SB", cast["cfg"])
    record = begin(session, "ZY", cast["cfg"], device=device.number, change_number="")
    take(session, record, cast["leader"])

    with pytest.raises(InvalidInput) as refused:
        take(session, record, cast["cfg"], relabelled="否")

    assert refused.value.fields == {"relabelled": ["不符合 5.2.3：设备转移后须更换标签，请更换后再办结。"]}
    take(session, record, cast["cfg"])
    assert record.state is State.COMPLETED


@pytest.mark.db
@pytest.mark.rule("R-5.1.4-1")
def test_an_object_for_life_is_amended_with_its_history_and_ends(session, cast):
    device = row(session, "SB", cast["cfg"])

    with pytest.raises(InvalidInput):
        actions.amend_row(session, device.id, Typed({"rack": "B01"}, device.version), actor=cast["cfg"], now=NOW)
    moved = Typed({"rack": "B01-20U"}, device.version, remark="机柜调整")
    actions.amend_row(session, device.id, moved, actor=cast["cfg"], now=NOW)
    retired = Typed({"state": "报废"}, device.version, remark="到限报废")
    actions.amend_row(session, device.id, retired, actor=cast["cfg2"], now=NOW)

    assert (device.state, device.data["rack"], device.dues) == (State.CLOSED, "B01-20U", [])
    assert [(step.remark, step.former) for step in device.steps if step.verb == "amend"] == [
        ("机柜调整", {"rack": "A03-12U"}),
        ("到限报废", {"state": "在用"}),
    ]


@pytest.mark.db
def test_two_devices_do_not_bear_one_number(session, cast):
    row(session, "SB", cast["cfg"])

    with pytest.raises(InvalidInput) as refused:
        row(session, "SB", cast["cfg"], serial="另一台")

    assert refused.value.fields == {"asset": ["不符合 5.2.1：这一设备编号已经登记，请核对，或在原记录上变更。"]}


@pytest.mark.db
@pytest.mark.rule("R-10.3.4-1")
def test_what_was_taken_out_is_listed_until_it_is_back(session, people, cast):
    taken = row(
        session, "DC", cast["room"], approver="李静（lijing）", return_due="2026-11-21", taken_at="2026-11-20 14:00"
    )
    overdue = [one.label for one in queries.due(session, cast["room"], TODAY)]
    take(session, taken, cast["li"])
    take(session, taken, cast["room"], returned_at="2026-11-22 10:00")

    assert overdue == ["带出物品应归还"]
    assert (taken.state, queries.due(session, cast["room"], TODAY)) == (State.CLOSED, [])


@pytest.mark.db
@pytest.mark.rule("R-10.6.1-1")
def test_a_facility_past_its_next_day_is_listed_until_it_is_maintained(session, cast):
    row(session, "WH", cast["room"], done_on="2026-08-01", next_on="2026-11-01")
    other = row(session, "WH", cast["room"], facility="AC-03", done_on="2026-08-01", next_on="2026-11-02")
    before = [(one.title, one.due_on) for one in queries.due(session, cast["room"], TODAY)]

    row(session, "WH", cast["room"], done_on="2026-11-20", next_on="2027-02-20")

    assert before == [("UPS-01", date(2026, 11, 1)), ("AC-03", date(2026, 11, 2))]
    assert [one.number for one in queries.due(session, cast["room"], TODAY)] == [other.number]


@pytest.mark.db
@pytest.mark.rule("R-10.4.3-1")
def test_papers_of_the_room_stand_in_the_book_beside_its_media_and_are_looked_for(session, cast):
    papers = row(session, "JZ", cast["media"], label="ZL-2026-001", kind="纸质资料", checked_on="2026-05-20")

    assert [(one.number, one.label) for one in queries.due(session, cast["media"], TODAY)] == [
        (papers.number, "介质应核对")
    ]
    lost = Typed({"state": "遗失"}, papers.version, remark="核对未见，已报告")
    actions.amend_row(session, papers.id, lost, actor=cast["media"], now=NOW)
    assert (papers.state, papers.dues) == (State.OPEN, [])


@pytest.mark.db
@pytest.mark.rule("R-6.3.2-1")
def test_what_a_supplier_must_set_right_is_tracked_until_it_is(session, cast):
    supplier = row(session, "GY", cast["li"])
    judged = {
        "supplier": supplier.number,
        "assessor": "李静（lijing）",
        "assessed_on": "2026-11-01",
        "due": "2026-11-20",
    }
    with pytest.raises(InvalidInput) as refused:
        begin(session, "GP", cast["li"], **judged | {"rectification": ""})
    record = begin(session, "GP", cast["li"], **judged)
    take(session, record, cast["leader"])
    stood, late = record.standing, [one.label for one in queries.due(session, cast["li"], TODAY)]

    take(session, record, cast["li"], rectified_on="2026-11-22", tracked="")
    good = begin(session, "GP", cast["li"], **judged | {"needs": "否", "due": "", "rectification": ""})
    take(session, good, cast["leader"])

    assert refused.value.fields == {"rectification": ["不符合 6.3.2：须整改的请写明整改要求。"]}
    assert (stood, "供应商整改到期" in late) == ("待整改跟踪", True)
    assert (record.state, good.state) == (State.COMPLETED, State.COMPLETED)
    assert "供应商整改到期" not in [one.label for one in queries.due(session, cast["li"], TODAY)]


@pytest.mark.db
@pytest.mark.rule("R-7.3-1")
def test_an_overdue_answer_to_a_partner_is_listed(session, cast):
    letter = row(session, "GL", cast["li"], received_on="2026-11-10", answer_due="2026-11-20")
    late = [one.label for one in queries.due(session, cast["li"], TODAY)]

    take(session, letter, cast["li"], answered_on="2026-11-22")

    assert (late, letter.state, queries.due(session, cast["li"], TODAY)) == (["应答复关联单位"], State.CLOSED, [])


@pytest.mark.db
@pytest.mark.rule("R-16.3.3-4")
def test_only_the_operations_centre_closes_a_problem(session, cast):
    manager = actor_of(session, make_user(session, "mgr", Role.PROBLEM_MGR, name="苗青"))
    record = begin(session, "WT", cast["li"])
    take(session, record, manager, handler="王海涛（wanghaitao）")
    take(session, record, cast["wang"], change_number="")

    with pytest.raises(NotYours, match="“关闭”由变更受理办理"):
        take(session, record, manager)
    take(session, record, cast["desk"])

    assert record.state is State.COMPLETED


@pytest.mark.db
@pytest.mark.rule("R-14.2.1-1")
def test_capacity_is_planned_assessed_and_approved_by_three(session, cast):
    zxb = actor_of(session, make_user(session, "zxb1", Role.ZXB, name="方正", unit="ZXB"))
    record = begin(session, "RL", cast["li"])

    with pytest.raises(NotYours):
        take(session, record, zxb)
    for who in (cast["desk"], cast["wgb"], zxb):
        take(session, record, who)

    assert [step.actor_name for step in record.steps if step.verb == "sign"] == ["张明", "陈志远", "方正"]


@pytest.mark.db
def test_who_filled_a_round_does_not_check_it(session, cast):
    found = row(session, "XJ", cast["duty"])
    other = actor_of(session, make_user(session, "duty2", Role.DUTY, name="石岩"))

    with pytest.raises(SamePerson):
        take(session, found, cast["duty"])
    take(session, found, other)

    assert found.state is State.CLOSED


@pytest.mark.db
def test_the_list_of_a_register_for_life_is_of_what_lives(session, people, cast):
    kept, gone = row(session, "JZ", cast["media"]), row(session, "JZ", cast["media"], label="BK-2020-001")
    ended = Typed({"state": "已销毁"}, gone.version, remark="XH-SHFE-2026-0001")
    actions.amend_row(session, gone.id, ended, actor=cast["media"], now=NOW)

    actions.archive_period(session, CATALOGUE.get("JZ"), kept.unit_id, "2026", actor=people.desk, now=NOW)
    confirm(session, people.desk2)

    assert (kept.state, gone.state) == (State.OPEN, State.CLOSED)
    assert (
        actions.amend_row(
            session, kept.id, Typed({"place": "介质柜 2"}, kept.version, remark="移位"), actor=cast["media"], now=NOW
        ).data["place"]
        == "介质柜 2"
    )


@pytest.mark.db
def test_a_new_sheet_takes_over_what_an_earlier_one_said_but_not_its_days(session, cast):
    earlier = begin(session, "XC", cast["li"], kind="供应商现场服务", escort="王海涛（wanghaitao）")

    copy = actions.start(session, CATALOGUE.get("XC"), actor=cast["li"], now=NOW + timedelta(days=1), like=earlier.id)

    assert (copy.data["subject"], copy.data["visitors"]) == (earlier.data["subject"], earlier.data["visitors"])
    assert copy.data.get("start") is None
