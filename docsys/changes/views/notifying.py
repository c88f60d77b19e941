"""报备与通知: filed, the units told, conflicts acknowledged, released; given up, or taken back to its review (C7, C15, C16)."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.changes import actions, inputs, queries, shown
from docsys.changes.actions import notices
from docsys.changes.actions.emergencies import is_late
from docsys.changes.actions.reviewing import issued_notices
from docsys.changes.models import Change
from docsys.changes.rules.finishing import OUTCOMES
from docsys.changes.rules.plan import Urgency
from docsys.changes.views.room import bp, found
from docsys.changes.views.showing import tab
from docsys.clock import local
from docsys.errors import Refused
from docsys.people.rules import Permission, may
from docsys.records import people
from docsys.records import queries as sheets
from docsys.web.pages import go, reshow, say
from docsys.web.session import actor, db, now, today

VERBS = ("release", "cancel", "reopen", "allow", "refuse", "demote", "begin_urgent", "end_urgent")
MEANS = ("电话", "当面", "即时通信", "短信", "电子邮件")


def again(change_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    """The tab, of an emergency with what was decided and done by word of mouth."""
    change, who = found(change_id), actor()
    can = {verb: shown.may_do(db(), change, verb, who) for verb in VERBS}
    own = _oral(change) if change.urgency == Urgency.EMERGENCY else _told(change)
    return tab(
        "notifying",
        change,
        refusal,
        typed=typed or {},
        can=can,
        present=f"{local(now()):%Y-%m-%dT%H:%M}",
        may_handle=may(who, Permission.CHANGE_HANDLE, who.unit_id),
        **own,
    )


def _told(change: Change) -> dict[str, Any]:
    """The notices and whom they reached, the orders in the way."""
    found = queries.sheets_of(db(), notices.NOTICE, change.number)
    issued = {one.id for one in issued_notices(db(), change)}
    told = {unit for one in found if one.id in issued for unit in one.data.get("units") or ()}
    affected = queries.plan_of(change).affected_units
    return {
        "notices": [(one, sheets.id_of(db(), one.number, actor()), one.id in issued) for one in found],
        "untold": [unit for unit in affected if unit not in told],
        "affected": affected,
        "conflicts": queries.conflicts(db(), change),
    }


def _oral(change: Change) -> dict[str, Any]:
    """The decision by word of mouth, and the two persons who go."""
    who = actor()
    noted = bool(change.record.data.get("approver")) and not change.record.data.get("oral_confirmed")
    return {
        "means": MEANS,
        "outcomes": OUTCOMES,
        "people": people.choices(db()),
        "unconfirmed": noted,
        "may_confirm": noted and may(who, Permission.CHANGE_CONFIRM_ORAL, who.unit_id),
        "was_late": is_late(change, today()) or _completed_late(change),
    }


def _completed_late(change: Change) -> bool:
    at, until = change.completed_at, change.complete_by
    return bool(at and until and local(at).date() > until)


@bp.get("/<int:change_id>/notice")
def notifying(change_id: int) -> ResponseReturnValue:
    return again(change_id)


@bp.post("/<int:change_id>/notices")
@reshow(again)
def draft_notice(change_id: int) -> ResponseReturnValue:
    record = notices.draft_notice(db(), change_id, actor=actor(), now=now())
    say(f"已按变更单起草通知 {record.number}，核对后提交发布。")
    return go("records.show", record_id=record.id)


@bp.post("/<int:change_id>/release")
@reshow(again)
def release(change_id: int) -> ResponseReturnValue:
    sent = request.form
    change = actions.release(
        db(),
        change_id,
        inputs.day(sent, "filed_on"),
        inputs.text(sent, "filed_to"),
        frozenset(sent.getlist("acknowledged")),
        actor=actor(),
        now=now(),
    )
    say(f"{change.number} 已转待实施。")
    return go(".notifying", change_id=change_id)


@bp.post("/<int:change_id>/cancel")
@reshow(again)
def cancel(change_id: int) -> ResponseReturnValue:
    change = actions.cancel(db(), change_id, inputs.text(request.form, "reason"), actor=actor(), now=now())
    say(f"{change.number} 已撤销，编号不再使用。")
    return go(".show", change_id=change_id)


@bp.post("/<int:change_id>/reopen")
@reshow(again)
def reopen(change_id: int) -> ResponseReturnValue:
    change = actions.reopen(db(), change_id, inputs.text(request.form, "reason"), actor=actor(), now=now())
    say(f"{change.number} 已退回修改方案，原方案留存；申请人重新提交后再评审（15.6.4）。")
    return go(".show", change_id=change_id)
