"""紧急变更: reported by word of mouth, decided by 证信办, carried out at once, written up afterwards (X1 to X4)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from docsys.calendars import queries as calendars
from docsys.calendars.rules import Which, due_day
from docsys.changes import queries
from docsys.changes.actions.applying import remember
from docsys.changes.actions.carrying import lay_out, performed_row, told_of
from docsys.changes.actions.saying import Word, say
from docsys.changes.actions.turning import Saying, move, refuse, tell, turn
from docsys.changes.actions.updating import list_updates
from docsys.changes.events import ChangeCompleted
from docsys.changes.models import Change, Doing, StepKind, Voice
from docsys.changes.rules import finishing, guards, persons
from docsys.changes.rules import plan as plans
from docsys.changes.rules.finishing import Result
from docsys.changes.rules.guards import broken
from docsys.changes.rules.plan import Urgency, moment
from docsys.changes.rules.states import State
from docsys.clock import local, local_day
from docsys.errors import InvalidInput, Refused
from docsys.forms.shape import Form
from docsys.people.rules import Actor, Permission, may, require
from docsys.records import actions as records
from docsys.records.actions import Typed

COMPLETION_DAYS = 2
"""Working days after the implementation within which the order is written up (G16, A-19)."""


class NotYetDecided(Refused):
    message: ClassVar[str] = "{number} 尚无口头批准的记录，或已经确认。"


@dataclass(frozen=True)
class Report:
    """What is known on the telephone: what, why at once, which effect, who reports, when."""

    name: str
    urgency: str
    impact: str
    reporter: str
    reported_at: datetime | None
    level: str = "二级"
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What 证信办 said: who, by which means, when; what 网管办 said where it was asked."""

    approver: str
    means: str
    at: datetime | None
    deliberation: str = ""


@dataclass(frozen=True)
class Team:
    """Who goes and who verifies, as persons of the form: `王海涛（wanghaitao）`."""

    executors: tuple[str, ...] = field(default_factory=tuple)
    verifiers: tuple[str, ...] = field(default_factory=tuple)


def report(session: Session, form: Form, said: Report, *, actor: Actor, now: datetime) -> Change:
    """X1: an order with its number at once; everything else is written up afterwards.

    Raises:
        InvalidInput: one of the five is missing.

    """
    _check_report(said, now)
    record = records.start(session, form, actor=actor, now=now)
    raw = {
        "type": Urgency.EMERGENCY.value,
        "level": said.level,
        "name": said.name,
        "reason": said.urgency,
        "impact_business": said.impact[:120],
        "nodes": list(said.nodes),
    }
    records.save(session, record.id, Typed(raw, record.version), actor=actor, now=now)
    change, row = turn(session, record.id, "report", actor=actor)
    values = {
        "reporter": said.reporter,
        "reported_at": _typed(said.reported_at or now),
        "urgency": said.urgency,
        "oral_impact": said.impact,
        "recorder": actor.name,
    }
    change.submitted_at = now
    return move(session, change, row, Saying(remark=said.urgency, values=values), actor=actor, now=now)


def _check_report(said: Report, now: datetime) -> None:
    wanted = (("name", "变更名称"), ("urgency", "紧急理由"), ("impact", "影响"), ("reporter", "上报人"))
    fields = {name: [f"请填写“{label}”。"] for name, label in wanted if not getattr(said, name).strip()}
    if said.reported_at and said.reported_at > now:
        fields["reported_at"] = ["上报时间晚于现在，请核对。"]
    if said.level not in {"一级", "二级"}:
        fields["level"] = ["请选择变更级别：一级或二级。"]
    if fields:
        raise InvalidInput(fields=fields)


def decide(session: Session, change_id: int, verb: str, decision: Decision, *, actor: Actor, now: datetime) -> Change:
    """X2: `allow`, `refuse` or `demote`, by 证信办, or noted for it by the desk and confirmed by 证信办 later.

    Raises:
        InvalidInput: G15, who decided, by which means, when.

    """
    change, row = turn(session, change_id, verb, actor=actor)
    refuse(broken("G15", guards.EMERGENCY, finishing.g15(decision.approver, decision.means, decision.at, now)))
    is_own = may(actor, Permission.CHANGE_CONFIRM_ORAL, actor.unit_id)
    values: dict[str, Any] = {
        "approver": decision.approver.strip(),
        "means": decision.means.strip(),
        "approved_at": _typed(decision.at or now),
        "deliberation": decision.deliberation.strip() or None,
        "oral_confirmed": f"{actor.name} {local(now):%Y-%m-%d %H:%M}" if is_own else None,
    }
    if verb == "allow":
        change.approved_at = decision.at
    if verb == "refuse":
        change.over_at = now
    if verb == "demote":
        values |= {"type": Urgency.ORDINARY.value}
    said = f"{decision.approver}，{decision.means}"
    moved = move(session, change, row, Saying("oral", said, values), actor=actor, now=now)
    if verb == "demote":
        remember(session, change)
    return moved


