"""纸质目录 (F-09b): the directory of documents, its tree and its order, restricted to what exists on paper (R-4.3.7-1)."""

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue

from docsys.catalogue import directory, queries
from docsys.catalogue.queries import Line
from docsys.documents import listed
from docsys.documents.models import Document
from docsys.documents.rules import Medium
from docsys.folders import queries as folders
from docsys.paper import prints, volumes
from docsys.paper.views.room import MOST_PRINTED, TooManyToPrint, bp, tabs
from docsys.web.lists import of_rows
from docsys.web.pages import page
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, settings
from docsys.web.tables import as_file

TITLE = "纸质文档目录"


@bp.get("/catalogue")
def catalogue() -> ResponseReturnValue:
    code = request.args.get("folder", "").strip()
    chosen = folders.by_code(db(), code) if code else None
    lines = queries.lines(
        db(), actor(), *listed.conditions({"folder": code}), Document.medium != Medium.ELECTRONIC.value
    )
    bound = volumes.volume_numbers(db())
    title = f"{chosen.code} {chosen.name} {TITLE}" if chosen else TITLE
    if kind := request.args.get("format"):
        return _taken_along(kind, title, lines, bound)
    return page(
        "paper/catalogue.html",
        tabs=tabs("catalogue"),
        cut=of_rows(lines),
        folder=chosen,
        folders=_choices(),
        names=queries.names(db()),
        bound=bound,
        first=_first,
    )


def _first(page_number: int) -> int:
    """序号 of the first line of a page."""
    return (page_number - 1) * 50 + 1


def _choices() -> list[tuple[str, str]]:
    """Categories and the folders below them, as a filter offers them."""
    found: list[tuple[str, str]] = []
    for top in queries.tree(db(), actor()):
        found += [
            (node.folder.code, f"{'　' * (node.folder.depth - 1)}{node.folder.code} {node.folder.name}")
            for node in top.walk()
        ]
    return found


def _taken_along(kind: str, title: str, lines: Sequence[Line], bound: dict[str, str]) -> ResponseReturnValue:
    stated = {"载体": "含纸质", "状态": "现行"}
    if kind != "pdf":
        rows = [prints.with_volume(row, bound) for row in directory.rows(lines)]
        return as_file(kind, title, directory.HEAD, rows, stated=stated)
    if len(lines) > MOST_PRINTED:
        raise TooManyToPrint(count=len(lines), most=MOST_PRINTED)
    unit, printed, names = settings().organisation, printed_at(), queries.names(db())
    words = "，".join(f"{name}：{value}" for name, value in stated.items())
    sheet = directory.listing(title, lines, names, unit=unit, printed=printed, filtered_by=words)
    return list_answer(prints.with_volumes(sheet, bound))
