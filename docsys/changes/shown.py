"""An order as its pages show it: the line of stages, every act of its state with why this person cannot do it now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.actions import closing, receiving, reviewing
from docsys.changes.actions.applying import NotYours
from docsys.changes.actions.turning import permit, waiting
from docsys.changes.models import Change
from docsys.changes.rules import stages as lines
from docsys.changes.rules.finishing import SHORT_OF_IT
from docsys.changes.rules.plan import Level
from docsys.changes.rules.states import State
from docsys.changes.rules.table import TABLE
from docsys.clock import local
from docsys.errors import Refused
from docsys.people.rules import ROLE_LABELS, Actor, Permission, Role, may
from docsys.records import queries as sheets
from docsys.records import rules as records
from docsys.records.actions.keeping import require_author
from docsys.records.rules import State as SheetState
from docsys.workflow import Transition

ELSEWHERE = frozenset({"report"})
"""Acts that begin an order and have a page of their own."""
ON_SHEET = frozenset({"submit", "resubmit", "complete", "take_back"})
"""Acts that the sheet page carries out."""
TONES: Mapping[State, str] = {
    State.DRAFT: "draft",
    State.RETURNED: "soon",
    State.REJECTED: "late",
    State.WITHDRAWN: "past",
    State.ARCHIVED: "valid",
    State.RUNNING: "soon",
    State.SUMMARISING: "soon",
    State.READY: "valid",
    State.REPORTED: "urgent",
    State.ALLOWED: "urgent",
    State.URGENT: "urgent",
    State.COMPLETING: "soon",
}


def tone(state: State) -> str:
    """The colour of a state; the word always stands beside it."""
    return TONES.get(state, "draft")


@dataclass(frozen=True)
class Offer:
    """One act of the table in the present state: `why` is empty where this person can do it now."""

    verb: str
    label: str
    article: str
    why: str = ""


def offers(session: Session, change: Change, actor: Actor) -> list[Offer]:
    """Every act that the table knows in this state: what this person can do first."""
    found = [
        Offer(row.verb, row.label, row.article, why_not(session, change, row, actor))
        for row in TABLE.offers(change.state)
        if row.verb not in ELSEWHERE
    ]
    return sorted(found, key=lambda one: bool(one.why))


def why_not(session: Session, change: Change, row: Transition[State], actor: Actor) -> str:
    """Why this person cannot do it now, in the words of the refusal that he would meet."""
    try:
        permit(change, row, actor)
        check = CHECKS.get(row.verb)
        if check:
            check(session, change, actor)
    except Refused as refused:
        return refused.sentence
    return ""


def may_do(session: Session, change: Change, verb: str, actor: Actor) -> bool:
    """Whether the form of this act stands open for this person."""
    return TABLE.allows(change.state, verb) and not why_not(
        session, change, TABLE.transition(change.state, verb), actor
    )


def _writes(_session: Session, change: Change, actor: Actor) -> None:
    require_author(change.record, sheets.form_of(change.record), actor)


def _takes_back(session: Session, change: Change, actor: Actor) -> None:
    _writes(session, change, actor)
    records.check_untouched(change.number, change.state.label, sheets.past_of(change.record).steps)


def _resubmits(session: Session, change: Change, actor: Actor) -> None:
    _writes(session, change, actor)
    if change.record.state is not SheetState.RETURNED:
        raise Refused(message="方案没有退回修改；评审通过后需要修改的，由变更受理人员“修改方案，重新评审”。")


def _is_first(_session: Session, change: Change, _actor: Actor) -> None:
    if change.level != Level.FIRST:
        raise receiving.WrongWay(level=change.level, way="由运管中心评审，不征求各承建单位意见，请直接转评审")


def _is_second(_session: Session, change: Change, _actor: Actor) -> None:
    if change.level != Level.SECOND:
        raise receiving.WrongWay(
            level=change.level, way="须先征求各承建单位意见，再由网管办评审", article="15.6.2（三）"
        )


def _reviews(_session: Session, change: Change, actor: Actor) -> None:
    reviewing.refuse_reviewer(queries.plan_of(change), actor)
    if _is_rewritten(change):
        raise reviewing.BeingRewritten(number=change.number)


def _cancels(_session: Session, change: Change, actor: Actor) -> None:
    is_own = change.record.created_by == actor.user_id and change.state not in {State.APPROVED, State.READY}
    if not is_own and not may(actor, Permission.CHANGE_HANDLE):
        raise NotYours


def _succeeded(_session: Session, change: Change, _actor: Actor) -> None:
    if change.outcome in SHORT_OF_IT:
        raise Refused(message="变更结果为“{outcome}”，请确认后转总结（15.6.5（二））。", outcome=change.outcome)


def _fell_short(_session: Session, change: Change, _actor: Actor) -> None:
    if change.outcome not in SHORT_OF_IT:
        raise Refused(message="变更结果为“{outcome}”，无须总结，请确认复核结果。", outcome=change.outcome)


def _sums_up(session: Session, change: Change, _actor: Actor) -> None:
    if not closing.summaries(session, change):
        raise Refused(message="请先由实施单位填写变更总结（BZ）并经运管中心确认（15.6.5（二））。")


Check = Callable[[Session, Change, Actor], None]
CHECKS: Mapping[str, Check] = {
    "submit": _writes,
    "resubmit": _resubmits,
    "complete": _writes,
    "take_back": _takes_back,
    "consult": _is_first,
    "pass_on": _is_second,
    "approve": _reviews,
    "reject": _reviews,
    "return": _reviews,
    "cancel": _cancels,
    "confirm": _succeeded,
    "confirm_failure": _fell_short,
    "summarise": _sums_up,
}
"""What stands in the way of an act beside its permission; the guards speak where it is done."""


def line(change: Change) -> list[dict[str, str]]:
    """The line of stages, for `ui.steps`."""
    drawn = lines.stages(change.state, change.urgency, change.level)
    stamps: dict[str, datetime | None] = {one.stamp: getattr(change, one.stamp) for one in drawn}
    states = lines.standing(drawn, change.state, stamps)
    return [
        {
            "label": one.label,
            "state": state,
            "who": _who(change, one.label),
            "when": _when(stamps[one.stamp]) if state == "done" else "",
        }
        for one, state in zip(drawn, states, strict=True)
    ]


def _who(change: Change, label: str) -> str:
    plan = queries.plan_of(change)
    executors = len({one.login or one.name for one in (*plan.executors, *plan.verifiers)})
    words = {
        "申请": str(plan.applicant or ""),
        "受理": str(change.record.data.get("received_by") or "运管中心"),
        "征求意见": "各承建单位",
        "评审": "网管办" if plan.is_first_level else "运管中心",
        "报备与通知": "证信办" if plan.is_first_level else "运管中心",
        "口头上报": str(change.record.data.get("approver") or "证信办"),
        "补填": str(plan.applicant or ""),
        "复核": "实施单位、运管中心",
        "更新核对": f"文档 {len(plan.documents)} · 配置 {len(plan.config_items)}",
        "归档": "双人确认",
    }
    return words.get(label, f"{executors} 人" if executors else "")


def _when(moment: datetime | None) -> str:
    return f"{local(moment):%m-%d %H:%M}" if moment else ""


def waits_for(session: Session, change: Change) -> tuple[str, str]:
    """What the order waits for now, and whom: (复核, 变更受理、刘颖). Nothing where it is over."""
    if change.state in {State.DRAFT, State.RETURNED} or _is_rewritten(change):
        label = "修改方案后重新提交" if _is_rewritten(change) else "填写并提交"
        return label, _names(session, {change.record.created_by})
    found = waiting(change)
    roles = [ROLE_LABELS[Role(one)] for one in found.roles]
    return found.label, "、".join([*roles, *filter(None, [_names(session, set(found.user_ids))])])


def _is_rewritten(change: Change) -> bool:
    return change.state is State.REVIEWING and change.record.state is SheetState.RETURNED


def _names(session: Session, ids: set[int]) -> str:
    return "、".join(sheets.user_names(session, sorted(ids)).values()) if ids else ""
