"""What can be asked of the directory: its tree with counts, its lines in the one order of 3.2."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from docsys.clock import local_day
from docsys.documents.listed import ORDER, joined
from docsys.documents.models import Document, Version
from docsys.documents.queries import visible
from docsys.documents.rules import EFFECTIVE
from docsys.folders import queries as folders
from docsys.folders.models import Folder
from docsys.folders.queries import Branch
from docsys.people.models import Unit
from docsys.people.rules import Actor


@dataclass(frozen=True)
class Line:
    """One document in the directory (F-09a)."""

    folder: str
    number: str
    title: str
    version: str
    author: str
    unit: str
    published: date | None
    secrecy: str
    medium: str
    note: str


@dataclass(frozen=True)
class Node:
    """A folder with how many documents in force lie in it and below it, of what somebody may know of."""

    folder: Folder
    count: int
    nodes: tuple["Node", ...]

    def walk(self) -> Iterator["Node"]:
        yield self
        for node in self.nodes:
            yield from node.walk()


def tree(session: Session, actor: Actor) -> tuple[Node, ...]:
    """The whole directory with counts; one query."""
    counted = (
        select(Document.folder_id, func.count().label("many"))
        .where(Document.state.in_(EFFECTIVE), visible(actor))
        .group_by(Document.folder_id)
        .subquery()
    )
    every = select(Folder, counted.c.many).outerjoin(counted, counted.c.folder_id == Folder.id)
    rows = session.execute(every.order_by(*folders.ORDER)).all()
    counts = {folder.id: many or 0 for folder, many in rows}
    return tuple(_node(branch, counts) for branch in folders.nested(folder for folder, _many in rows))


def _node(branch: Branch, counts: dict[int, int]) -> Node:
    nodes = tuple(_node(one, counts) for one in branch.branches)
    return Node(branch.folder, counts.get(branch.folder.id, 0) + sum(node.count for node in nodes), nodes)


def find(nodes: Iterable[Node], code: str) -> Folder:
    """The folder of that code among them.

    Raises:
        NotFound: there is none.

    """
    found = next((node.folder for top in nodes for node in top.walk() if node.folder.code == code), None)
    if found is None:
        raise folders.no_such(code)
    return found


def lines(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> list[Line]:
    """The lines of the directory in the one order: documents that `actor` may know of, as narrowed by `conditions`."""
    columns: tuple[Any, ...] = (
        Folder.code,
        Document.number,
        Document.title,
        Version.major,
        Version.minor,
        Version.author,
        Unit.short_name,
        Version.published_at,
        Version.secrecy,
        Document.medium,
        Document.old_number,
        Document.archive_number,
        Document.missing,
    )
    query = joined(select(*columns).select_from(Document)).where(visible(actor), *conditions)
    query = query.order_by(*ORDER, Document.id)
    return [_line(row) for row in session.execute(query)]


def _line(row: Sequence[Any]) -> Line:
    code, number, title, major, minor, author, unit, published, secrecy, medium, old, archived, missing = row
    notes = [f"{label} {number}" for label, number in (("原编号", old), ("档号", archived)) if number]
    if missing:
        notes.append(f"待补：{'、'.join(missing)}")
    return Line(
        folder=code,
        number=number,
        title=title,
        version=f"V{major}.{minor}",
        author=author,
        unit=unit,
        published=local_day(published) if published else None,
        secrecy=secrecy,
        medium=medium,
        note="；".join(notes),
    )


def names(session: Session) -> dict[str, str]:
    """Code → name of every folder."""
    return dict(session.execute(select(Folder.code, Folder.name)).all())
