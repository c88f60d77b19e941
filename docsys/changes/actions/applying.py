"""An order comes about with its sheet: begun, saved, handed in, taken back (C1, C2, C15). Listens to the acts of records."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import ClassVar, TypeVar

from sqlalchemy.orm import Session

from docsys import events
from docsys.changes import queries
from docsys.changes.actions.turning import SHEET, Saying, move, refuse, turn, waiting
from docsys.changes.events import ChangeCompleted
from docsys.changes.models import Change, ChangePerson, ChangeUnit, Part, Role
from docsys.changes.rules import plan as plans
from docsys.changes.rules.guards import submission
from docsys.changes.rules.plan import Named, Plan
from docsys.changes.rules.states import State
from docsys.changes.rules.table import TABLE
from docsys.errors import Forbidden, InvalidInput, Refused
from docsys.people.rules import Actor, Permission, may
from docsys.records import actions as records
from docsys.records import queries as sheets
from docsys.records.actions import Told
from docsys.records.events import RecordActed, RecordActing
from docsys.workflow import Transition

R = TypeVar("R")
SUBMITS = {State.DRAFT: "submit", State.RETURNED: "submit", State.REVIEWING: "resubmit", State.COMPLETING: "complete"}


class LedByChapter15(Refused):
    message: ClassVar[str] = "变更单须按第十五章的程序归档：请在变更单页面办理。"


class NotYours(Forbidden):
    message: ClassVar[str] = "撤销由变更申请人（评审通过前）或变更受理人员办理。"


class EmergencyRunning(Refused):
    message: ClassVar[str] = "{number} 为{state}，请先完成口头审批和紧急实施，再补填提交。"
    article: ClassVar[str | None] = "15.6.2（二）"


def about_to(session: Session, event: RecordActing) -> None:
    """A sheet is about to be handed in, taken back, cancelled or archived by hand: the order's guards speak."""
    if event.form_code != queries.FORM:
        return
    change = queries.of_record(session, event.record_id, to_change=True)
    if change is None:
        return
    if event.verb == "archive":
        raise LedByChapter15
    if event.verb == "withdraw":
        TABLE.transition(change.state, "take_back")
    if event.verb == "cancel":
        TABLE.transition(change.state, "cancel")
    if event.verb == "submit":
        _about_to_submit(session, change, event)


def _about_to_submit(session: Session, change: Change, event: RecordActing) -> None:
    verb = SUBMITS.get(change.state)
    if verb is None:
        raise EmergencyRunning(number=change.number, state=change.state.label)
    plan = plans.read(event.values)
    facts = queries.facts(session, event.at, plan, completing=verb == "complete")
    refuse(submission(plan, facts))


def was_done(session: Session, event: RecordActed) -> None:
    """The sheet was begun, saved, handed in, taken back or cancelled: the order follows."""
    if event.form_code != queries.FORM:
        return
    if event.verb == "start":
        _begin(session, event)
        return
    change = queries.of_record(session, event.record_id, to_change=True)
    if change is None:
        return
    remember(session, change)
    verb = {"submit": SUBMITS.get(change.state, ""), "withdraw": "take_back", "cancel": "cancel"}.get(event.verb)
    if verb:
        _follow(session, change, verb, event)


def _begin(session: Session, event: RecordActed) -> None:
    record = sheets.get(session, event.record_id, event.actor)
    change = Change(record=record, state=State.DRAFT, unit_id=record.unit_id)
    session.add(change)
    session.flush()
    remember(session, change)


def _follow(session: Session, change: Change, verb: str, event: RecordActed) -> None:
    row = TABLE.transition(change.state, verb)
    if verb in {"submit", "resubmit"}:
        change.submitted_at = event.at
    if verb == "complete":
        change.completed_at = event.at
    if verb == "cancel":
        change.over_at = event.at
    _settle(session, change, row, event)
    if verb == "complete":
        events.publish(session, ChangeCompleted(change.record_id, event.actor, event.at))


def _settle(session: Session, change: Change, row: Transition[State], event: RecordActed) -> None:
    """The sheet has noted the act itself; only its state and what it waits for are the order's to say."""
    change.state = row.after(change.state)
    records.move(
        session,
        change.record,
        {},
        Told(""),
        state=SHEET[change.state],
        waiting=waiting(change),
        actor=event.actor,
        now=event.at,
    )


def remember(session: Session, change: Change) -> None:
    """Keep as columns and rows what lists, calendars and tasks ask for."""
    plan = queries.plan_of(change)
    change.urgency, change.level = str(plan.type or ""), str(plan.level or "")
    change.reason_kind = str(change.record.data.get("reason_kind") or "")
    change.starts_at, change.ends_at = plan.start, plan.end
    change.nodes = list(plan.nodes)
    _keep(change.people, _people(session, change, plan), lambda one: (one.user_id, one.part))
    _keep(change.units, _units(session, change, plan), lambda one: (one.unit_id, one.role))
    session.flush()


def _keep(kept: list[R], wanted: Iterator[R], same: Callable[[R], object]) -> None:
    """Make `kept` what is `wanted`, leaving rows that stay: their uniqueness is checked row by row."""
    known, found = {same(one): one for one in kept}, {same(one): one for one in wanted}
    for name in known.keys() - found.keys():
        kept.remove(known[name])
    kept.extend(found[name] for name in found if name not in known)


def _people(session: Session, change: Change, plan: Plan) -> Iterator[ChangePerson]:
    known = queries.users(session, queries.logins_of(plan))
    named: Sequence[tuple[Part, Sequence[Named | None]]] = (
        (Part.APPLICANT, [plan.applicant]),
        (Part.PLANNER, [plan.planner]),
        (Part.EXECUTOR, plan.executors),
        (Part.VERIFIER, plan.verifiers),
        (Part.OPERATOR, [step.operator for step in plan.steps]),
        (Part.CHECKER, [step.checker for step in plan.steps]),
        (Part.RESPONSIBLE, [item.responsible for item in plan.documents]),
        (Part.RESPONSIBLE, [item.responsible for item in plan.config_items]),
    )
    parts = {(known[one.login].id, part) for part, people in named for one in people if one and one.login in known}
    for user_id, part in sorted(parts):
        yield ChangePerson(change_id=change.record_id, user_id=user_id, part=part)


def _units(session: Session, change: Change, plan: Plan) -> Iterator[ChangeUnit]:
    known = queries.units_named(session, [*plan.units, *plan.affected_units])
    named = ((Role.IMPLEMENTING, plan.units), (Role.AFFECTED, plan.affected_units))
    yield ChangeUnit(change_id=change.record_id, unit_id=change.unit_id, role=Role.APPLYING)
    for role, names in named:
        ids = {known[name].id for name in names if name in known}
        yield from (ChangeUnit(change_id=change.record_id, unit_id=unit_id, role=role) for unit_id in sorted(ids))


def cancel(session: Session, change_id: int, reason: str, *, actor: Actor, now: datetime) -> Change:
    """C15: given up, with the reason; by its applicant before the review has decided, by the desk until the start.

    Raises:
        NotYours: somebody else; InvalidInput: without a reason.

    """
    change, row = turn(session, change_id, "cancel", actor=actor)
    is_own = change.record.created_by == actor.user_id and change.state not in {State.APPROVED, State.READY}
    if not is_own and not may(actor, Permission.CHANGE_HANDLE):
        raise NotYours
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["请写明撤销的原因。"]})
    change.over_at = now
    return move(session, change, row, Saying(remark=reason.strip()), actor=actor, now=now)
