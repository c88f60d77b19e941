"""A change begins and ends: what is checked on the clock at its start, what its result must say (C8 to C10)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.actions.saying import of_voice
from docsys.changes.actions.turning import Saying, move, refuse, told_at, turn
from docsys.changes.models import Change, ChangeStep, Doing, StepKind, Voice
from docsys.changes.rules import finishing, guards, persons
from docsys.changes.rules.finishing import Performed, Result
from docsys.changes.rules.guards import Finding, broken
from docsys.changes.rules.plan import Plan
from docsys.clock import local
from docsys.people.models import User
from docsys.people.rules import Actor


def lay_out(session: Session, change: Change) -> None:
    """Write the steps of the approved plan as rows to be carried out; once an order is released its plan is fixed."""
    change.steps.clear()
    session.flush()
    plan = queries.plan_of(change)
    change.steps.extend(_before_and_after(plan))
    for place, step in enumerate(plan.steps, 1):
        operator, checker = (str(one) if one else "" for one in (step.operator, step.checker))
        change.steps.append(
            ChangeStep(
                kind=StepKind.STEP,
                place=place,
                item=step.item,
                operator=operator,
                checker=checker,
                planned_start=step.start,
                planned_end=step.end,
                doing=Doing.OPEN,
            )
        )
    session.flush()


def _before_and_after(plan: Plan) -> Iterator[ChangeStep]:
    for kind, items in ((StepKind.BEFORE, plan.prechecks), (StepKind.AFTER, plan.posttests)):
        yield from (
            ChangeStep(kind=kind, place=place, item=item, doing=Doing.OPEN) for place, item in enumerate(items, 1)
        )


def begin(session: Session, change_id: int, reason: str, *, actor: Actor, now: datetime) -> Change:
    """C8: the checks before are all ticked, the clock is within the plan and outside trading hours, two persons are there.

    Raises:
        InvalidInput: a guard is broken; with `reason` the clock may be otherwise, and that is kept as an exception.

    """
    change, row = turn(session, change_id, "begin", actor=actor)
    refuse(in_the_way(session, change, reason.strip(), now))
    change.started_at = now
    values = {
        "started_at": typed_moment(now),
        "deviation": reason.strip() or None,
        "prechecked": _rows(change, StepKind.BEFORE),
    }
    return move(session, change, row, Saying(remark=reason.strip(), values=values), actor=actor, now=now)


def in_the_way(session: Session, change: Change, reason: str, now: datetime) -> list[Finding]:
    """What keeps an order from being begun at this moment; asked when its page is drawn, and again when it begins."""
    plan = queries.plan_of(change)
    facts = queries.facts(session, now, plan)
    granted = bool(change.record.data.get("window_granted"))
    before = [one for one in performed(session, change) if one.kind == StepKind.BEFORE.label]
    clock = finishing.start_on_the_clock(plan, now, facts.trading, reason, granted=granted)
    return [
        *broken("G12", finishing.WINDOW, clock),
        *broken("G13", guards.PERSONS, persons.two_persons(plan.executors, plan.verifiers, facts.people)),
        *broken("C8", "15.6.2（四）", finishing.prechecked(before)),
    ]


def finish(session: Session, change_id: int, result: Result, *, actor: Actor, now: datetime) -> Change:
    """C9, C10: everything was done and checked, a verifier confirmed, the result is told; after a failure the way back.

    Raises:
        InvalidInput: G14 or G13 broken, or the result incomplete.

    """
    verb = "fail" if result.outcome in {finishing.FAILURE, finishing.ROLLED_BACK} else "finish"
    change, row = turn(session, change_id, verb, actor=actor)
    failed = verb == "fail"
    steps = performed(session, change)
    doers = _staff(session, {one.done_by_id for one in change.steps if one.kind == StepKind.STEP})
    verifiers = _staff(session, {one.by_id for one in of_voice(change, Voice.VERIFICATION)})
    refuse(
        [
            *broken("C9", finishing.RECHECK, finishing.finished(result)),
            *([] if failed else broken("G14", finishing.RUN, finishing.g14(steps))),
            *broken("G13", guards.PERSONS, finishing.really_two(doers, verifiers)),
        ]
    )
    change.ended_at, change.outcome = now, result.outcome
    saying = Saying("implement", result.said.strip() or result.outcome, told_of(change, result, now))
    return move(session, change, row, saying, actor=actor, now=now)


def told_of(change: Change, result: Result, ended: datetime) -> dict[str, Any]:
    """What F-04 says of the implementation."""
    return {
        "ended_at": typed_moment(ended),
        "prechecked": _rows(change, StepKind.BEFORE),
        "performed": [performed_row(one) for one in change.steps if one.kind == StepKind.STEP],
        "posttested": _rows(change, StepKind.AFTER),
        "outcome": result.outcome,
        "rolled_back": result.rolled_back,
        "rolled_back_at": typed_moment(result.rolled_back_at) if result.rolled_back_at else None,
        "result_said": result.said.strip() or None,
        "evidence": "、".join(one.file.original_name for one in change.files)[:1000] or None,
    }


def performed(session: Session, change: Change) -> list[Performed]:
    """The steps as the guards take them."""
    return [
        Performed(
            kind=StepKind(one.kind).label,
            place=one.place,
            item=one.item,
            is_done=one.doing == Doing.DONE,
            is_skipped=one.doing == Doing.SKIPPED,
            deviation=one.deviation,
            operator=one.done_by or None,
            checker=one.checked_by or None,
            is_checked=bool(one.checked_by) or one.kind != StepKind.STEP,
            is_late=is_late(one),
        )
        for one in queries.steps_of(session, change.record_id)
    ]


def is_late(step: ChangeStep) -> bool:
    """Whether its real times, by the minute, lie outside its planned ones."""
    if step.planned_start is None or step.planned_end is None or step.started_at is None or step.ended_at is None:
        return False
    started, ended = (moment.replace(second=0, microsecond=0) for moment in (step.started_at, step.ended_at))
    return started < step.planned_start or ended > step.planned_end


def _staff(session: Session, ids: set[int | None]) -> set[str]:
    """The staff numbers of these accounts: two accounts of one person count once."""
    return {session.get_one(User, user_id).staff_no for user_id in ids if user_id}


def _rows(change: Change, kind: StepKind) -> list[dict[str, Any]]:
    return [
        {
            "item": one.item,
            "result": one.result or Doing(one.doing).label,
            "person": one.done_by,
            "at": told_at(one.ended_at) if one.ended_at else "",
        }
        for one in change.steps
        if one.kind == kind
    ]


def performed_row(step: ChangeStep) -> dict[str, Any]:
    return {
        "item": step.item,
        "start": f"{local(step.started_at):%m-%d %H:%M}" if step.started_at else "",
        "end": f"{local(step.ended_at):%m-%d %H:%M}" if step.ended_at else "",
        "operator": step.done_by,
        "result": step.result or Doing(step.doing).label,
        "checker": step.checked_by,
        "deviation": step.deviation,
    }


def typed_moment(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%dT%H:%M}"
