"""The review group votes and concludes; the leader signs; the desk files and releases; a new plan is reviewed anew (C6, C7, C16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from docsys.calendars import queries as calendars
from docsys.calendars.rules import Which, YearMissing, window_conflicts
from docsys.changes import queries
from docsys.changes.actions.carrying import lay_out
from docsys.changes.actions.saying import Word, of_voice, say
from docsys.changes.actions.turning import Saying, move, refuse, tell, told_at, turn
from docsys.changes.actions.updating import list_updates
from docsys.changes.models import Change, Statement, Voice
from docsys.changes.rules import reviewing
from docsys.changes.rules.guards import Finding, broken
from docsys.changes.rules.plan import Level, Named, Plan
from docsys.changes.rules.reviewing import CHECKLIST, DISAGREES, OPINIONS, Assessed, Reviewer, Told, Vote
from docsys.changes.rules.states import State
from docsys.errors import Forbidden, InvalidInput, Refused
from docsys.people.rules import Actor, Permission, Role, may, require
from docsys.records.rules import State as SheetState

VERBS = {reviewing.PASSED: "approve", reviewing.FAILED: "reject", reviewing.RETURNED: "return"}
NOTICE = "BT"
ISSUED = "issue"


class NotReviewing(Refused):
    message: ClassVar[str] = "{number} 现在{state}，不在评审。"


class BeingRewritten(Refused):
    message: ClassVar[str] = "{number} 的方案正在修改，待申请人重新提交后再评审。"
    article: ClassVar[str | None] = "15.6.4（一）"


class NotInGroup(Forbidden):
    message: ClassVar[str] = "{sentence}"
    article: ClassVar[str | None] = "15.5.1（一）"


class NotLeader(Forbidden):
    message: ClassVar[str] = "上级领导意见由“上级领导”签署，您没有这一身份。"


@dataclass(frozen=True)
class Judgement:
    """What the review group writes down at the end."""

    conclusion: str
    opinion: str
    answers: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    overruled: str = ""
    ask_leader: bool | None = None
    window_granted: str = ""


def vote(session: Session, change_id: int, opinion: str, said: str, *, actor: Actor, now: datetime) -> Statement:
    """One reviewer's opinion in this round (G8). Said again, it replaces.

    Raises:
        NotInGroup: not of the group of this level, or applicant or planner of the order.

    """
    change = _under_review(session, change_id, actor)
    refuse_reviewer(queries.plan_of(change), actor)
    fields = {} if opinion in OPINIONS else {"opinion": ["请选择意见：同意、不同意或无意见。"]}
    if opinion == DISAGREES and not said.strip():
        fields["said"] = ["不同意的，请写明理由。"]
    if fields:
        raise InvalidInput(fields=fields)
    word = Word(Voice.VOTE, actor.login, said, opinion, person=actor.name, round=change.round)
    return say(session, change, word, actor=actor, now=now)


def votes(change: Change) -> list[Statement]:
    """The reviewers' opinions of this round."""
    return of_voice(change, Voice.VOTE, change.round)


def refuse_reviewer(plan: Plan, actor: Actor) -> None:
    """G8 upon one person."""
    require(actor, Permission.CHANGE_REVIEW, actor.unit_id)
    levels = {
        level
        for level, permission in (
            (Level.FIRST, Permission.CHANGE_REVIEW_FIRST),
            (Level.SECOND, Permission.CHANGE_REVIEW_SECOND),
        )
        if may(actor, permission, actor.unit_id)
    }
    reviewer = Reviewer(Named(actor.name, actor.login), frozenset(levels))
    for _, sentence in reviewing.may_review(plan, reviewer):
        raise NotInGroup(sentence=sentence)


def ask_leader(session: Session, change_id: int, *, actor: Actor, now: datetime) -> Change:
    """The group decides to ask the leader before it concludes (15.5.1（二）3)."""
    change = _under_review(session, change_id, actor)
    refuse_reviewer(queries.plan_of(change), actor)
    tell(session, change, Saying(verb="ask_leader", values={"ask_leader": True}), "请示领导", actor=actor, now=now)
    return change


