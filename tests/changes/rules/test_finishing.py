"""From the start on the clock to the archive: what G12 to G22 accept and refuse on the day (requirements 4.3)."""

from dataclasses import replace

import pytest

from docsys.calendars.rules import Which
from docsys.changes.rules import finishing
from docsys.changes.rules.finishing import Performed, Result, Updated
from docsys.changes.rules.plan import Named
from tests.calendars.factories import at, official
from tests.changes.plans import plan

TRADING = official(Which.TRADING)
DONE = Performed(
    "操作步骤", 1, "备份配置", is_done=True, is_skipped=False, deviation="", operator="a", checker="b", is_checked=True
)
OPEN = replace(DONE, place=2, item="升级备机并验证主备切换，观察三十分钟", is_done=False, is_checked=False)
SHORT = "升级备机并验证主备切换，观察三十分钟"
TRADED = (
    "现在至计划结束与交易日 2026-11-{}重叠，而评审没有批准例外。"
    "请在交易时间以外开始，或由变更受理人员退回评审，批准例外后再实施。"
)
EARLY = "现在 {} 不在计划时间 2026-11-28 09:00 至 2026-11-28 12:00 之内，请写明提前或推迟的特殊情况。"


def said(complaints):
    return [sentence for _, sentence in complaints]


# the start: G12 on the clock ---------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.4-4")
@pytest.mark.rule("R-15.6.4-1")
@pytest.mark.parametrize(
    ("now", "reason", "granted", "sentences"),
    [
        ("2026-11-28 09:00", "", False, []),
        ("2026-11-28 12:00", "", False, []),
        ("2026-11-28 08:59", "", False, [EARLY.format("2026-11-28 08:59")]),
        ("2026-11-28 08:59", "人员提前到位", False, []),
        ("2026-11-28 13:30", "", False, [EARLY.format("2026-11-28 13:30")]),
        ("2026-11-28 02:29", "提前", False, [TRADED.format("27（周五）的夜盘时段 21:00 至次日 02:30")]),
        ("2026-11-28 02:30", "提前", False, []),
        ("2026-11-30 08:29", "推迟", False, []),
        ("2026-11-30 08:30", "推迟", False, [TRADED.format("30（周一）的日盘时段 08:30 至 16:00")]),
        ("2026-11-30 16:00", "推迟", False, []),
        ("2026-11-30 21:00", "推迟", False, [TRADED.format("30（周一）的夜盘时段 21:00 至次日 02:30")]),
        ("2026-11-30 21:00", "推迟", True, []),
        (
            "2027-01-02 09:00",
            "推迟",
            False,
            ["2027 年的交易日日历尚未导入，无法核算，也不作推测。请系统管理员在“系统—日历”中导入该年的安排后再办理。"],
        ),
    ],
)
def test_it_begins_within_its_plan_and_outside_trading_hours(now, reason, granted, sentences):
    assert said(finishing.start_on_the_clock(plan(), at(now), TRADING, reason, granted=granted)) == sentences


@pytest.mark.rule("R-15.6.4-1")
def test_the_checks_before_are_ticked_first():
    checks = [replace(DONE, kind="前置条件检查"), replace(OPEN, kind="前置条件检查")]

    assert said(finishing.prechecked(checks)) == ["前置条件检查第 2 项尚未完成，前置条件全部检查后才能开始实施。"]
    assert said(finishing.prechecked(checks[:1])) == []


# G14, G13 ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.6.4-2")
@pytest.mark.parametrize(
    ("step", "sentences"),
    [
        (DONE, []),
        (OPEN, [f"操作步骤第 2 项“{SHORT}”尚未完成，请登记实际时间和结果，或写明未执行的原因。"]),
        (replace(OPEN, is_skipped=True), [f"操作步骤第 2 项“{SHORT}”未执行，请写明原因。"]),
        (replace(OPEN, is_skipped=True, deviation="备件未到"), []),
        (replace(DONE, is_checked=False), ["操作步骤第 1 项“备份配置”尚未经检查人核对。"]),
        (replace(DONE, is_late=True), ["操作步骤第 1 项“备份配置”的实际时间在计划之外，请写明特殊情况。"]),
        (replace(DONE, is_late=True, deviation="链路抖动，等待恢复"), []),
        (
            replace(DONE, item="备" * 21, is_checked=False),
            [f"操作步骤第 1 项“{'备' * 20}…”尚未经检查人核对。"],
        ),
    ],
)
def test_each_step_is_done_and_checked_or_skipped_with_its_reason(step, sentences):
    assert said(finishing.g14([step])) == sentences


@pytest.mark.rule("R-15.6.4-1")
def test_steps_follow_the_order_of_the_plan():
    third = replace(OPEN, place=3)

    assert said(finishing.in_order([DONE, OPEN, third], 3)) == [
        f"请按方案的次序执行：操作步骤第 2 项“{SHORT}”尚未完成。"
    ]
    assert said(finishing.in_order([DONE, OPEN, third], 2)) == []
    assert said(finishing.in_order([DONE, replace(OPEN, is_skipped=True), third], 3)) == []


