"""The search page, and the steps to the next hit. Who may find what, and where an entry is shown, is handed in by `app.py`."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from docsys.errors import NotFound
from docsys.search.inputs import SORT_LABELS, Asked, position
from docsys.search.queries import PAGE, Results, find
from docsys.web.lists import Listing
from docsys.web.pages import page
from docsys.web.session import actor, db

Scope = Callable[[Any], "Select[Any] | None"]
Link = Callable[[int], str]
Notes = Callable[[Collection[int]], Mapping[int, str]]


def make_blueprint(scope: Scope, link: Link, notes: Notes = lambda _ids: {}) -> Blueprint:
    """`scope` selects the entry ids that an actor may find (None: all); `link` is the address of an entry;
    `notes` says what must be known of some of the entries before they are used.
    """
    bp = Blueprint("search", __name__)

    def results(asked: Asked, limit: int, offset: int) -> Results:
        within = scope(actor())
        return find(
            db(), asked.query, within=within, filters=asked.filters, limit=limit, offset=offset, sort=asked.sort
        )

    @bp.get("/search")
    def show() -> ResponseReturnValue:
        asked = Asked.of(request.args)
        found = results(asked, PAGE, asked.offset)
        hits = [
            (hit, to(link(hit.entry_id), asked, place, found.total))
            for place, hit in enumerate(found.hits, asked.offset + 1)
        ]
        cut = Listing(hits, found.total, asked.page, PAGE, asked.sort)
        known = notes([hit.entry_id for hit in found.hits])
        more = {"sorts": SORT_LABELS.items(), "filtered": bool(asked.filters), "notes": known}
        return answered(page(template(), asked=asked, cut=cut, found=found, **more))

    @bp.get("/search/step")
    def step() -> ResponseReturnValue:
        """To the hit at a position: next and previous in the list of results, as it is now."""
        asked, place = Asked.of(request.args), position(request.args)
        found = results(asked, 1, place - 1)
        if not found.hits:
            raise NotFound(message="检索结果中没有这一条，结果可能已有变化。请重新检索。")
        return redirect(to(link(found.hits[0].entry_id), asked, place, found.total), 303)

    return bp


def to(address: str, asked: Asked, place: int, total: int) -> str:
    """An entry's address that remembers the list it was found in; `search/_steps.html` draws the way on from it."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({**asked.address(), 'position': place, 'of': total})}"


def template() -> str:
    """The results alone where htmx asks for them, else the page."""
    return "search/_results.html" if request.headers.get("HX-Target") == "results" else "search/search.html"


def answered(html: str) -> Response:
    response = make_response(html)
    response.vary.add("HX-Target")
    return response
