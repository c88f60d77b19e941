"""意见与评审: taken in, consulted, reviewed, decided (C3 to C6)."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.changes import actions, inputs, queries, shown
from docsys.changes.actions import reviewing as acts
from docsys.changes.actions.saying import of_voice
from docsys.changes.models import Change, Voice
from docsys.changes.rules import reviewing as rules
from docsys.changes.rules.states import State
from docsys.changes.views.room import bp, found
from docsys.changes.views.showing import tab
from docsys.errors import Refused
from docsys.people.rules import Permission, may
from docsys.web.pages import go, reshow, say
from docsys.web.session import actor, db, now


def _again(change_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    change = found(change_id)
    who = actor()
    verbs = ("send_back", "consult", "pass_on", "close_consultation", "approve")
    is_under_review = change.state is State.REVIEWING
    return tab(
        "reviewing",
        change,
        refusal,
        typed=typed or {},
        can={verb: shown.may_do(db(), change, verb, who) for verb in verbs},
        votes=actions.reviewing.votes(change),
        before=[one for one in change.statements if one.voice == Voice.VOTE and one.round < change.round],
        needed=_needed(change) if is_under_review else 0,
        checklist=rules.CHECKLIST,
        answers=rules.ANSWERS,
        conclusions=rules.CONCLUSIONS,
        is_outside=is_under_review and acts.is_outside(db(), queries.plan_of(change)),
        may_endorse=is_under_review and may(who, Permission.CHANGE_ENDORSE, who.unit_id),
        **_consultation(change),
    )


def _needed(change: Change) -> int:
    """How many opinions the group of this level must give (G8)."""
    plan = queries.plan_of(change)
    members = queries.members(db(), acts.group(plan))
    return rules.quorum(plan, members)


def _consultation(change: Change) -> dict[str, Any]:
    """The units asked, what each said, and which of them this person may speak for (G7)."""
    who, heard = actor(), {one.whose: one for one in of_voice(change, Voice.OPINION)}
    is_open = change.state is State.CONSULTING
    units = queries.builders(db()) if is_open or heard else []
    is_desk = is_open and may(who, Permission.CHANGE_HANDLE, who.unit_id)
    own = is_open and may(who, Permission.CHANGE_OPINE, who.unit_id)
    speaks = [unit for unit in units if is_desk or (own and unit.id == who.unit_id)]
    return {
        "units": [(unit, heard.get(unit.code)) for unit in units],
        "missing": sum(1 for unit in units if unit.code not in heard),
        "speaks": [
            (unit.id, unit.short_name + ("（已答复）" if unit.code in heard else ""))
            for unit in sorted(speaks, key=lambda unit: unit.code in heard)
        ],
        "is_desk": is_desk,
        "opinions": [*rules.OPINIONS, rules.OVERDUE] if is_desk else list(rules.OPINIONS),
    }


@bp.get("/<int:change_id>/review")
def reviewing(change_id: int) -> ResponseReturnValue:
    return _again(change_id)


@bp.post("/<int:change_id>/send-back")
@reshow(_again)
def send_back(change_id: int) -> ResponseReturnValue:
    change = actions.send_back(db(), change_id, inputs.text(request.form, "reason"), actor=actor(), now=now())
    say(f"{change.number} 已退回申请人补正。")
    return go(".show", change_id=change_id)


@bp.post("/<int:change_id>/consult")
@reshow(_again)
def consult(change_id: int) -> ResponseReturnValue:
    change = actions.consult(db(), change_id, inputs.day(request.form, "reply_by"), actor=actor(), now=now())
    say(f"{change.number} 已受理，征求各承建单位意见，答复期限 {change.reply_by}。")
    return go(".reviewing", change_id=change_id)


@bp.post("/<int:change_id>/pass-on")
@reshow(_again)
def pass_on(change_id: int) -> ResponseReturnValue:
    change = actions.pass_on(db(), change_id, actor=actor(), now=now())
    say(f"{change.number} 已受理，转运管中心评审。")
    return go(".reviewing", change_id=change_id)


@bp.post("/<int:change_id>/opinions")
@reshow(_again)
def give_opinion(change_id: int) -> ResponseReturnValue:
    sent = request.form
    unit = inputs.text(sent, "unit_id")
    said = [inputs.text(sent, name) for name in ("opinion", "said", "person")]
    word = actions.give_opinion(db(), change_id, int(unit) if unit.isdecimal() else 0, *said, actor=actor(), now=now())
    say(f"已登记{word.unit_name}的意见：{word.opinion}。")
    return go(".reviewing", change_id=change_id)


@bp.post("/<int:change_id>/close-consultation")
@reshow(_again)
def close_consultation(change_id: int) -> ResponseReturnValue:
    change = actions.close_consultation(db(), change_id, actor=actor(), now=now())
    say(f"{change.number} 的意见已汇总，转网管办评审。")
    return go(".reviewing", change_id=change_id)


@bp.post("/<int:change_id>/votes")
@reshow(_again)
def vote(change_id: int) -> ResponseReturnValue:
    said = [inputs.text(request.form, name) for name in ("opinion", "said")]
    actions.vote(db(), change_id, *said, actor=actor(), now=now())
    say("您的评审意见已登记。")
    return go(".reviewing", change_id=change_id)


@bp.post("/<int:change_id>/decide")
@reshow(_again)
def decide(change_id: int) -> ResponseReturnValue:
    change = actions.decide(db(), change_id, inputs.judgement(request.form), actor=actor(), now=now())
    say(f"{change.number} 评审结论已登记，现为“{change.state.label}”。")
    return go(".reviewing", change_id=change_id)


@bp.post("/<int:change_id>/ask-leader")
@reshow(_again)
def ask_leader(change_id: int) -> ResponseReturnValue:
    actions.ask_leader(db(), change_id, actor=actor(), now=now())
    say("已请示上级领导，签署后再作结论（15.5.1（二））。")
    return go(".reviewing", change_id=change_id)


@bp.post("/<int:change_id>/endorse")
@reshow(_again)
def endorse(change_id: int) -> ResponseReturnValue:
    actions.endorse(db(), change_id, inputs.text(request.form, "leader_opinion"), actor=actor(), now=now())
    say("上级领导意见已签署。")
    return go(".reviewing", change_id=change_id)
