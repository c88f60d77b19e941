"""The list of documents: what it may be narrowed by, how it is sorted. The address of the page is the whole state."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import contains_eager

from docsys.documents.expiry import queries as expiry
from docsys.documents.models import Document, Version
from docsys.documents.queries import visible
from docsys.documents.rules import EFFECTIVE, OPEN, Medium, State
from docsys.folders.models import Folder
from docsys.numbering.models import LedgerEntry
from docsys.people.models import Unit
from docsys.people.rules import Actor

ASKED = ("folder", "q", "state", "due", "secrecy", "unit", "sort")
# What `state=` may ask for; without it the list shows what is in force.
STATES: Mapping[str, tuple[str, frozenset[State]]] = {
    "open": ("草稿与审核中", OPEN),
    "abolished": ("已废止", frozenset({State.ABOLISHED})),
    "destroyed": ("已销毁", frozenset({State.DESTROYED})),
    "all": ("全部状态", frozenset(State)),
}


@dataclass(frozen=True)
class AsOf:
    """The day that says what is late, and how many days before it is soon."""

    day: date
    soon_days: int


Due = tuple[str, Callable[[AsOf], ColumnElement[bool]]]
# What `due=` may ask for: how documents in force stand today, and what they lack. `app` adds what the rooms above know.
DUES: dict[str, Due] = {
    "overdue": ("逾期未评审", lambda at: expiry.overdue(at.day)),
    "expired": ("已失效", lambda at: and_(Document.state.in_(EFFECTIVE), expiry.expired(at.day))),
    "soon": ("即将到期", lambda at: expiry.soon(at.day, at.soon_days)),
    "missing": ("标识待补", lambda _at: cast(Document.missing, String).not_in(("[]", "null"))),
    "no_file": ("原件待补", lambda _at: and_(Version.file_id.is_(None), Document.medium != Medium.PAPER.value)),
}
# The one order of catalogue, volumes and exports (requirements 3.2).
ORDER: tuple[ColumnElement[Any], ...] = (
    Folder.ordinal.expression,
    Folder.code.expression,
    func.coalesce(LedgerEntry.year, 0),
    Unit.id.expression,
    LedgerEntry.seq.expression,
)
COLUMNS: Mapping[str, Sequence[ColumnElement[Any]]] = {
    "order": ORDER,
    "number": (Document.number.expression,),
    "title": (Document.title.expression,),
    "state": (Document.state.expression,),
    "unit": (Unit.short_name.expression,),
    "published": (Version.published_at.expression,),
    "next_review": (Document.next_review.expression,),
    "id": (Document.id.expression,),
}
DEFAULT = "order"


def listed(actor: Actor, asked: Mapping[str, str], at: AsOf) -> Select[Document]:
    """The documents that `actor` may know of, narrowed as `asked`."""
    query = joined(select(Document)).where(visible(actor), *conditions(asked, at))
    return query.options(contains_eager(Document.head), contains_eager(Document.unit), contains_eager(Document.folder))


def joined(query: Select[Any]) -> Select[Any]:
    """`query` over documents with all that the columns name."""
    return (
        query.join(Folder, Folder.id == Document.folder_id)
        .join(Unit, Unit.id == Document.unit_id)
        .outerjoin(Version, Version.id == Document.head_id)
        .outerjoin(LedgerEntry, LedgerEntry.number == Document.number)
    )


def conditions(asked: Mapping[str, str], at: AsOf | None = None) -> list[ColumnElement[bool]]:
    """What the address narrows by; an unknown word narrows nothing. What is late is asked with a day."""
    _label, states = STATES.get(asked.get("state", ""), ("", EFFECTIVE))
    found: list[ColumnElement[bool]] = [Document.state.in_(states)]
    if folder := asked.get("folder", "").strip():
        found.append(Folder.code.startswith(folder, autoescape=True))
    if words := asked.get("q", "").strip():
        columns = (Document.title, Document.number, Document.old_number, Document.archive_number, Version.author)
        found.append(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if secrecy := asked.get("secrecy", "").strip():
        found.append(Version.secrecy == secrecy)
    if unit := asked.get("unit", "").strip():
        found.append(Unit.code == unit)
    if at is not None and (due := DUES.get(asked.get("due", ""))):
        found.append(due[1](at))
    return found


def sorting(asked: Mapping[str, str]) -> list[ColumnElement[Any]]:
    """The order of the list; ties fall to the row."""
    sort = asked.get("sort", DEFAULT)
    columns = COLUMNS.get(sort.removeprefix("-"), ORDER)
    return [*(column.desc() if sort.startswith("-") else column.asc() for column in columns), Document.id.asc()]
