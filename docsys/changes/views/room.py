"""The blueprint of the room, its place in the navigation, and where each act of an order is carried out."""

from collections.abc import Mapping

from flask import Blueprint, url_for

from docsys.changes import queries
from docsys.changes.models import Change
from docsys.forms.shape import Form
from docsys.records.views.room import catalogue
from docsys.web import NavItem
from docsys.web.session import actor, db

bp = Blueprint("changes", __name__, url_prefix="/changes")
NAV = NavItem("changes.listed", "变更", "git-pull-request", match=("changes.",), key="c")

TABS = (
    ("show", "申请与方案"),
    ("reviewing", "意见与评审"),
    ("notifying", "报备与通知"),
    ("implementing", "实施"),
    ("closing", "复核与更新"),
    ("archiving", "归档"),
    ("history", "历史"),
)
"""The tabs of an order as endpoints of this blueprint: each of them calls `showing.tab` with its own name."""

PLACES: Mapping[str, str] = {
    **dict.fromkeys(("send_back", "consult", "pass_on", "close_consultation"), "reviewing"),
    **dict.fromkeys(("approve", "reject", "return"), "reviewing"),
    **dict.fromkeys(("allow", "refuse", "demote"), "notifying"),
    **dict.fromkeys(("release", "cancel", "reopen"), "notifying"),
    **dict.fromkeys(("begin_urgent", "end_urgent"), "notifying"),
    **dict.fromkeys(("begin", "finish", "fail"), "implementing"),
    **dict.fromkeys(("confirm", "confirm_failure", "summarise", "verify"), "closing"),
    "archive": "archiving",
}
"""On which tab an act stands; what is not named here is done on the sheet."""


def form() -> Form:
    return catalogue().get(queries.FORM)


def found(change_id: int) -> Change:
    """The order for this person.

    Raises:
        NotFound: there is none, or he may not see it.

    """
    return queries.get(db(), change_id, actor())


def place_of(verb: str, change_id: int) -> str:
    """The address at which an act is carried out."""
    name = PLACES.get(verb)
    if name is None:
        return url_for("records.show", record_id=change_id) + "#submit"
    return url_for(f"changes.{name}", change_id=change_id, _anchor=f"do-{verb}")
