"""What waits for a second person, from all rooms.

A room that asks for confirmations names its kinds in `services["confirmation_kinds"]`: how the kind is called, and where
its subject is seen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from docsys.errors import Refused
from docsys.people import confirmations, directory, inputs
from docsys.people.actions import grants
from docsys.people.models import Confirmation
from docsys.people.views.room import bp, typed_or_nothing
from docsys.web.lists import of_rows
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now
from docsys.web.state import web


@dataclass(frozen=True)
class Kind:
    """How a kind of confirmation is called, and the address of what it is about."""

    label: str
    link: Callable[[Confirmation], str | None] = lambda _confirmation: None


def _to_user(confirmation: Confirmation) -> str:
    return url_for("people.user", user_id=confirmation.payload["user_id"])


OWN_KINDS = {grants.GRANT: Kind("授予角色", _to_user), grants.REVOKE: Kind("撤销角色", _to_user)}


def kinds() -> Mapping[str, Kind]:
    return {**OWN_KINDS, **web().services.get("confirmation_kinds", {})}


def _row(confirmation: Confirmation, known: Mapping[str, Kind]) -> dict[str, Any]:
    kind = known.get(confirmation.kind, Kind("双人确认"))
    return {
        "it": confirmation,
        "kind": kind.label,
        "link": kind.link(confirmation),
        "why_not": directory.why_not_decide(confirmation, actor()),
    }


def _page(typed: Any = None, refusal: Refused | None = None, **_address: object) -> str:
    decided, known = "decided" in request.args, kinds()
    waiting = directory.confirmations_waiting(db(), actor())
    rows = directory.confirmations_decided(db(), actor()) if decided else waiting
    return page(
        "people/confirmations.html",
        cut=of_rows(_row(row, known) for row in rows),
        decided=decided,
        waiting=len(waiting),
        typed=typed_or_nothing(typed),
        refusal=refusal,
    )


@bp.get("/confirmations", endpoint="confirmations")
def confirmations_page() -> ResponseReturnValue:
    return _page()


@bp.post("/confirmations/<int:confirmation_id>")
@reshow(_page)
def decide(confirmation_id: int) -> ResponseReturnValue:
    data = inputs.decision(request.form)
    found = confirmations.decide(db(), confirmation_id, actor(), now(), accept=data.accept, remark=data.remark or "")
    say(f"{'已确认' if data.accept else '已拒绝'}：{found.title}")
    return go("people.confirmations")
