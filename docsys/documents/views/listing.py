"""The list of documents, and the steps to the next of it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Select, select

from docsys.documents import queries
from docsys.documents.models import Document
from docsys.documents.views.room import bp
from docsys.errors import NotFound
from docsys.folders.models import Folder
from docsys.folders.rules import FolderKind
from docsys.people.rules import Permission, may
from docsys.web.lists import PAGE, listing
from docsys.web.pages import page
from docsys.web.session import actor, db

COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "number": Document.number.expression,
    "title": Document.title.expression,
    "state": Document.state.expression,
    "next_review": Document.next_review.expression,
    "id": Document.id.expression,
}
ASKED = ("folder", "q", "sort")
LONGEST_LIST = 400


def _listed(asked: Mapping[str, str]) -> Select[Document]:
    """The documents this person may know of, by folder and words."""
    query = select(Document).where(queries.visible(actor()))
    if folder := asked.get("folder", "").strip():
        query = query.join(Folder, Folder.id == Document.folder_id).where(
            Folder.code.startswith(folder, autoescape=True)
        )
    if words := asked.get("q", "").strip():
        query = query.where(
            Document.title.icontains(words, autoescape=True) | Document.number.icontains(words, autoescape=True)
        )
    return query


@bp.get("/")
def index() -> ResponseReturnValue:
    folder = request.args.get("folder", "").strip()
    cut = listing(db(), _listed(request.args), COLUMNS, "number")
    return page(
        "documents/index.html",
        cut=cut,
        drop=_droppable(folder),
        args=request.args,
        categories=_categories(),
        may_register=may_register(),
        listed=remembered(request.args),
    )


def _droppable(code: str) -> Folder | None:
    """The folder that takes dropped files, where the list is that of one."""
    return db().scalar(
        select(Folder).where(
            Folder.code == code, Folder.kind == FolderKind.CONTROLLED, Folder.depth > 1, Folder.closed_at.is_(None)
        )
    )


def _categories() -> list[tuple[str, str]]:
    query = select(Folder.code, Folder.name, Folder.depth).order_by(Folder.ordinal, Folder.code)
    return [(code, f"{'　' * (depth - 1)}{code} {name}") for code, name, depth in db().execute(query)]


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
    sort = asked.get("sort", "number")
    column = COLUMNS.get(sort.removeprefix("-"), COLUMNS["number"])
    order = (column.desc() if sort.startswith("-") else column.asc(), COLUMNS["id"].asc())
    there = db().scalar(_listed(asked).with_only_columns(Document.id).order_by(*order).limit(1).offset(place - 1))
    if there is None:
        raise NotFound(message="列表中没有这一条，列表可能已有变化。请返回列表。")
    return redirect(url_for("documents.show", document_id=there, list=told, position=place), 303)


def position(arguments: Mapping[str, str]) -> int:
    said = arguments.get("position", "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < len(str(PAGE)) + 5 else 1


def steps() -> dict[str, Any] | None:
    """Where the page of a document stands in the list it was opened from; None where it was not."""
    told = request.args.get("list", "")[:LONGEST_LIST]
    if not told or not request.args.get("position"):
        return None
    place, asked = position(request.args), dict(parse_qsl(told))
    back: dict[str, Any] = {name: asked[name] for name in ASKED if name in asked}
    return {
        "place": place,
        "back": url_for("documents.index", page=(place - 1) // PAGE + 1, **back),
        "previous": url_for("documents.step", list=told, position=place - 1) if place > 1 else None,
        "next": url_for("documents.step", list=told, position=place + 1),
    }


def kept() -> dict[str, str]:
    """What an address of the same document carries on, so that its tabs keep the way to the next."""
    names = ("list", "position", "q", "category", "unit", "sort")
    return {name: value for name in names if (value := request.args.get(name, ""))}