def endorse(session: Session, change_id: int, opinion: str, *, actor: Actor, now: datetime) -> Change:
    """上级领导意见, signed by the leader (G24)."""
    change = _under_review(session, change_id, actor)
    if not may(actor, Permission.CHANGE_ENDORSE, actor.unit_id):
        raise NotLeader
    if not opinion.strip():
        raise InvalidInput(fields={"leader_opinion": ["请填写上级领导意见。"]})
    values = {"ask_leader": True, "leader_opinion": opinion.strip()}
    tell(session, change, Saying("endorse", opinion.strip(), values), "签署上级领导意见", actor=actor, now=now)
    return change


def decide(session: Session, change_id: int, judged: Judgement, *, actor: Actor, now: datetime) -> Change:
    """C6: the group concludes, by one of its members: 通过, 不通过 or 退回, with every point of the checklist answered.

    Raises:
        InvalidInput: G8, G9, G12 or G24 broken, each at its field.

    """
    verb = VERBS.get(judged.conclusion)
    if verb is None:
        raise InvalidInput(fields={"conclusion": ["请选择评审结论：通过、不通过或退回。"]})
    change, row = turn(session, change_id, verb, actor=actor)
    _check_settled(change)
    plan = queries.plan_of(change)
    refuse_reviewer(plan, actor)
    assessed = _assessed(change, judged)
    change.outside_window = is_outside(session, plan)
    refuse(_findings(session, change, plan, assessed))
    if verb == "approve":
        change.approved_at = now
    if verb == "reject":
        change.over_at = now
    said, values = judged.opinion.strip(), _written(change, judged)
    saying = Saying("", said, values, verb="return") if verb == "return" else Saying("review", said, values)
    return move(session, change, row, saying, actor=actor, now=now)


def _assessed(change: Change, judged: Judgement) -> Assessed:
    data = change.record.data
    asks = True if data.get("ask_leader") else judged.ask_leader
    leader = str(data.get("leader_opinion") or "")
    return Assessed(
        judged.answers, judged.opinion, judged.conclusion, judged.overruled, asks, leader, judged.window_granted.strip()
    )


def _findings(session: Session, change: Change, plan: Plan, assessed: Assessed) -> list[Finding]:
    given = [Vote(one.person, one.opinion) for one in votes(change)]
    members = queries.members(session, group(plan))
    found = broken("G8", reviewing.GROUP, reviewing.g8(plan, given, members, assessed))
    if assessed.conclusion == reviewing.RETURNED:
        return found if assessed.opinion.strip() else [*found, *_unsaid(assessed)]
    found += broken("G9", reviewing.ASSESSMENT, reviewing.g9(assessed))
    found += broken("G24", reviewing.LEADER, reviewing.g24(assessed))
    unasked = reviewing.consulted(plan, assessed, was=change.consulted_at is not None)
    outside = reviewing.g12(plan, assessed, is_outside=change.outside_window)
    return [
        *found,
        *broken("G7", reviewing.CONSULTATION, unasked),
        *broken("G12", "15.6.4（四）", outside),
    ]


def group(plan: Plan) -> Role:
    """Who reviews an order of this level (15.5.1（一）)."""
    return Role.WGB if plan.is_first_level else Role.CHG_REVIEWER


def _unsaid(assessed: Assessed) -> list[Finding]:
    complaints = ((field, said) for field, said in reviewing.g9(assessed) if field == "review_opinion")
    return broken("G9", reviewing.ASSESSMENT, complaints)


