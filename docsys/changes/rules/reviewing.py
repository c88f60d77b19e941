"""What stands between an application and its start: consultation, review, filing, notice (guards G7 to G11, G24). Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from docsys.changes.rules.guards import Complaint
from docsys.changes.rules.persons import is_same
from docsys.changes.rules.plan import Level, Named, Plan

CONSULTATION, GROUP, ASSESSMENT, FILING = "15.6.2（三）", "15.5.1（一）", "15.6.3（二）", "15.6.3（一）"
NOTICE, LEADER = "15.6.3（三）", "15.5.1（二）"

AGREES, DISAGREES, NONE_GIVEN, OVERDUE = "同意", "不同意", "无意见", "逾期未复"
OPINIONS = (AGREES, DISAGREES, NONE_GIVEN)
PASSED, FAILED, RETURNED = "通过", "不通过", "退回"
CONCLUSIONS = (PASSED, FAILED, RETURNED)
FITS, FITS_NOT, NOT_ASKED = "符合", "不符合", "不适用"
ANSWERS = (FITS, FITS_NOT, NOT_ASKED)
CHECKLIST: Mapping[str, str] = {
    "tests": "变更测试结果",
    "schedule": "上线计划",
    "impact": "上线影响",
    "emergency": "应急方案",
    "resources": "资源可用性",
    "rollback": "回退方案",
    "safety": "整体性能及安全影响",
    "ready": "是否具备实施条件",
}
"""What a review has to answer (15.6.3（二）)."""
LEAST_SECOND = 1
SHARE_FIRST = (2, 3)


@dataclass(frozen=True)
class Heard:
    """A unit's opinion; 逾期未复 where it gave none."""

    unit: str
    opinion: str


@dataclass(frozen=True)
class Reviewer:
    """Who takes part in a review: by login, with the levels that his roles let him judge."""

    named: Named
    levels: frozenset[Level]


@dataclass(frozen=True)
class Vote:
    reviewer: str
    opinion: str


@dataclass(frozen=True)
class Assessed:
    """What a review concluded. `answers` are by the keys of `CHECKLIST`."""

    answers: Mapping[str, str]
    opinion: str
    conclusion: str
    overruled: str = ""
    ask_leader: bool | None = None
    leader_opinion: str = ""
    window_granted: str = ""


@dataclass(frozen=True)
class Told:
    """What was filed and whom was told before an order is released.

    `notified` are the units of issued notices; `conflicts` other approved orders of the same nodes and hours.
    """

    filed_on: date | None = None
    filed_to: str = ""
    notified: frozenset[str] = field(default_factory=frozenset)
    conflicts: frozenset[str] = field(default_factory=frozenset)
    acknowledged: frozenset[str] = field(default_factory=frozenset)


def g7(heard: Sequence[Heard], units: Collection[str], reply_by: date | None, today: date) -> Iterator[Complaint]:
    """Every active 承建单位 was heard; 逾期未复 may be noted only after the day of reply."""
    given = {one.unit: one.opinion for one in heard if one.opinion}
    missing = [unit for unit in units if unit not in given]
    if missing:
        yield "opinions", f"尚未收到{_list(missing)}的意见，请催复；答复期限过后可记为“逾期未复”。"
    early = [unit for unit in units if given.get(unit) == OVERDUE and (reply_by is None or today <= reply_by)]
    if early:
        until = f"（{reply_by}）" if reply_by else ""
        yield "opinions", f"{_list(early)}的答复期限{until}未过，不能记为“逾期未复”。"


def consulted(plan: Plan, assessed: Assessed, *, was: bool) -> Iterator[Complaint]:
    """G7 before an approval: an order raised to 一级 while its plan was rewritten has asked nobody yet (A-47)."""
    if plan.is_first_level and assessed.conclusion == PASSED and not was:
        yield (
            "conclusion",
            "一级变更须先征求各承建单位意见，本单改为一级后尚未征求。请评审退回，申请人重新提交后由运管中心征求意见。",
        )


def may_review(plan: Plan, reviewer: Reviewer) -> Iterator[Complaint]:
    """G8 on one person: the group of the level, and neither applicant nor planner."""
    if plan.level and plan.level not in reviewer.levels:
        group = "网管办" if plan.level is Level.FIRST else "运管中心的变更评审人"
        yield "votes", f"{plan.level}变更由{group}评审，{reviewer.named}不在其列。"
    named = [(plan.applicant, "变更申请人"), (plan.planner, "变更方案制定人")]
    for one, part in named:
        if one and is_same(one, reviewer.named):
            yield "votes", f"{reviewer.named}是本单的{part}，不能参加评审，请由其他评审人办理。"
            return


