"""归档: what the complete set of an order holds, who asks for its filing and who confirms it, where it lies (C14, G22)."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.changes import actions, queries, shown
from docsys.changes.actions import filing
from docsys.changes.rules.states import State
from docsys.changes.views.room import bp, found
from docsys.changes.views.showing import tab
from docsys.errors import Refused
from docsys.people.rules import Permission, may
from docsys.web.pages import go, reshow, say
from docsys.web.session import actor, db, now


def _again(change_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    change, who = found(change_id), actor()
    on_paper = bool(typed and typed.get("on_paper"))
    return tab(
        "archiving",
        change,
        refusal,
        typed=typed or {},
        parts=filing.contents(db(), change, on_paper=on_paper or bool(change.record.scans)),
        can_ask=shown.may_do(db(), change, "archive", who),
        waiting=filing.waiting_for_second(db(), change) if change.state is State.CLOSING else None,
        may_confirm=may(who, Permission.CHANGE_HANDLE, who.unit_id),
        filed=queries.filed(db(), change, who),
        is_filed=change.record.document_id is not None,
    )


@bp.get("/<int:change_id>/archive")
def archiving(change_id: int) -> ResponseReturnValue:
    return _again(change_id)


@bp.post("/<int:change_id>/archive")
@reshow(_again)
def ask_archive(change_id: int) -> ResponseReturnValue:
    on_paper = bool(request.form.get("on_paper"))
    actions.ask_archive(db(), change_id, on_paper=on_paper, actor=actor(), now=now())
    number = queries.get(db(), change_id, actor()).number
    say(f"{number} 已申请归档，须由另一人在“双人确认”中确认。")
    return go(".archiving", change_id=change_id)
