"""Consultation, review, filing and notice: what G7 to G11 and G24 accept and refuse (requirements 4.3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsys.changes.rules import reviewing
from docsys.changes.rules.plan import Level, Named
from docsys.changes.rules.reviewing import CHECKLIST, Assessed, Heard, Reviewer, Told, Vote
from tests.changes.plans import plan

UNITS = ("上期所", "大商所")
REPLY_BY = date(2026, 11, 24)
FILED = Told(filed_on=date(2026, 11, 25), filed_to="何平", notified=frozenset({"上海期货交易所", "中国金融期货交易所"}))
ANSWERS = dict.fromkeys(CHECKLIST, "符合")


def said(complaints):
    return [sentence for _, sentence in complaints]


def assessed(**changed):
    return Assessed(**({"answers": ANSWERS, "opinion": "同意实施", "conclusion": "通过"} | changed))


def votes(*opinions):
    return [Vote(f"成员{place}", opinion) for place, opinion in enumerate(opinions, 1)]


# G7 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.2-3")
@pytest.mark.parametrize(
    ("second", "today", "sentences"),
    [
        ("无意见", 24, []),
        ("不同意", 24, []),  # advisory: 网管办 decides
        ("逾期未复", 25, []),
        ("逾期未复", 24, ["大商所的答复期限（2026-11-24）未过，不能记为“逾期未复”。"]),
        ("", 25, ["尚未收到大商所的意见，请催复；答复期限过后可记为“逾期未复”。"]),
        (None, 25, ["尚未收到大商所的意见，请催复；答复期限过后可记为“逾期未复”。"]),
    ],
)
def test_each_unit_is_heard_or_its_day_has_passed(second, today, sentences):
    heard = [Heard("上期所", "同意"), *([Heard("大商所", second)] if second is not None else [])]

    assert said(reviewing.g7(heard, UNITS, REPLY_BY, date(2026, 11, today))) == sentences


@pytest.mark.rule("R-15.6.2-3")
def test_without_a_day_of_reply_nobody_is_late():
    heard = [Heard(unit, "逾期未复") for unit in UNITS]

    assert said(reviewing.g7(heard, UNITS, None, date(2027, 1, 1))) == [
        "上期所、大商所的答复期限未过，不能记为“逾期未复”。"
    ]


@pytest.mark.rule("R-15.4.1-1")
@pytest.mark.parametrize(
    ("level", "conclusion", "was", "is_kept"),
    [
        ("一级", "通过", False, False),
        ("一级", "通过", True, True),
        ("一级", "退回", False, True),
        ("二级", "通过", False, True),
    ],
)
def test_an_order_raised_to_the_first_level_goes_back_to_be_asked_about(level, conclusion, was, is_kept):
    complaints = reviewing.consulted(plan(level), assessed(conclusion=conclusion), was=was)

    assert said(complaints) == (
        []
        if is_kept
        else [
            "一级变更须先征求各承建单位意见，本单改为一级后尚未征求。请评审退回，申请人重新提交后由运管中心征求意见。"
        ]
    )


# G8 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.5.1-1")
@pytest.mark.parametrize(
    ("level", "login", "levels", "sentences"),
    [
        ("一级", "majun", {Level.FIRST}, []),
        ("二级", "majun", {Level.SECOND}, []),
        ("一级", "majun", {Level.SECOND}, ["一级变更由网管办评审，马骏不在其列。"]),
        ("二级", "majun", {Level.FIRST}, ["二级变更由运管中心的变更评审人评审，马骏不在其列。"]),
        ("一级", "lijing", {Level.FIRST}, ["马骏是本单的变更申请人，不能参加评审，请由其他评审人办理。"]),
        ("二级", "wanghaitao", {Level.SECOND}, ["马骏是本单的变更方案制定人，不能参加评审，请由其他评审人办理。"]),
    ],
)
def test_who_may_review(level, login, levels, sentences):
    reviewer = Reviewer(Named("马骏", login), frozenset(levels))

    assert said(reviewing.may_review(plan(level), reviewer)) == sentences


@pytest.mark.rule("R-15.5.1-1")
@given(st.integers(0, 12), st.integers(0, 12))
def test_a_first_level_review_hears_two_thirds_and_never_nobody(members, given_opinions):
    complaints = list(reviewing.g8(plan(), votes(*["同意"] * given_opinions), members, assessed()))

    assert (complaints == []) is (given_opinions > 0 and 3 * given_opinions >= 2 * members)


@pytest.mark.rule("R-15.5.1-1")
@pytest.mark.parametrize(
    ("level", "given_votes", "sentences"),
    [
        ("二级", votes("同意"), []),
        ("二级", [], ["评审意见不足：应有 1 人，现有 0 人，请其余评审人填写意见。"]),
        ("一级", votes("同意", "同意", "无意见"), ["评审意见不足：应有 4 人，现有 3 人，请其余评审人填写意见。"]),
        ("一级", votes("同意", "同意", "同意", ""), ["评审意见不足：应有 4 人，现有 3 人，请其余评审人填写意见。"]),
    ],
)
def test_a_quorum_counts_persons_who_said_something(level, given_votes, sentences):
    assert said(reviewing.g8(plan(level), given_votes, 5, assessed())) == sentences


@pytest.mark.rule("R-15.5.1-1")
@pytest.mark.parametrize(
    ("conclusion", "sentences"),
    [
        (assessed(), ["成员2不同意，结论为“通过”时请写明对不同意见的审议结论。"]),
        (assessed(overruled="已补充应急方案，仍决定实施"), []),
        (assessed(conclusion="不通过"), []),
    ],
)
def test_who_disagrees_is_answered_before_it_passes(conclusion, sentences):
    assert said(reviewing.g8(plan(), votes("同意", "不同意"), 2, conclusion)) == sentences


# G9, G12, G24 ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.3-2")
@pytest.mark.parametrize("key", CHECKLIST)
def test_each_point_of_the_checklist_is_answered(key):
    label = CHECKLIST[key]

    assert said(reviewing.g9(assessed(answers=ANSWERS | {key: ""}))) == [f"评审内容“{label}”尚未给出结论，请选择。"]
    assert said(reviewing.g9(assessed(answers=ANSWERS | {key: "不符合"}))) == [
        f"评审内容“{label}”不符合，结论不能为“通过”，请退回补正或改判。"
    ]
    assert said(reviewing.g9(assessed(answers=ANSWERS | {key: "不符合"}, conclusion="退回"))) == []
    assert said(reviewing.g9(assessed(answers=ANSWERS | {key: "不适用"}))) == []


@pytest.mark.rule("R-15.6.3-2")
def test_a_review_has_an_opinion_and_a_conclusion():
    assert said(reviewing.g9(assessed(opinion=" ", conclusion="再议"))) == [
        "请写明评审意见，意见应明确、客观。",
        "请选择评审结论：通过、不通过或退回。",
    ]


@pytest.mark.rule("R-15.6.4-4")
@pytest.mark.parametrize(("level", "who"), [("一级", "网管办"), ("二级", "运管中心领导")])
def test_an_exception_from_the_window_is_granted_by_who_decides(level, who):
    asked = plan(level)

    assert said(reviewing.g12(asked, assessed(), is_outside=True)) == [
        f"计划时间与交易时间重叠，须由{who}批准例外，请写明批准人和理由，或退回改期。"
    ]
    assert said(reviewing.g12(asked, assessed(window_granted="马骏：同意"), is_outside=True)) == []
    assert said(reviewing.g12(asked, assessed(conclusion="退回"), is_outside=True)) == []
    assert said(reviewing.g12(asked, assessed(), is_outside=False)) == []


@pytest.mark.rule("R-15.5.1-1")
@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        ({}, ["请选择是否请示领导。"]),
        ({"ask_leader": False}, []),
        (
            {"ask_leader": True, "leader_opinion": " "},
            ["评审小组决定请示领导，上级领导意见为必填，请待领导签署后再作结论。"],
        ),
        ({"ask_leader": True, "leader_opinion": "同意"}, []),
        ({"conclusion": "不通过"}, []),
    ],
)
def test_where_the_leader_is_asked_his_words_are_awaited(changed, sentences):
    assert said(reviewing.g24(assessed(**changed))) == sentences


# G10, G11 ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.3-1")
def test_a_first_level_change_is_filed_with_day_and_recipient():
    assert said(reviewing.g10(plan(), Told())) == [
        "一级变更评审通过后应报备证信办，请填写报备日期。",
        "一级变更评审通过后应报备证信办，请填写报备接收人。",
    ]
    assert said(reviewing.g10(plan(), FILED)) == []
    assert said(reviewing.g10(plan("二级"), Told())) == []


@pytest.mark.rule("R-15.6.3-3")
@pytest.mark.parametrize(
    ("changed", "told", "sentences"),
    [
        ({}, FILED, []),
        ({}, Told(), ["一级变更实施前应通知受影响单位，尚未通知上海期货交易所、中国金融期货交易所，请发布变更通知。"]),
        (
            {"affected_units": ["上海期货交易所", "大连商品交易所"]},
            FILED,
            ["一级变更实施前应通知受影响单位，尚未通知大连商品交易所，请发布变更通知。"],
        ),
        ({"affected_units": []}, FILED, ["请填写受影响单位，或写明没有受影响单位的理由。"]),
        ({"affected_units": [], "no_affected": "只涉及自用网段"}, Told(), []),
        (
            {"impact_system": "无"},
            FILED,
            ["一级变更的相关系统影响和业务影响均为“无”，请由方案制定人确认。"],
        ),
        ({"impact_system": "无", "impact_confirmed": True}, FILED, []),
        ({"level": "二级", "affected_units": [], "impact_system": "无"}, Told(), []),
    ],
)
def test_affected_units_are_told_before_a_first_level_change(changed, told, sentences):
    assert said(reviewing.g11(plan(**changed), told)) == sentences


@pytest.mark.rule("R-15.6.3-3")
@pytest.mark.parametrize("level", ["一级", "二级"])
def test_conflicts_with_other_orders_are_acknowledged_each(level):
    met = frozenset({"BG-2026-0031", "BG-2026-0044"})
    told = [
        Told(FILED.filed_on, FILED.filed_to, FILED.notified, met, acknowledged)
        for acknowledged in (met, met - {"BG-2026-0031"})
    ]

    assert said(reviewing.g11(plan(level), told[0])) == []
    assert said(reviewing.g11(plan(level), told[1])) == ["与BG-2026-0031的时间和节点重叠，请核对并确认后再转待实施。"]