def _written(change: Change, judged: Judgement) -> dict[str, Any]:
    return {
        "review_opinion": judged.opinion.strip(),
        "conclusion": judged.conclusion,
        "overruled": judged.overruled.strip() or None,
        "ask_leader": bool(change.record.data.get("ask_leader") or judged.ask_leader),
        "window_granted": judged.window_granted.strip() or None,
        "assessed": [
            {"item": label, "answer": judged.answers.get(key), "said": judged.remarks.get(key)}
            for key, label in CHECKLIST.items()
        ],
        "votes": [
            {
                "person": one.person,
                "unit": one.unit_name,
                "opinion": one.opinion,
                "said": one.said,
                "at": told_at(one.at),
            }
            for one in votes(change)
        ],
    }


def is_outside(session: Session, plan: Plan) -> bool:
    """Whether the planned time meets trading hours; a year that is not loaded counts as if it did."""
    if plan.start is None or plan.end is None:
        return False
    try:
        return bool(window_conflicts(calendars.load(session, Which.TRADING), plan.start, plan.end))
    except YearMissing:
        return True


def release(  # noqa: PLR0913 - what the desk files and acknowledges
    session: Session,
    change_id: int,
    filed_on: date | None,
    filed_to: str,
    acknowledged: frozenset[str] = frozenset(),
    *,
    actor: Actor,
    now: datetime,
) -> Change:
    """C7: 一级 is filed with 证信办 and its units are told; conflicts are acknowledged (G10, G11)."""
    change, row = turn(session, change_id, "release", actor=actor)
    plan = queries.plan_of(change)
    conflicts = queries.conflicts(session, change)
    issued = issued_notices(session, change)
    told = Told(
        filed_on,
        filed_to.strip(),
        frozenset(unit for notice in issued for unit in notice.data.get("units") or ()),
        frozenset(one.number for one in conflicts),
        acknowledged,
    )
    refuse(
        [
            *broken("G10", reviewing.FILING, reviewing.g10(plan, told)),
            *broken("G11", reviewing.NOTICE, reviewing.g11(plan, told)),
        ]
    )
    change.released_at = now
    lay_out(session, change)
    list_updates(session, change)
    shared = "；".join(f"{one.number}（{'、'.join(one.nodes)}），已核对" for one in conflicts)
    values = {
        "filed_on": str(filed_on) if filed_on else None,
        "filed_to": filed_to.strip() or None,
        "notice": "、".join(one.number for one in issued) or None,
        "conflicts": (shared or "无")[:1000],
    }
    return move(session, change, row, Saying("file", "", values), actor=actor, now=now)


def issued_notices(session: Session, change: Change) -> list[Any]:
    """The notices (BT) of this order that were issued since its approval: one of a former plan tells of other hours."""
    since = change.approved_at
    return [
        one
        for one in queries.sheets_of(session, NOTICE, change.number)
        if one.state is not SheetState.CANCELLED
        and any(
            step.step == ISSUED and step.verb == "sign" and (since is None or step.at >= since) for step in one.steps
        )
    ]


def reopen(session: Session, change_id: int, reason: str, *, actor: Actor, now: datetime) -> Change:
    """C16: plan, time, level or scope must be altered after the approval; back to its review, the old plan kept (G23)."""
    change, row = turn(session, change_id, "reopen", actor=actor)
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["请写明方案须修改的原因。"]})
    former = {"at": now.isoformat(), "by": actor.name, "reason": reason.strip(), "values": dict(change.record.data)}
    change.former = [*change.former, former]
    change.approved_at = change.released_at = None
    change.round += 1
    move(session, change, row, Saying(remark=reason.strip(), verb="return"), actor=actor, now=now)
    change.record.state = SheetState.RETURNED
    change.record.tasks = []
    change.record.step_label = "修改方案"
    session.flush()
    return change


def _under_review(session: Session, change_id: int, actor: Actor) -> Change:
    change = queries.get(session, change_id, actor, to_change=True)
    if change.state is not State.REVIEWING:
        raise NotReviewing(number=change.number, state=change.state.label)
    _check_settled(change)
    return change


def _check_settled(change: Change) -> None:
    if change.record.state is SheetState.RETURNED and change.state is State.REVIEWING:
        raise BeingRewritten(number=change.number)