@pytest.mark.rule("R-15.6.4-5")
@pytest.mark.parametrize(
    ("executors", "verifiers", "sentences"),
    [
        ({"王海涛"}, {"刘颖"}, []),
        (set(), {"刘颖"}, ["没有登记实际执行人。"]),
        ({"王海涛"}, set(), ["没有登记实际检查人。"]),
        ({"王海涛", "刘颖"}, {"刘颖"}, ["刘颖既执行了操作又作了验证，两者不能为同一人。"]),
    ],
)
def test_those_who_were_there_are_two_persons_too(executors, verifiers, sentences):
    assert said(finishing.really_two(executors, verifiers)) == sentences


@pytest.mark.parametrize(
    ("result", "sentences"),
    [
        (Result("成功"), []),
        (Result("部分成功"), []),
        (Result(""), ["请选择变更结果：成功、部分成功、失败或已回退。"]),
        (Result("失败"), ["变更失败的，请写明是否已按计划回退。"]),
        (Result("已回退", rolled_back=True), ["已回退的，请填写回退完成时间。"]),
        (Result("已回退", rolled_back=True, rolled_back_at=at("2026-11-28 11:30")), []),
        (Result("失败", rolled_back=False), ["变更失败而未回退的，请说明原因和现状。"]),
        (Result("失败", "备机可用，原配置未动", rolled_back=False), []),
    ],
)
def test_a_failure_tells_whether_and_when_it_was_rolled_back(result, sentences):
    assert said(finishing.finished(result)) == sentences


# G15 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.3.1-1")
@pytest.mark.rule("R-15.6.2-2")
def test_the_decision_on_an_emergency_has_name_means_and_time_and_comes_first():
    now = at("2026-11-25 10:10")

    assert said(finishing.g15("", "", None, now)) == [
        "请填写证信办的“批准人”。",
        "请填写证信办的“批准方式”。",
        "请填写证信办的“批准时间”。",
    ]
    assert said(finishing.g15("何平", "电话", at("2026-11-25 10:11"), now)) == ["批准时间晚于现在，请核对。"]
    assert said(finishing.g15("何平", "电话", at("2026-11-25 10:00"), now)) == []
    assert said(finishing.after_approval(at("2026-11-25 10:00"), at("2026-11-25 10:05"))) == []
    late = ["紧急变更须经证信办批准后才能实施，开始时间不得早于批准时间。"]
    assert said(finishing.after_approval(at("2026-11-25 10:00"), at("2026-11-25 09:59"))) == late
    assert said(finishing.after_approval(None, now)) == late


# G17 to G22 --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-15.1.2-4")
def test_somebody_on_duty_watched():
    assert said(finishing.g17(0)) == ["变更后应由值班人员观察系统运行情况，尚无观察记录，请值班人员填写。"]
    assert said(finishing.g17(1)) == []


@pytest.mark.rule("R-15.6.5-1")
def test_each_implementing_unit_feeds_back_by_somebody_who_did_not_execute():
    missing = "尚未反馈复核结果，请其验证人或复核人填写变更目标的达成情况。"
    wang = Named("王海涛", "wanghaitao")

    assert said(finishing.g18(["上期所", "大商所"], {"上期所"})) == [f"大商所{missing}"]
    assert said(finishing.g18(["上期所"], {"上期所"})) == []
    assert said(finishing.g18([], set())) == [f"实施单位{missing}"]
    assert said(finishing.may_recheck(wang, [wang])) == [
        "王海涛是变更执行人，不能作变更复核人，请由验证人或第三人复核。"
    ]
    assert said(finishing.may_recheck(Named("刘颖", "liuying"), [wang])) == []


@pytest.mark.rule("R-15.6.5-2")
@pytest.mark.parametrize("outcome", ["失败", "部分成功", "已回退"])
def test_whatever_fell_short_is_summed_up(outcome):
    assert said(finishing.g19(outcome, "")) == [
        f"变更结果为“{outcome}”，应作变更总结（BZ），经运管中心确认后才能继续。"
    ]
    assert said(finishing.g19(outcome, "BZ-2026-0001")) == []
    assert said(finishing.g19("成功", "")) == []


@pytest.mark.rule("R-4.4.6-1")
@pytest.mark.rule("R-15.6.4-3")
@pytest.mark.rule("R-15.6.4-6")
def test_nothing_stays_open_before_the_archive():
    document, item = Updated("ZLW-PZ02-SHFE-014", is_open=True), Updated("SH-2-CORE-01", is_open=True)

    assert said(finishing.g20([document, replace(document, is_open=False)])) == [
        "ZLW-PZ02-SHFE-014尚未更新：请发布新版本（或废止），或由文档管理员写明理由后撤销该项。"
    ]
    assert said(finishing.g21([item, replace(item, is_open=False)])) == [
        "配置项“SH-2-CORE-01”尚未录入新值，请配置管理人员录入。"
    ]
    assert said(finishing.g22(["操作记录", "变更通知"])) == ["归档材料不全：缺少操作记录、变更通知。"]
    assert said(finishing.g22([])) == []
