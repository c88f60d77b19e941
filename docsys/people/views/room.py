"""The blueprint of the room, and what its views share."""

from typing import Any

from docsys.people.acts import LABELS
from docsys.people.rules import Permission, require
from flask import Blueprint, request

from docsys.web.session import actor
from docsys.web.state import web

bp = Blueprint("people", __name__)


# What a page or act below an address needs, the longest first; an action asks again, but a refused form shows its page.
GUARDED = (
    ("/system/audit", Permission.AUDIT_READ),
    ("/system/roles", Permission.PEOPLE_READ),
    ("/system/", Permission.PEOPLE_ADMINISTER),
)


@bp.before_request
def guard() -> None:
    """Nobody sees a page of administration, nor the form of an act, who may not do it."""
    for beginning, permission in GUARDED:
        if request.path.startswith(beginning):
            require(actor(), permission)
            return


def arguments() -> dict[str, str]:
    """The filter of a list as the address states it."""
    return {name: value for name, value in request.args.items() if value and name not in {"page", "sort", "format"}}


def typed_or_nothing(typed: Any) -> Any:
    return {} if typed is None else typed


def act_label(act: str) -> str:
    """An act of the log in Chinese; what has no name stands as it was written."""
    labels: dict[str, str] = {**LABELS, **web().services.get("act_labels", {})}
    return labels.get(act, act)
