"""What stands between the start of a change and its archiving (guards G12 and G13 on the day, G14 to G22). Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from docsys.calendars.rules import Calendar, YearMissing, window_conflicts
from docsys.changes.rules.guards import Complaint
from docsys.changes.rules.persons import is_same
from docsys.changes.rules.plan import Named, Plan
from docsys.clock import local

RUN, WINDOW, EMERGENCY, COMPLETION = "15.6.4（二）", "15.6.4（四）", "15.3.3", "15.6.2（二）"
OBSERVATION, RECHECK, SUMMARY, DOCUMENTS = "15.1.2（四）", "15.6.5（一）", "15.6.5（二）", "4.4.5"
ITEMS, RECORDS = "17.4.3", "15.6.4（六）"
SUCCESS, PARTIAL, FAILURE, ROLLED_BACK = "成功", "部分成功", "失败", "已回退"
OUTCOMES = (SUCCESS, PARTIAL, FAILURE, ROLLED_BACK)
SHORT_OF_IT = frozenset({PARTIAL, FAILURE, ROLLED_BACK})
"""After these a summary is written (G19)."""


@dataclass(frozen=True)
class Performed:
    """One step as it was done. `kind` is its heading; `operator` and `checker` are logins."""

    kind: str
    place: int
    item: str
    is_done: bool
    is_skipped: bool
    deviation: str
    operator: str | None
    checker: str | None
    is_checked: bool
    is_late: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind}第 {self.place} 项"


@dataclass(frozen=True)
class Result:
    """How the implementation ended."""

    outcome: str
    said: str = ""
    rolled_back: bool | None = None
    rolled_back_at: datetime | None = None


@dataclass(frozen=True)
class Updated:
    """A document or a configuration item that must be updated; `name` is how a sentence calls it."""

    name: str
    is_open: bool
    said: str = ""


def start_on_the_clock(
    plan: Plan, now: datetime, trading: Calendar, reason: str, *, granted: bool
) -> Iterator[Complaint]:
    """G12 at the real start: not in trading hours unless that was granted; outside the plan only with the reason why."""
    if plan.start and plan.end and not plan.start <= now <= plan.end and not reason:
        yield (
            "reason",
            (
                f"现在 {local(now):%Y-%m-%d %H:%M} 不在计划时间 {local(plan.start):%Y-%m-%d %H:%M} 至 "
                f"{local(plan.end):%Y-%m-%d %H:%M} 之内，请写明提前或推迟的特殊情况。"
            ),
        )
    if not granted:
        yield from _in_hours(now, max(plan.end or now, now + timedelta(minutes=1)), trading)


def _in_hours(now: datetime, end: datetime, trading: Calendar) -> Iterator[Complaint]:
    """An exception is for the review to grant: whoever is about to begin cannot write it himself."""
    try:
        conflicts = window_conflicts(trading, now, end)
    except YearMissing as missing:
        yield "reason", missing.sentence
        return
    if conflicts:
        yield (
            "reason",
            (
                f"现在至计划结束与{conflicts[0].label}重叠，而评审没有批准例外。"
                "请在交易时间以外开始，或由变更受理人员退回评审，批准例外后再实施。"
            ),
        )


def prechecked(steps: Sequence[Performed]) -> Iterator[Complaint]:
    """C8: each 前置条件检查 is ticked before the first step."""
    missing = [step.name for step in steps if not step.is_done]
    if missing:
        yield "prechecks", f"{'、'.join(missing)}尚未完成，前置条件全部检查后才能开始实施。"


def g14(steps: Sequence[Performed]) -> Iterator[Complaint]:
    """Every step done and checked by another, or skipped with the reason; deviations explained."""
    for step in steps:
        if step.is_skipped:
            if not step.deviation:
                yield "steps", f"{step.name}“{_short(step.item)}”未执行，请写明原因。"
        elif not step.is_done:
            yield "steps", f"{step.name}“{_short(step.item)}”尚未完成，请登记实际时间和结果，或写明未执行的原因。"
        elif not step.is_checked:
            yield "steps", f"{step.name}“{_short(step.item)}”尚未经检查人核对。"
        elif step.is_late and not step.deviation:
            yield "steps", f"{step.name}“{_short(step.item)}”的实际时间在计划之外，请写明特殊情况。"


def in_order(steps: Sequence[Performed], place: int) -> Iterator[Complaint]:
    """G14: steps are carried out in the order of the plan."""
    before = [step for step in steps if step.place < place and not (step.is_done or step.is_skipped)]
    if before:
        yield "steps", f"请按方案的次序执行：{before[0].name}“{_short(before[0].item)}”尚未完成。"


def really_two(executors: Collection[str], verifiers: Collection[str]) -> Iterator[Complaint]:
    """G13 upon those who were really there, by staff number."""
    if not executors:
        yield "steps", "没有登记实际执行人。"
    if not verifiers:
        yield "steps", "没有登记实际检查人。"
    if both := sorted(set(executors) & set(verifiers)):
        yield "steps", f"{'、'.join(both)}既执行了操作又作了验证，两者不能为同一人。"


def finished(result: Result) -> Iterator[Complaint]:
    """C9, C10: there is a result; after a failure the way back is told."""
    if result.outcome not in OUTCOMES:
        yield "outcome", "请选择变更结果：成功、部分成功、失败或已回退。"
    if result.outcome in {FAILURE, ROLLED_BACK}:
        if result.rolled_back is None:
            yield "rolled_back", "变更失败的，请写明是否已按计划回退。"
        elif result.rolled_back and result.rolled_back_at is None:
            yield "rolled_back_at", "已回退的，请填写回退完成时间。"
        elif not result.rolled_back and not result.said:
            yield "result_said", "变更失败而未回退的，请说明原因和现状。"


def g15(approver: str, means: str, at: datetime | None, now: datetime) -> Iterator[Complaint]:
    """The decision of 证信办: who, by which means, when."""
    for field, label, value in (
        ("approver", "批准人", approver),
        ("means", "批准方式", means),
        ("approved_at", "批准时间", at),
    ):
        if not value:
            yield field, f"请填写证信办的“{label}”。"
    if at and at > now:
        yield "approved_at", "批准时间晚于现在，请核对。"


def after_approval(approved_at: datetime | None, started: datetime) -> Iterator[Complaint]:
    """X3: nothing begins before the decision."""
    if approved_at is None or started < approved_at:
        yield "started_at", "紧急变更须经证信办批准后才能实施，开始时间不得早于批准时间。"


def g17(observations: int) -> Iterator[Complaint]:
    if observations < 1:
        yield "observed", "变更后应由值班人员观察系统运行情况，尚无观察记录，请值班人员填写。"


def may_recheck(one: Named, executors: Sequence[Named]) -> Iterator[Complaint]:
    """G18 upon one person: he did not execute."""
    if any(is_same(one, executor) for executor in executors):
        yield "feedback", f"{one}是变更执行人，不能作变更复核人，请由验证人或第三人复核。"


def g18(units: Sequence[str], heard: Collection[str]) -> Iterator[Complaint]:
    """Each implementing unit has fed back; somebody has, also where no unit of that name is known."""
    missing = [unit for unit in units if unit not in heard] or ([] if heard else ["实施单位"])
    if missing:
        yield "feedback", f"{'、'.join(missing)}尚未反馈复核结果，请其验证人或复核人填写变更目标的达成情况。"


def g19(outcome: str, summary: str) -> Iterator[Complaint]:
    """失败、部分成功、已回退 need a summary."""
    if outcome in SHORT_OF_IT and not summary:
        yield "summary", f"变更结果为“{outcome}”，应作变更总结（BZ），经运管中心确认后才能继续。"


def g20(documents: Sequence[Updated]) -> Iterator[Complaint]:
    for one in documents:
        if one.is_open:
            yield "documents", f"{one.name}尚未更新：请发布新版本（或废止），或由文档管理员写明理由后撤销该项。"


def g21(items: Sequence[Updated]) -> Iterator[Complaint]:
    for one in items:
        if one.is_open:
            yield "items", f"配置项“{one.name}”尚未录入新值，请配置管理人员录入。"


def g22(missing: Sequence[str]) -> Iterator[Complaint]:
    """Whatever belongs to the set and is not there."""
    if missing:
        yield "set", f"归档材料不全：缺少{'、'.join(missing)}。"


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"  # noqa: PLR2004 - as much as names it