def quorum(plan: Plan, members: int) -> int:
    """How many of a group of that size must have given an opinion."""
    share, whole = SHARE_FIRST
    return max(1, ceil(members * share / whole)) if plan.is_first_level else LEAST_SECOND


def g8(plan: Plan, votes: Sequence[Vote], members: int, assessed: Assessed) -> Iterator[Complaint]:
    """The quorum: of 网管办 two thirds of its active members, of 运管中心 one; no open 不同意 that was not overruled."""
    needed = quorum(plan, members)
    given = sum(1 for vote in votes if vote.opinion)
    if given < needed:
        yield "votes", f"评审意见不足：应有 {needed} 人，现有 {given} 人，请其余评审人填写意见。"
    against = [vote.reviewer for vote in votes if vote.opinion == DISAGREES]
    if against and assessed.conclusion == PASSED and not assessed.overruled:
        yield "overruled", f"{_list(against)}不同意，结论为“通过”时请写明对不同意见的审议结论。"


def g9(assessed: Assessed) -> Iterator[Complaint]:
    """Each point of the checklist answered, an opinion written, a conclusion drawn."""
    for key, label in CHECKLIST.items():
        if assessed.answers.get(key) not in ANSWERS:
            yield f"answer_{key}", f"评审内容“{label}”尚未给出结论，请选择。"
        elif assessed.answers[key] == FITS_NOT and assessed.conclusion == PASSED:
            yield f"answer_{key}", f"评审内容“{label}”不符合，结论不能为“通过”，请退回补正或改判。"
    if not assessed.opinion.strip():
        yield "review_opinion", "请写明评审意见，意见应明确、客观。"
    if assessed.conclusion not in CONCLUSIONS:
        yield "conclusion", "请选择评审结论：通过、不通过或退回。"


def g10(plan: Plan, told: Told) -> Iterator[Complaint]:
    """一级: filed with 证信办. It is filing, not approval."""
    if plan.is_first_level:
        if not told.filed_on:
            yield "filed_on", "一级变更评审通过后应报备证信办，请填写报备日期。"
        if not told.filed_to:
            yield "filed_to", "一级变更评审通过后应报备证信办，请填写报备接收人。"


def g11(plan: Plan, told: Told) -> Iterator[Complaint]:
    """一级: every affected unit is notified before the start; conflicts are acknowledged at either level."""
    if plan.is_first_level:
        if not plan.affected_units and not plan.no_affected:
            yield "affected_units", "请填写受影响单位，或写明没有受影响单位的理由。"
        missing = [unit for unit in plan.affected_units if unit not in told.notified]
        if missing:
            yield "notice", f"一级变更实施前应通知受影响单位，尚未通知{_list(missing)}，请发布变更通知。"
        if plan.has_no_impact and not plan.impact_confirmed:
            yield "impact_confirmed", "一级变更的相关系统影响和业务影响均为“无”，请由方案制定人确认。"
    open_ones = sorted(told.conflicts - told.acknowledged)
    if open_ones:
        yield "conflicts", f"与{_list(open_ones)}的时间和节点重叠，请核对并确认后再转待实施。"


def g12(plan: Plan, assessed: Assessed, *, is_outside: bool) -> Iterator[Complaint]:
    """A time in trading hours is granted by whoever decides: 网管办 or the leader of 运管中心."""
    if is_outside and assessed.conclusion == PASSED and not assessed.window_granted:
        who = "网管办" if plan.is_first_level else "运管中心领导"
        yield "window_granted", f"计划时间与交易时间重叠，须由{who}批准例外，请写明批准人和理由，或退回改期。"


def g24(assessed: Assessed) -> Iterator[Complaint]:
    """Whether the leader is asked; if so, what he said."""
    if assessed.conclusion != PASSED:
        return
    if assessed.ask_leader is None:
        yield "ask_leader", "请选择是否请示领导。"
    elif assessed.ask_leader and not assessed.leader_opinion.strip():
        yield "leader_opinion", "评审小组决定请示领导，上级领导意见为必填，请待领导签署后再作结论。"


def _list(names: Sequence[str]) -> str:
    return "、".join(names)