def confirm_decision(session: Session, change_id: int, *, actor: Actor, now: datetime) -> Change:
    """证信办 confirms what the desk noted of its decision."""
    require(actor, Permission.CHANGE_CONFIRM_ORAL, actor.unit_id)
    change = queries.get(session, change_id, actor, to_change=True)
    data = change.record.data
    if not data.get("approver") or data.get("oral_confirmed"):
        raise NotYetDecided(number=change.number)
    values = {"oral_confirmed": f"{actor.name} {local(now):%Y-%m-%d %H:%M}"}
    tell(session, change, Saying("oral", "", values), "确认口头批准", actor=actor, now=now)
    return change


def begin(session: Session, change_id: int, team: Team, *, actor: Actor, now: datetime) -> Change:
    """X3: two persons still (G13); no window, but the decision came first (G15)."""
    change, row = turn(session, change_id, "begin_urgent", actor=actor)
    values: dict[str, Any] = {"executors": list(team.executors), "verifiers": list(team.verifiers)}
    plan = plans.read({**change.record.data, **values})
    people = queries.people(session, queries.logins_of(plan))
    approved = moment(change.record.data.get("approved_at"))
    refuse(
        [
            *broken("G13", guards.PERSONS, persons.two_persons(plan.executors, plan.verifiers, people)),
            *broken("G15", guards.EMERGENCY, finishing.after_approval(approved, now)),
        ]
    )
    change.started_at = now
    change.outside_window = True
    values |= {"started_at": _typed(now), "start": _typed(now)}
    moved = move(session, change, row, Saying(values=values), actor=actor, now=now)
    remember(session, change)
    return moved


def end(session: Session, change_id: int, result: Result, *, actor: Actor, now: datetime) -> Change:
    """X3: it is over; the order is to be written up within two working days (G16)."""
    change, row = turn(session, change_id, "end_urgent", actor=actor)
    plan = queries.plan_of(change)
    people = queries.people(session, queries.logins_of(plan))
    refuse(
        [
            *broken("C9", finishing.RECHECK, finishing.finished(result)),
            *broken("G13", guards.PERSONS, persons.two_persons(plan.executors, plan.verifiers, people)),
        ]
    )
    change.ended_at, change.outcome = now, result.outcome
    change.complete_by = due_day(calendars.load(session, Which.WORKING), local_day(now), COMPLETION_DAYS).on
    values = told_of(change, result, now) | {"end": _typed(now), "complete_by": str(change.complete_by)}
    saying = Saying("implement", result.said.strip() or result.outcome, values)
    moved = move(session, change, row, saying, actor=actor, now=now)
    remember(session, change)
    return moved


def was_completed(session: Session, event: ChangeCompleted) -> None:
    """X4: written up; its steps are what was done, as their operators say now, and each is its verifier's word."""
    change = queries.of_record(session, event.change_id, to_change=True)
    if change is None:
        return
    actor, now = event.actor, event.at
    lay_out(session, change)
    for step in change.steps:
        step.doing, step.result = Doing.DONE, "按补填"
        step.started_at, step.ended_at = step.planned_start, step.planned_end
        step.done_by, step.checked_by = step.operator, step.checker
    list_updates(session, change)
    plan = queries.plan_of(change)
    known = queries.users(session, queries.logins_of(plan))
    for one in plan.verifiers:
        if one.login in known:
            user = known[one.login]
            word = Word(Voice.VERIFICATION, user.login, "事后补填", unit=user.unit.short_name, person=user.name)
            say(session, change, word, actor=actor, now=now)
    rows = [performed_row(step) for step in change.steps if step.kind == StepKind.STEP]
    tell(session, change, Saying(verb="complete", values={"performed": rows}), "补填", actor=actor, now=now)


def is_late(change: Change, today: date) -> bool:
    """Whether it should have been written up by now; never a reason to refuse it (G16)."""
    return change.state is State.COMPLETING and change.complete_by is not None and today > change.complete_by


def _typed(at: datetime) -> str:
    return f"{local(at):%Y-%m-%dT%H:%M}"
