"""What every act upon an order does: permit it by the table, refuse it by its guards, move it on, tell its sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from docsys import events
from docsys.changes import queries
from docsys.changes.events import ChangeMoved
from docsys.changes.models import Change, Part
from docsys.changes.rules.guards import Finding, Standing
from docsys.changes.rules.states import State
from docsys.changes.rules.table import TABLE
from docsys.clock import local
from docsys.errors import Forbidden, InvalidInput
from docsys.people.rules import Actor, Role, require
from docsys.records import actions as records
from docsys.records.actions import Told, Waiting
from docsys.records.rules import State as SheetState
from docsys.workflow import Transition

# How the sheet of an order stands while the order is in that state.
SHEET: Mapping[State, SheetState] = {
    **dict.fromkeys(State, SheetState.PENDING),
    **dict.fromkeys((State.DRAFT, State.REPORTED, State.ALLOWED, State.URGENT, State.COMPLETING), SheetState.DRAFT),
    State.RETURNED: SheetState.RETURNED,
    State.CLOSING: SheetState.COMPLETED,
    State.ARCHIVED: SheetState.ARCHIVED,
    State.WITHDRAWN: SheetState.CANCELLED,
    State.REJECTED: SheetState.CANCELLED,
}
SET = "change.set"
"""The job that files the complete set of an archived order."""
DESK = (Role.CHG_DESK.value,)
# What an order waits for in that state: the step of its form, in words, and the roles that can do it.
WAITS: Mapping[State, Waiting] = {
    State.SUBMITTED: Waiting("receive", "受理", DESK),
    State.CONSULTING: Waiting("consult", "征求意见", DESK),
    State.REVIEWING: Waiting("review", "评审"),
    State.APPROVED: Waiting("file", "报备与通知", DESK),
    State.READY: Waiting("implement", "实施"),
    State.RUNNING: Waiting("implement", "实施完成"),
    State.RECHECKING: Waiting("recheck", "复核", DESK),
    State.SUMMARISING: Waiting("recheck", "总结", DESK),
    State.VERIFYING: Waiting("verify", "更新核对", (Role.DOCADMIN.value, Role.CFGADMIN.value)),
    State.CLOSING: Waiting("verify", "归档", DESK),
    State.REPORTED: Waiting("oral", "证信办决定", (Role.ZXB.value,)),
    State.ALLOWED: Waiting("implement", "紧急实施"),
    State.URGENT: Waiting("implement", "紧急实施结束"),
    State.COMPLETING: Waiting("oral", "补填"),
}
HANDS: Mapping[State, frozenset[Part]] = {
    State.READY: frozenset({Part.EXECUTOR}),
    State.RUNNING: frozenset({Part.EXECUTOR, Part.VERIFIER, Part.OPERATOR, Part.CHECKER}),
    State.ALLOWED: frozenset({Part.APPLICANT, Part.EXECUTOR}),
    State.URGENT: frozenset({Part.APPLICANT, Part.EXECUTOR, Part.VERIFIER}),
    State.RECHECKING: frozenset({Part.VERIFIER}),
    State.COMPLETING: frozenset({Part.APPLICANT}),
}


class NotInvolved(Forbidden):
    message: ClassVar[str] = "“{verb}”由{who}办理，您不在其中。"


@dataclass(frozen=True)
class Saying:
    """What is told to the sheet of an act: which step of the form it signs, in which words, and what it writes."""

    step: str = ""
    remark: str = ""
    values: Mapping[str, Any] | None = None
    verb: str = ""


def turn(session: Session, change_id: int, verb: str, *, actor: Actor) -> tuple[Change, Transition[State]]:
    """The order, held for this act, and the row of the table that allows it.

    Raises:
        NotFound: not visible. TransitionForbidden: not in this state. Forbidden: not by this person.

    """
    change = queries.get(session, change_id, actor, to_change=True)
    row = TABLE.transition(change.state, verb)
    permit(change, row, actor)
    return change, row


def permit(change: Change, row: Transition[State], actor: Actor) -> None:
    """Raise Forbidden unless the table lets this person do it: by permission, or because the order names him."""
    if row.permission is not None:
        require(actor, row.permission, actor.unit_id)  # type: ignore[arg-type] # the table of this room names our permissions
        return
    parts = BY_PART.get(row.verb)
    if parts and not involved(change, actor, parts):
        raise NotInvolved(verb=row.label, who="、".join(part.label for part in parts))


BY_PART: Mapping[str, tuple[Part, ...]] = {
    "begin": (Part.EXECUTOR,),
    "finish": (Part.EXECUTOR,),
    "fail": (Part.EXECUTOR,),
    "begin_urgent": (Part.APPLICANT, Part.EXECUTOR),
    "end_urgent": (Part.APPLICANT, Part.EXECUTOR),
    "report": (Part.APPLICANT,),
}


def involved(change: Change, actor: Actor, parts: Iterable[Part]) -> bool:
    """Whether the order names this person in one of these parts; its writer is its applicant."""
    wanted = set(parts)
    if Part.APPLICANT in wanted and change.record.created_by == actor.user_id:
        return True
    return any(one.user_id == actor.user_id and Part(one.part) in wanted for one in change.people)


def refuse(findings: Iterable[Finding]) -> None:
    """Raise InvalidInput with every broken guard at its field."""
    fields: dict[str, list[str]] = {}
    for one in findings:
        if one.standing is Standing.BROKEN:
            fields.setdefault(one.field, []).append(one.sentence)
    if fields:
        raise InvalidInput(fields=fields)


def move(
    session: Session, change: Change, row: Transition[State], saying: Saying, *, actor: Actor, now: datetime
) -> Change:
    """Carry the act out: the order stands where the table says, its sheet knows it, and others hear of it."""
    before, change.state = change.state, row.after(change.state)
    verb = saying.verb or ("sign" if saying.step else row.verb)
    told = Told(verb, saying.step, saying.remark, row.label)
    records.move(
        session,
        change.record,
        saying.values or {},
        told,
        state=SHEET[change.state],
        waiting=waiting(change),
        actor=actor,
        now=now,
        filing=SET,
    )
    session.flush()
    events.publish(session, ChangeMoved(change.record_id, change.number, before, change.state))
    return change


def tell(session: Session, change: Change, saying: Saying, label: str, *, actor: Actor, now: datetime) -> None:
    """Note something on the sheet without a move of the order."""
    told = Told(saying.verb or "sign", saying.step, saying.remark, label)
    records.move(
        session,
        change.record,
        saying.values or {},
        told,
        state=change.record.state,
        waiting=waiting(change),
        actor=actor,
        now=now,
    )


def waiting(change: Change) -> Waiting:
    """What the order waits for now, and for whom."""
    plain = WAITS.get(change.state)
    if plain is None:
        return Waiting()
    roles = plain.roles
    if change.state is State.REVIEWING:
        roles = (Role.WGB.value,) if change.level == "一级" else (Role.CHG_REVIEWER.value,)
    parts = HANDS.get(change.state, frozenset())
    ids = {one.user_id for one in change.people if one.part in parts}
    if Part.APPLICANT in parts:
        ids.add(change.record.created_by)
    return Waiting(plain.step, plain.label, roles, tuple(sorted(ids)))


def told_at(moment: datetime) -> str:
    """A moment as sheets print it: 2026-11-28 09:02."""
    return f"{local(moment):%Y-%m-%d %H:%M}"
