"""The blueprint of the room, and what its views share."""

from typing import Any

from flask import Blueprint, request

from docsys.people.acts import LABELS
from docsys.people.rules import Permission, may, require
from docsys.web.session import READING, actor
from docsys.web.state import web

bp = Blueprint("people", __name__)


# What the pages and acts of administration need; reading and acting else. An action asks again, but a refused form shows
# its page, and nobody shall see a page of administration who may not.
GUARDED = {
    "people.audit_log": Permission.AUDIT_READ,
    "people.new_user": Permission.PEOPLE_ADMINISTER,
    "people.grant": Permission.ROLE_GRANT,
    "people.revoke": Permission.ROLE_GRANT,
}


@bp.before_request
def guard() -> None:
    if request.path.startswith("/system/"):
        usual = Permission.PEOPLE_READ if request.method in READING else Permission.PEOPLE_ADMINISTER
        require(actor(), GUARDED.get(request.endpoint or "", usual))


def rights() -> dict[str, bool]:
    """What of the buttons on a page is this person's."""
    who = actor()
    return {"may_administer": may(who, Permission.PEOPLE_ADMINISTER), "may_grant": may(who, Permission.ROLE_GRANT)}


def arguments() -> dict[str, str]:
    """The filter of a list as the address states it."""
    return {name: value for name, value in request.args.items() if value and name not in {"page", "sort", "format"}}


def typed_or_nothing(typed: Any) -> Any:
    return {} if typed is None else typed


def act_labels() -> dict[str, str]:
    return {**LABELS, **web().services.get("act_labels", {})}


def act_label(act: str) -> str:
    """An act of the log in Chinese; what has no name stands as it was written."""
    return act_labels().get(act, act)
