"""The steps from a document to the next of the list it was opened from."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from docsys.documents.listed import ASKED, AsOf, listed, sorting
from docsys.documents.models import Document
from docsys.documents.views.room import bp
from docsys.errors import NotFound
from docsys.people.rules import Permission, may
from docsys.web.lists import PAGE
from docsys.web.session import actor, db, settings, today

LONGEST_LIST = 400


@bp.get("/")
def index() -> ResponseReturnValue:
    """The list itself is a page of the directory."""
    return redirect(_list_page(request.args), 302)


def _list_page(asked: Mapping[str, str], **more: Any) -> str:
    narrowed: dict[str, Any] = {name: asked[name] for name in ASKED if asked.get(name) and name != "folder"}
    if folder := asked.get("folder"):
        return url_for("catalogue.show", code=folder, **narrowed, **more)
    return url_for("catalogue.index", **narrowed, **more)


def as_of() -> AsOf:
    return AsOf(today(), settings().due_soon_days)


def may_register() -> bool:
    return any(may(actor(), Permission.DOCUMENT_REGISTER, unit) for unit in (None, actor().unit_id))


def remembered(asked: Mapping[str, str]) -> str:
    """A list as one argument of an address: what it was filtered and sorted by."""
    return urlencode({name: value for name in ASKED if (value := asked.get(name, ""))}) or "all"


@bp.get("/step")
def step() -> ResponseReturnValue:
    """To the document at a position of a list: next and previous in it, as it is now."""
    told = request.args.get("list", "")[:LONGEST_LIST]
    asked, place = dict(parse_qsl(told)), position(request.args)
    there = _at(asked, place)
    if there is None:
        raise NotFound(message="列表中没有这一条，列表可能已有变化。请返回列表。")
    return redirect(url_for("documents.show", document_id=there, list=told, position=place), 303)


def _at(asked: Mapping[str, str], place: int) -> int | None:
    """The document at that position of the list."""
    query = listed(actor(), asked, as_of()).with_only_columns(Document.id).order_by(*sorting(asked))
    return db().scalar(query.limit(1).offset(place - 1))


def position(arguments: Mapping[str, str]) -> int:
    said = arguments.get("position", "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < len(str(PAGE)) + 5 else 1


def steps() -> dict[str, Any] | None:
    """Where the page of a document stands in the list it was opened from; None where it was not."""
    told = request.args.get("list", "")[:LONGEST_LIST]
    if not told or not request.args.get("position"):
        return None
    place, asked = position(request.args), dict(parse_qsl(told))
    return {
        "place": place,
        "back": _list_page(asked, page=(place - 1) // PAGE + 1),
        "previous": url_for("documents.step", list=told, position=place - 1) if place > 1 else None,
        "next": url_for("documents.step", list=told, position=place + 1) if _at(asked, place + 1) else None,
    }


def kept() -> dict[str, str]:
    """What an address of the same document carries on, so that its tabs keep the way to the next."""
    names = ("list", "position", "of", "q", "category", "unit", "sort")
    return {name: value for name in names if (value := request.args.get(name, ""))}
