"""After the machine room: each unit's feedback, the watch, what 运管中心 confirms, the summary of a failure (C11, C12)."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.actions.saying import Word, of_voice, say
from docsys.changes.actions.turning import Saying, move, refuse, told_at, turn
from docsys.changes.models import Change, Statement, Voice
from docsys.changes.rules import finishing
from docsys.changes.rules.finishing import SHORT_OF_IT
from docsys.changes.rules.guards import broken
from docsys.changes.rules.plan import Named
from docsys.changes.rules.states import State
from docsys.clock import local_day
from docsys.errors import Forbidden, InvalidInput, Refused
from docsys.people.models import Unit
from docsys.people.rules import Actor, Permission, require
from docsys.records.models import Record
from docsys.records.rules import State as SheetState

SUMMARY = "BZ"
CONFIRMED = "confirm"


class NotRechecking(Refused):
    message: ClassVar[str] = "{number} 现在{state}，不在复核。"


class NotInUnit(Forbidden):
    message: ClassVar[str] = "复核结果由各实施单位自行反馈：{unit}不是本单的实施单位。"
    article: ClassVar[str | None] = "15.6.5（一）"


def feed_back(session: Session, change_id: int, said: str, *, actor: Actor, now: datetime) -> Statement:
    """G18: an implementing unit says how far the aim was reached; by somebody who did not execute."""
    change = _rechecking(session, change_id, actor)
    plan = queries.plan_of(change)
    unit = session.get_one(Unit, actor.unit_id)
    known = queries.units_named(session, plan.units)
    if unit.id not in {one.id for one in known.values()} and not _names(plan.verifiers, actor):
        raise NotInUnit(unit=unit.short_name)
    refuse(broken("G18", finishing.RECHECK, finishing.may_recheck(Named(actor.name, actor.login), plan.executors)))
    if not said.strip():
        raise InvalidInput(fields={"feedback": ["请填写变更目标的达成情况。"]})
    word = Word(Voice.FEEDBACK, unit.code, said, person=actor.name)
    return say(session, change, word, actor=actor, now=now)


def observe(  # noqa: PLR0913 - from when until when, and what was seen
    session: Session,
    change_id: int,
    since: datetime | None,
    until: datetime | None,
    said: str,
    *,
    actor: Actor,
    now: datetime,
) -> Statement:
    """G17: duty staff watch the system after the change; each watch is an entry of its own."""
    change = _rechecking(session, change_id, actor)
    require(actor, Permission.CHANGE_OBSERVE, actor.unit_id)
    fields = {} if said.strip() else {"observed": ["请填写观察结果。"]}
    if since is None or until is None or until < since or until > now:
        fields["until"] = ["请填写观察的开始和结束时间，结束不早于开始，也不晚于现在。"]
    if fields:
        raise InvalidInput(fields=fields)
    watch = f"{actor.login}:{len(of_voice(change, Voice.OBSERVATION)) + 1}"
    word = Word(Voice.OBSERVATION, watch, said, person=actor.name, since=since, until=until)
    return say(session, change, word, actor=actor, now=now)


def confirm(session: Session, change_id: int, *, actor: Actor, now: datetime) -> Change:
    """C11: 运管中心 confirms what the units fed back, and records it; what fell short goes to its summary."""
    change = queries.get(session, change_id, actor, to_change=True)
    verb = "confirm_failure" if change.outcome in SHORT_OF_IT else "confirm"
    change, row = turn(session, change_id, verb, actor=actor)
    plan = queries.plan_of(change)
    feedback, observed = (of_voice(change, voice) for voice in (Voice.FEEDBACK, Voice.OBSERVATION))
    heard = {one.unit_name for one in feedback}
    units = [
        unit.short_name for unit in {one.id: one for one in queries.units_named(session, plan.units).values()}.values()
    ]
    refuse(
        [
            *broken("G18", finishing.RECHECK, finishing.g18(units, heard)),
            *broken("G17", finishing.OBSERVATION, finishing.g17(len(observed))),
        ]
    )
    change.rechecked_at = now
    achieved = "\n".join(f"{one.unit_name}：{one.said}" if len(feedback) > 1 else one.said for one in feedback)
    values = {
        "feedback": [
            {"unit": one.unit_name, "person": one.person, "said": one.said, "at": told_at(one.at)} for one in feedback
        ],
        "observed": [
            {
                "from": told_at(one.since) if one.since else "",
                "until": told_at(one.until) if one.until else "",
                "person": one.person,
                "said": one.said,
            }
            for one in observed
        ],
        "rechecker": "、".join(one.person for one in feedback)[:200],
        "rechecked_on": str(local_day(now)),
        "recheck_confirmed": f"{actor.name} {told_at(now)}",
        "achievement": achieved[:1000],
    }
    return move(session, change, row, Saying("recheck", achieved[:500], values), actor=actor, now=now)


def summaries(session: Session, change: Change, *, confirmed: bool = True) -> list[Record]:
    """The summaries (BZ) of this order that 运管中心 has confirmed; or also those that it has not."""
    return [
        one
        for one in queries.sheets_of(session, SUMMARY, change.number)
        if one.state is not SheetState.CANCELLED and (not confirmed or is_confirmed(one))
    ]


def is_confirmed(summary: Record) -> bool:
    return any(step.step == CONFIRMED and step.verb == "sign" for step in summary.steps)


def summarise(session: Session, change_id: int, *, actor: Actor, now: datetime) -> Change:
    """C12: the summary of what fell short is there (G19)."""
    change, row = turn(session, change_id, "summarise", actor=actor)
    found = summaries(session, change)
    refuse(broken("G19", finishing.SUMMARY, finishing.g19(change.outcome, found[-1].number if found else "")))
    values = {"summary_number": found[-1].number}
    return move(session, change, row, Saying(remark=found[-1].number, values=values), actor=actor, now=now)


def _rechecking(session: Session, change_id: int, actor: Actor) -> Change:
    change = queries.get(session, change_id, actor, to_change=True)
    if change.state is not State.RECHECKING:
        raise NotRechecking(number=change.number, state=change.state.label)
    return change


def _names(people: tuple[Named, ...], actor: Actor) -> bool:
    return any(one.login == actor.login for one in people)
