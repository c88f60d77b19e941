"""The blueprint of the room, and what its views share."""

from typing import Any

from docsys.people.rules import Permission, require
from flask import Blueprint, request

from docsys.web.session import actor

bp = Blueprint("people", __name__)


def needs(permission: Permission) -> None:
    """A page that only shows: it is refused as the act would be."""
    require(actor(), permission)


def arguments() -> dict[str, str]:
    """The filter of a list as the address states it."""
    return {name: value for name, value in request.args.items() if value and name not in {"page", "sort", "format"}}


def typed_or_nothing(typed: Any) -> Any:
    return {} if typed is None else typed
