"""Two versions side by side, for those who may read both: marks, and differences of text."""

from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys import audit, vault
from docsys.clock import local_day
from docsys.documents import queries
from docsys.documents.comparing import reading
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE, VOID, Right, State
from docsys.documents.views.room import bp, found, handles, version_of
from docsys.documents.views.showing import crumbs, seen_versions
from docsys.errors import NotFound
from docsys.web.pages import page
from docsys.web.session import actor, db, now, roll_back, settings
from docsys.web.state import web


@dataclass(frozen=True)
class Side:
    """One of the two versions, in plain values."""

    id: int
    version: str
    state: State
    day: str
    source: reading.Source


@bp.get("/<int:document_id>/compare")
def compare(document_id: int) -> ResponseReturnValue:
    """`from` and `to` are versions of the document; without them what is under way, against what is in force."""
    document = found(document_id)
    left, right = _asked(document)
    values = _beside(document, left, right)
    sides = [_side(left), _side(right)]
    roll_back()  # files are read without a transaction
    compared = reading.compare(sides[0].source, sides[1].source)
    _note(values["number"], sides)
    return page("documents/compare.html", left=sides[0], right=sides[1], compared=compared, **values)


def _beside(document: Document, left: Version, right: Version) -> dict[str, Any]:
    """What the page says of the document, read while the transaction stands."""
    return {
        "document_id": document.id,
        "number": document.number,
        "title": document.title,
        "is_void": document.state in VOID,
        "path": crumbs(document),
        "marks": reading.marks(left, right),
        "versions": [(one.id, f"{one.version} {one.state.label}") for one in seen_versions(document)],
    }


def _asked(document: Document) -> tuple[Version, Version]:
    """The older to the left whichever way they were named.

    Raises:
        NotFound: no two versions, or one that is no business of his: alike.

    """
    wanted = [_id("from"), _id("to")]
    if None in wanted:
        wanted = [one.id for one in _usual(document)]
    chosen = [_readable(document, version_id) for version_id in wanted if version_id is not None]
    if len({one.id for one in chosen}) != len(("from", "to")):
        raise NotFound(message="请选择两个不同的版本进行比较。")
    left, right = sorted(chosen, key=lambda one: (one.version, one.id))
    return left, right


def _id(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**31)) else None


def _usual(document: Document) -> list[Version]:
    seen = seen_versions(document)
    draft, current = queries.open_version(document), document.head
    if draft is not None and current is not None and draft in seen and current is not draft:
        return [current, draft]
    return seen[:2]


def _readable(document: Document, version_id: int) -> Version:
    """As reading a version, also of one that is on paper only."""
    version = next((one for one in document.versions if one.id == version_id), None)
    if version is not None and version.file is None and (version.state in EFFECTIVE or handles(document)):
        return version
    return version_of(document, version_id, Right.READ)


def _side(version: Version) -> Side:
    file = version.file
    path = vault.resolve(db(), settings().archive, file) if file else None
    source = reading.Source(path, file.original_name if file else "", file.sha256 if file else "")
    day = str(local_day(version.published_at or version.created_at))
    return Side(version.id, str(version.version), version.state, day, source)


def _note(number: str, sides: list[Side]) -> None:
    """Whoever compared has read both (F-13)."""
    detail = {"version": f"{sides[0].version} 与 {sides[1].version}", "what": "版本比较"}
    with web().database.act() as session:
        audit.record(session, "document.view", actor(), number, now=now(), detail=detail)
