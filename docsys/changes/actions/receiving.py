"""运管中心 takes an order in, consults every 承建单位, and passes it on (C3, C4, C5)."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.actions.saying import Word, of_voice, say
from docsys.changes.actions.turning import Saying, move, refuse, told_at, turn
from docsys.changes.models import Change, Statement, Voice
from docsys.changes.rules import reviewing
from docsys.changes.rules.guards import broken
from docsys.changes.rules.plan import Level
from docsys.changes.rules.reviewing import OPINIONS, OVERDUE, Heard
from docsys.changes.rules.states import State
from docsys.clock import local_day
from docsys.errors import Forbidden, InvalidInput, Refused, RuleBroken
from docsys.people.models import Unit
from docsys.people.rules import Actor, Permission, may, require


class WrongWay(RuleBroken):
    message: ClassVar[str] = "{level}变更{way}。"
    article: ClassVar[str | None] = "15.5.1（一）"


class NotAsked(Refused):
    message: ClassVar[str] = "{number} 现在{state}，不在征求意见。"


class NotYourUnit(Forbidden):
    message: ClassVar[str] = "请填写本单位的意见；其他单位的意见由该单位人员填写，或由变更受理人员代录。"


def send_back(session: Session, change_id: int, reason: str, *, actor: Actor, now: datetime) -> Change:
    """C3: back to the applicant, with what is missing."""
    change, row = turn(session, change_id, "send_back", actor=actor)
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["请写明退回的原因和要补正的内容。"]})
    return move(session, change, row, Saying(remark=reason.strip(), verb="return"), actor=actor, now=now)


def pass_on(session: Session, change_id: int, *, actor: Actor, now: datetime) -> Change:
    """C4b: type and level are confirmed; 二级 goes to its review at once."""
    change, row = turn(session, change_id, "pass_on", actor=actor)
    if change.level != Level.SECOND:
        raise WrongWay(level=change.level, way="须先征求各承建单位意见，再由网管办评审", article="15.6.2（三）")
    change.received_at = now
    return move(session, change, row, _received(change, actor, now), actor=actor, now=now)


def consult(session: Session, change_id: int, reply_by: date | None, *, actor: Actor, now: datetime) -> Change:
    """C4a: type and level are confirmed; every active 承建单位 is asked until `reply_by`."""
    change, row = turn(session, change_id, "consult", actor=actor)
    if change.level != Level.FIRST:
        raise WrongWay(level=change.level, way="由运管中心评审，不征求各承建单位意见，请直接转评审")
    if reply_by is None or reply_by < local_day(now):
        raise InvalidInput(fields={"reply_by": ["请填写答复期限，不早于今天。"]})
    change.received_at, change.reply_by = now, reply_by
    change.consultation += 1
    saying = _received(change, actor, now, reply_by=str(reply_by))
    return move(session, change, row, saying, actor=actor, now=now)


def _received(change: Change, actor: Actor, now: datetime, **more: str) -> Saying:
    classified = f"{change.urgency}变更、{change.level}，经核对无误"
    values = {"received_by": actor.name, "received_on": str(local_day(now)), "classified": classified, **more}
    return Saying("receive", classified, values)


def give_opinion(  # noqa: PLR0913 - a unit's word: which unit, what, in which words, who said it
    session: Session,
    change_id: int,
    unit_id: int,
    opinion: str,
    said: str,
    person: str = "",
    *,
    actor: Actor,
    now: datetime,
) -> Statement:
    """G7: a unit's opinion, by somebody who may speak for it, or noted by the desk with who said it. Said again, it replaces.

    Raises:
        NotAsked: nobody is being consulted. NotYourUnit: another unit's. InvalidInput: no opinion, or 逾期未复 too early.

    """
    change = queries.get(session, change_id, actor, to_change=True)
    if change.state is not State.CONSULTING:
        raise NotAsked(number=change.number, state=change.state.label)
    is_desk = may(actor, Permission.CHANGE_HANDLE, actor.unit_id)
    if not is_desk:
        require(actor, Permission.CHANGE_OPINE, actor.unit_id)
        if unit_id != actor.unit_id:
            raise NotYourUnit
    unit = session.get_one(Unit, unit_id)
    _check_opinion(change, unit, opinion, said, by_desk=is_desk, today=local_day(now))
    speaker = person.strip() or ("" if opinion == OVERDUE else actor.name)
    word = Word(Voice.OPINION, unit.code, said, opinion, unit.short_name, speaker)
    return say(session, change, word, actor=actor, now=now)


def _check_opinion(change: Change, unit: Unit, opinion: str, said: str, *, by_desk: bool, today: date) -> None:
    fields: dict[str, list[str]] = {}
    if opinion not in OPINIONS and not (by_desk and opinion == OVERDUE):
        fields["opinion"] = ["请选择意见：同意、不同意或无意见。"]
    if opinion == reviewing.DISAGREES and not said.strip():
        fields["said"] = ["不同意的，请写明理由。"]
    if opinion == OVERDUE:
        early = reviewing.g7([Heard(unit.short_name, opinion)], [unit.short_name], change.reply_by, today)
        fields |= {"opinion": [sentence for _, sentence in early]} if by_desk else {}
        fields = {name: found for name, found in fields.items() if found}
    if fields:
        raise InvalidInput(fields=fields)


def close_consultation(session: Session, change_id: int, *, actor: Actor, now: datetime) -> Change:
    """C5: every unit was heard (G7); what they said goes onto the sheet and the order to 网管办."""
    change, row = turn(session, change_id, "close_consultation", actor=actor)
    units = [unit.short_name for unit in queries.builders(session)]
    heard = of_voice(change, Voice.OPINION)
    complaints = reviewing.g7(
        [Heard(one.unit_name, one.opinion) for one in heard], units, change.reply_by, local_day(now)
    )
    refuse(broken("G7", reviewing.CONSULTATION, complaints))
    change.consulted_at = now
    rows = [
        {"unit": one.unit_name, "opinion": one.opinion, "said": one.said, "person": one.person, "at": told_at(one.at)}
        for one in heard
    ]
    values = {"opinions": rows, "consulted_on": str(local_day(now))}
    return move(session, change, row, Saying("consult", f"共 {len(rows)} 家单位", values), actor=actor, now=now)
