"""The guards of the submission: what each accepts, what each refuses, in whole sentences (requirements 4.3).

Which days and hours count is shown in tests/calendars/test_rules.py; the edges of an order in tests/changes/orders.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsys.calendars.rules import Counting, Which
from docsys.changes.rules import plan as plans
from docsys.changes.rules.guards import Facts, Finding, Standing, submission
from docsys.changes.rules.persons import Person
from docsys.changes.rules.plan import Plan
from tests.calendars.factories import at, by_the_minute, official
from tests.changes.plans import PEOPLE, document, facts, person, plan, step, values

STEP_1, STEP_2 = values()["steps"]
WRITTEN_UP = {"type": "紧急", "start": "2026-11-25T10:05", "end": "2026-11-25T11:20", "steps": None}
LEVEL_1 = "一级变更应提前 3 个工作日提交："


def broken(found: Plan, given: Facts | None = None) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for one in submission(found, given or facts()):
        if one.standing is Standing.BROKEN:
            told.setdefault(one.guard, []).append(one.message)
    return told


def test_a_complete_order_keeps_every_guard():
    assert submission(plan(), facts()) == [
        Finding("G15", "15.3.3", "变更类型", Standing.MET),
        Finding("G2", "15.6.2（一）", "申请内容齐全", Standing.MET),
        Finding("G3", "15.6.2（四）", "方案完整", Standing.MET),
        Finding("G4", "15.6.2（四）", "回退计划", Standing.MET),
        Finding("G5", "4.4.4", "技术文档影响评估", Standing.MET),
        Finding("G6", "17.4.2", "配置项变动", Standing.MET),
        Finding("G1", "15.6.2（三）", "提前 3 个工作日", Standing.MET),
        Finding("G12", "15.6.4（四）", "非交易时间", Standing.MET),
        Finding("G13", "15.6.4（五）", "执行人与验证人", Standing.MET),
    ]


def test_of_an_empty_sheet_some_guards_are_not_known_yet():
    standing = {one.guard: one.standing for one in submission(plans.read({}), facts())}

    assert [guard for guard, one in standing.items() if one is Standing.UNKNOWN] == ["G15", "G4", "G1", "G12"]
    assert [guard for guard, one in standing.items() if one is Standing.BROKEN] == ["G2", "G3", "G5", "G6", "G13"]


@pytest.mark.parametrize(
    ("standing", "label"), [(Standing.MET, "符合"), (Standing.BROKEN, "不符合"), (Standing.UNKNOWN, "尚不能判断")]
)
def test_how_a_guard_stands_is_said_in_a_word(standing, label):
    assert standing.label == label


@pytest.mark.rule("R-15.6.4-5")
def test_a_refusal_cites_its_article_and_names_its_field():
    found = [one for one in submission(plan(verifiers=[]), facts()) if one.standing is Standing.BROKEN]

    assert [(one.sentence, one.field) for one in found] == [
        ("不符合 15.6.4（五）：请填写变更验证人，至少一人。", "verifiers")
    ]


# G2 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.2-1")
@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("applicant", "变更申请人"),
        ("name", "变更名称"),
        ("type", "变更类型"),
        ("level", "变更级别"),
        ("reason", "变更原因概述（变更理由和变更需求）"),
        ("time_limit", "变更时限"),
        ("planner", "变更方案制定人"),
        ("units", "变更实施单位"),
        ("impact_system", "相关系统影响"),
        ("impact_business", "业务影响"),
        ("content", "变更内容"),
    ],
)
@pytest.mark.parametrize("nothing", [None, "  "])
def test_each_field_of_the_application_is_wanted(field, label, nothing):
    assert broken(plan(**{field: nothing})) == {"G2": [f"变更申请缺少“{label}”，请填写。"]}


@pytest.mark.parametrize(("field", "value"), [("type", "特急"), ("level", "三级"), ("level", ["一级"]), ("type", {})])
def test_what_is_no_type_and_no_level_counts_as_nothing(field, value):
    assert list(broken(plan(**{field: value}))) == ["G2"]


# G3 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.2-4")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"end": "2026-11-28T08:00", "steps": [step("备份", "", "")]}, None),
        ({"steps": []}, "变更方案至少要有一个操作步骤，请填写操作项、操作人、检查人和计划时间。"),
        ({"prechecks": []}, "变更方案至少要有一项前置条件检查，请填写。"),
        ({"prechecks": [{"item": " "}]}, "变更方案至少要有一项前置条件检查，请填写。"),
        ({"posttests": None}, "变更方案至少要有一项实施后测试及检查，请填写。"),
        ({"steps": [STEP_1, STEP_2 | {"item": ""}]}, "第 2 步缺少“操作项”，请填写。"),
        ({"steps": [STEP_1, STEP_2 | {"operator": ""}]}, "第 2 步缺少“操作人”，请填写。"),
        ({"steps": [STEP_1 | {"checker": ""}, STEP_2]}, "第 1 步缺少“检查人”，请填写。"),
        ({"steps": [STEP_1 | {"start": ""}, STEP_2]}, "第 1 步缺少“计划开始”，请填写。"),
        ({"steps": [STEP_1, STEP_2 | {"end": "十二点"}]}, "第 2 步缺少“计划结束”，请填写。"),
        (
            {"steps": [STEP_1, STEP_2 | {"checker": person("wanghaitao")}]},
            "第 2 步的操作人与检查人均为王海涛，不能为同一人，请另填检查人。",
        ),
        (
            {"steps": [STEP_1 | {"operator": "吴迪", "checker": "吴迪"}, STEP_2]},
            "第 1 步的操作人与检查人均为吴迪，不能为同一人，请另填检查人。",
        ),
        ({"steps": [STEP_1, STEP_2 | {"end": "2026-11-28T12:01"}]}, "第 2 步的计划时间不在变更实施时间之内，请改正。"),
        (
            {"steps": [STEP_1 | {"start": "2026-11-28T08:59"}, STEP_2]},
            "第 1 步的计划时间不在变更实施时间之内，请改正。",
        ),
        ({"steps": [STEP_1, STEP_2 | {"end": "2026-11-28T09:10"}]}, "第 2 步的计划结束时间早于计划开始时间，请改正。"),
        (
            {"steps": [STEP_1 | {"start": "2026-11-28T09:30", "end": "2026-11-28T09:40"}, STEP_2]},
            "第 2 步的计划开始时间早于第 1 步，请按先后次序排列步骤。",
        ),
    ],
)
def test_the_plan_is_whole_and_in_order(changed, sentence):
    said = broken(plan(**changed))

    assert list(said) == ["G3"]
    if sentence:
        assert said["G3"] == [sentence]
    else:
        assert said["G3"] == [
            "变更实施的结束时间须晚于开始时间，请改正。",
            "第 1 步缺少“计划开始”，请填写。",
            "第 1 步缺少“计划结束”，请填写。",
        ]


def test_a_plan_that_ends_when_it_begins_has_no_time():
    said = broken(plan(end="2026-11-28T09:00", steps=[step("备份", "2026-11-28T09:00", "2026-11-28T09:00")]))

    assert said == {"G3": ["变更实施的结束时间须晚于开始时间，请改正。"]}


@pytest.mark.parametrize(("field", "label"), [("start", "开始"), ("end", "结束")])
def test_without_its_time_an_order_lacks_a_starred_field_and_its_plan_a_date(field, label):
    assert broken(plan(**{field: None})) == {
        "G2": [f"变更申请缺少“变更实施时间的{label}”，请填写。"],
        "G3": ["变更方案应写明实施日期及计划的开始和结束时间，请填写。"],
    }


def test_two_accounts_of_one_person_do_not_check_each_other():
    twin = {"wanght": Person("wanght", "王海涛", "S-wanghaitao", is_active=True)}
    found = plan(steps=[STEP_1, STEP_2 | {"checker": "王海涛（wanght）"}])

    assert list(broken(found, facts(people=PEOPLE | twin))) == ["G3"]


# G4, G5, G6 --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.2-4")
@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("rollback", "一级变更应包含回退计划，请写明回退步骤及方法。"),
        ("rollback_trigger", "一级变更的回退计划应写明触发条件，请填写。"),
        ("rollback_deadline", "一级变更的回退计划应写明最迟决定时间，请填写。"),
    ],
)
def test_a_first_level_change_has_a_way_back_and_a_second_level_one_may(field, sentence):
    urgent = {**WRITTEN_UP, "steps": [step("切换", "2026-11-25T10:05", "2026-11-25T11:20")]}

    assert broken(plan(**{field: None})) == {"G4": [sentence]}
    assert broken(plan(**{field: None}, **urgent), facts(completing=True)) == {"G4": [sentence]}
    assert broken(plan("二级", **{field: None})) == {}


@pytest.mark.rule("R-4.4.4-1")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"documents": []}, "请评估对技术文档的影响：列出涉及的文档，或写明“经评估无影响”的理由。"),
        ({"documents_none": "不涉及"}, "已列出涉及的文档，又写明“经评估无影响”，请删去其一。"),
        (
            {"documents": [], "documents_none": "不涉及", "assessor": None},
            "写明“经评估无影响”的，请填写评估人。",
        ),
        ({"documents": [document(number="")]}, "涉及的技术文档第 1 项缺少“文档编号”，请填写。"),
        ({"documents": [document(version="")]}, "涉及的技术文档第 1 项缺少“现版本”，请填写。"),
        ({"documents": [document(), document(action="")]}, "涉及的技术文档第 2 项缺少“处理”，请填写。"),
        ({"documents": [document(responsible=None)]}, "涉及的技术文档第 1 项缺少“责任人”，请填写。"),
        ({"documents": [document(due="下周")]}, "涉及的技术文档第 1 项缺少“期限”，请填写。"),
        ({"documents": [document(action="新增")]}, "涉及的技术文档第 1 项缺少“文档名称”，请填写。"),
    ],
)
def test_documents_are_assessed(changed, sentence):
    assert broken(plan(**changed)) == {"G5": [sentence]}


@pytest.mark.rule("R-4.4.4-1")
@pytest.mark.parametrize(
    "changed",
    [
        {"documents": [], "documents_none": "只换硬盘，不涉及文档"},
        {"documents": [document(action="废止"), document(action="换册")], "assessor": None},
        {"documents": [document(number="", version="", title="升级手册", action="新增")]},
    ],
)
def test_an_assessment_names_documents_or_the_reason_why_there_is_none(changed):
    assert broken(plan(**changed)) == {}


@pytest.mark.rule("R-17.4.2-1")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"config_items": None}, "请列出变动的配置项及其变动前后的内容，或写明没有变动。"),
        ({"config_none": "无变动"}, "已列出变动的配置项，又写明没有变动，请删去其一。"),
        ({"config_items": [{"before": "1", "after": "2"}]}, "配置项变动第 1 项缺少“配置项”，请填写。"),
        ({"config_items": [{"item": "端口", "after": "2"}]}, "配置项变动第 1 项缺少“变动前”，请填写。"),
        ({"config_items": [{"item": "端口", "before": "1"}]}, "配置项变动第 1 项缺少“变动后”，请填写。"),
    ],
)
def test_configuration_items_are_listed(changed, sentence):
    assert broken(plan(**changed)) == {"G6": [sentence]}
    assert broken(plan(config_items=None, config_none="无变动")) == {}


# G1 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.2-3")
@pytest.mark.parametrize(
    ("now", "counting", "sentence"),
    [
        (
            "2026-11-25 23:59",
            Counting.USUAL,
            f"{LEVEL_1}2026-11-25（周三）提交的，计划开始日期最早为 2026-11-30（周一）",
        ),
        (
            "2026-11-24 23:59",
            Counting.STRICT,
            f"{LEVEL_1}2026-11-24（周二）提交的，计划开始日期最早为 2026-11-30（周一）",
        ),
        (
            "2026-11-27 00:00",
            Counting.LENIENT,
            f"{LEVEL_1}2026-11-27（周五）提交的，计划开始日期最早为 2026-12-01（周二）",
        ),
    ],
)
def test_a_first_level_change_is_handed_in_three_working_days_ahead(now, counting, sentence):
    said = broken(plan(), facts(now, counting=counting))

    assert said == {"G1": [f"{sentence}，现为 2026-11-28（周六）。请推后计划时间。"]}
    assert broken(plan("二级"), facts(now, counting=counting)) == {}


@pytest.mark.rule("R-15.6.2-3")
def test_the_day_of_submission_is_the_day_in_shanghai():
    """16:30 UTC of the 24th is the 25th in Shanghai: a day less."""
    moment = datetime.fromisoformat("2026-11-24T16:30+00:00")

    assert broken(plan(), facts(moment - timedelta(hours=1))) == {}
    assert list(broken(plan(), facts(moment))) == ["G1"]


def test_a_year_that_is_not_loaded_is_named_and_nothing_is_guessed():
    late = {"start": "2026-12-31T16:00", "end": "2026-12-31T17:00"}
    found = plan(**late, steps=[step("切换", late["start"], late["end"])])
    sentence = "2027 年的{}日历尚未导入，无法核算，也不作推测。请系统管理员在“系统—日历”中导入该年的安排后再办理。"
    empty = replace(official(Which.TRADING), years=frozenset({2027}))

    assert broken(found, facts("2026-12-30 10:00")) == {"G1": [sentence.format("工作日")]}
    assert broken(found, facts("2026-12-28 10:00", trading=empty)) == {
        "G12": [sentence.replace("2027", "2026").format("交易日")]
    }


# G12 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.4-4")
def test_trading_hours_are_refused_unless_the_reason_is_written():
    hours = {"start": "2026-11-27T20:30", "end": "2026-11-27T21:30"}
    found = plan(**hours, steps=[step("切换", hours["start"], hours["end"])])

    assert broken(found) == {
        "G12": [
            "变更实施时间应在非交易时间：计划时间与交易日 2026-11-27（周五）的夜盘时段 21:00 至次日 02:30重叠。请改到交易时间以外，或写明理由申请例外。"
        ]
    }
    assert broken(replace(found, window_reason="运营商只能此时割接")) == {}


@pytest.mark.rule("R-15.6.4-4")
@given(
    st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 29)),  # noqa: DTZ001 - given its zone below
    st.integers(1, 1500),
)
def test_the_guard_refuses_exactly_when_a_minute_is_traded(start, minutes):
    start = at(str(start.replace(second=0, microsecond=0)))
    found = replace(plan("二级"), start=start, end=start + timedelta(minutes=minutes), steps=())

    said = broken(found, facts())

    assert ("G12" in said) is bool(by_the_minute(official(Which.TRADING), start, minutes))
    assert set(said) <= {"G3", "G12"}


# G13 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.4-5")
@pytest.mark.parametrize(
    ("executors", "verifiers", "sentences"),
    [
        ([], ["liuying"], ["请填写变更执行人，至少一人。"]),
        (["liuying"], [], ["请填写变更验证人，至少一人。"]),
        (
            ["wanghaitao", "liuying"],
            ["liuying", "zhaomin"],
            ["刘颖既是变更执行人又是变更验证人，两者不能为同一人，请另选一人。"],
        ),
        (["wanghaitao"], ["qianjin"], ["钱进的账户已停用，请另选人员。"]),
        (["wanghaitao", "qianjin"], ["liuying"], ["钱进的账户已停用，请另选人员。"]),
    ],
)
def test_two_persons_are_wanted(executors, verifiers, sentences):
    found = plan(executors=[person(one) for one in executors], verifiers=[person(one) for one in verifiers])

    assert broken(found) == {"G13": sentences}


@pytest.mark.rule("R-15.6.4-5")
def test_whoever_has_no_account_is_nobody():
    found = plan(executors=["吴迪"], verifiers=["吴迪（wudi）"])

    assert broken(found) == {
        "G13": [
            "吴迪不是系统用户，请从人员名单中选取。",
            "吴迪不是系统用户，请从人员名单中选取。",
            "吴迪既是变更执行人又是变更验证人，两者不能为同一人，请另选一人。",
        ]
    }


@pytest.mark.rule("R-15.6.4-5")
def test_a_second_account_of_the_same_person_is_the_same_person():
    twin = {"wanght": Person("wanght", "王海涛", "S-wanghaitao", is_active=True)}

    assert broken(plan(verifiers=["王海涛（wanght）"]), facts(people=PEOPLE | twin)) == {
        "G13": ["变更执行人王海涛与变更验证人王海涛的工号相同，为同一人，请另选一人。"]
    }


@pytest.mark.rule("R-15.6.4-5")
@given(st.sets(st.sampled_from("abcdx"), max_size=4), st.sets(st.sampled_from("abcdx"), max_size=4))
def test_only_different_persons_with_open_accounts_pass(executors, verifiers):
    """C and d are two accounts of one person; x is closed."""
    staff = {"a": "1", "b": "2", "c": "3", "d": "3", "x": "4"}
    people = {one: Person(one, one, number, one != "x") for one, number in staff.items()}
    found = plan(executors=[f"{one}（{one}）" for one in executors], verifiers=[f"{one}（{one}）" for one in verifiers])

    apart = not {staff[one] for one in executors} & {staff[one] for one in verifiers}
    fits = bool(executors and verifiers and apart and "x" not in executors | verifiers)
    assert ("G13" not in broken(found, facts(people=PEOPLE | people))) is fits


# G15 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.3.1-1")
def test_an_emergency_is_not_chosen_by_its_applicant_and_is_free_of_hours_once_decided():
    found = plan(**WRITTEN_UP | {"steps": [step("切换", "2026-11-25T10:05", "2026-11-25T11:20")]})

    assert broken(found, facts(completing=True)) == {}
    assert broken(found) == {
        "G15": ["紧急变更须由证信办决定。请改用“口头上报”，批准后先行实施、再补填本单；否则请改为一般变更。"]
    }
