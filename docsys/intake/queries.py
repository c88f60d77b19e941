"""What can be asked of imports. Who may import for a unit sees its runs; for everybody else there is none."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager

from docsys.documents import queries as documents
from docsys.documents.models import Document
from docsys.errors import NotFound
from docsys.intake.models import ImportItem, ImportRun
from docsys.intake.rules import ItemState, Source
from docsys.people.rules import Actor, Permission, scope

ASKED = ("show", "q", "state")
# What `show=` may ask for beside all.
SHOWN: Mapping[str, tuple[str, ColumnElement[bool]]] = {
    "doubt": ("有疑问", (ImportItem.doubt != "") & ImportItem.state.in_((ItemState.PROPOSED, ItemState.FAILED))),
    "duplicate": ("重复", ImportItem.duplicate != ""),
    "skip": (
        "将跳过",
        ImportItem.state.in_((ItemState.SKIPPED, ItemState.EXCLUDED))
        | ((ImportItem.state == ItemState.PROPOSED) & (ImportItem.duplicate != "") & ~ImportItem.is_wanted),
    ),
    "failed": ("失败", ImportItem.state == ItemState.FAILED),
    "done": ("已导入", ImportItem.state == ItemState.DONE),
}
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "path": ImportItem.path.expression,
    "state": ImportItem.state.expression,
    "folder": ImportItem.folder.expression,
    "title": ImportItem.title.expression,
    "old": ImportItem.old_number.expression,
    "size": ImportItem.size.expression,
    "id": ImportItem.id.expression,
}
RUN_COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "title": ImportRun.title.expression,
    "state": ImportRun.state.expression,
    "created": ImportRun.created_at.expression,
    "id": ImportRun.id.expression,
}


def visible(actor: Actor) -> ColumnElement[bool]:
    """Runs of units for which this person may import."""
    units = scope(actor, Permission.DOCUMENT_IMPORT)
    return true() if units is None else ImportRun.unit_id.in_(units)


def holds(actor: Actor) -> bool:
    """Whether this person may import anywhere."""
    units = scope(actor, Permission.DOCUMENT_IMPORT)
    return units is None or bool(units)


def runs(actor: Actor) -> Select[Any]:
    """All but the inbox."""
    return select(ImportRun).where(visible(actor), ImportRun.source != Source.INBOX)


def runs_of(actor: Actor, run_id: int) -> ColumnElement[bool]:
    """Whether this person may see that run."""
    return exists().where(ImportRun.id == run_id, visible(actor))


def get(session: Session, run_id: int, actor: Actor) -> ImportRun:
    """The run.

    Raises:
        NotFound: none, or not this person's to see.
    """
    found = session.scalar(select(ImportRun).where(ImportRun.id == run_id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def get_item(session: Session, item_id: int, actor: Actor) -> ImportItem:
    """The file with its run, in the same way."""
    query = select(ImportItem).join(ImportRun).where(ImportItem.id == item_id, visible(actor))
    found = session.scalar(query.options(contains_eager(ImportItem.run)))
    if found is None:
        raise NotFound
    return found


def inbox(session: Session) -> ImportRun | None:
    return session.scalar(select(ImportRun).where(ImportRun.source == Source.INBOX).order_by(ImportRun.id).limit(1))


def conditions(run_id: int, asked: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """What the address narrows the files of a run by."""
    found: list[ColumnElement[bool]] = [ImportItem.run_id == run_id]
    if asked.get("show", "") in SHOWN:
        found.append(SHOWN[asked["show"]][1])
    if asked.get("state", "") in set(ItemState):
        found.append(ImportItem.state == ItemState(asked["state"]))
    if words := asked.get("q", "").strip():
        columns = (ImportItem.path, ImportItem.title, ImportItem.old_number, ImportItem.folder, ImportItem.reason)
        found.append(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return found


def items(run_id: int, asked: Mapping[str, str]) -> Select[Any]:
    return select(ImportItem).where(*conditions(run_id, asked)).order_by(ImportItem.id)


def counts(session: Session, run_id: int) -> dict[ItemState, int]:
    """How many files are in each state, 0 included."""
    query = select(ImportItem.state, func.count()).where(ImportItem.run_id == run_id).group_by(ImportItem.state)
    found = dict(session.execute(query).all())
    return {state: found.get(state, 0) for state in ItemState}


def shown_counts(session: Session, run_id: int) -> dict[str, int]:
    """How many files each choice of `SHOWN` has, in one statement."""
    each = [func.count().filter(condition).label(name) for name, (_label, condition) in SHOWN.items()]
    row = session.execute(select(*each).where(ImportItem.run_id == run_id)).one()
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name


def numbers_before(session: Session, run_id: int, rows: Sequence[ImportItem]) -> dict[int, int]:
    """For each of these files how many of the same folder and unit get their number before it."""
    rank = func.row_number().over(partition_by=(ImportItem.folder, ImportItem.unit), order_by=ImportItem.id) - 1
    coming = ImportItem.state.in_((ItemState.PROPOSED, ItemState.QUEUED)) & (
        (ImportItem.duplicate == "") | ImportItem.is_wanted
    )
    ranked = select(ImportItem.id, rank.label("before")).where(ImportItem.run_id == run_id, coming).subquery()
    wanted = select(ranked.c.id, ranked.c.before).where(ranked.c.id.in_([row.id for row in rows]))
    return dict(session.execute(wanted).all())


def same_file(session: Session, item: ImportItem, sha256: str) -> str:
    """The file of this run that has these bytes and comes first."""
    query = select(ImportItem.path).where(ImportItem.run_id == item.run_id, ImportItem.sha256 == sha256)
    query = query.where(ImportItem.id < item.id, ImportItem.state.in_((ItemState.PROPOSED, ItemState.QUEUED)))
    return session.scalar(query.order_by(ImportItem.id).limit(1)) or ""


def namesake(session: Session, item: ImportItem, number: str, actor: Actor) -> str:
    """Who bears this old number already: a document this person may know of, or a file of this run that comes first."""
    if not number:
        return ""
    bears = or_(Document.old_number == number, Document.number == number)
    known = select(Document.number).where(bears, documents.visible(actor)).order_by(Document.id).limit(1)
    if found := session.scalar(known):
        return found
    query = select(ImportItem.path).where(ImportItem.run_id == item.run_id, ImportItem.old_number == number)
    query = query.where(ImportItem.id < item.id, ImportItem.state.in_((ItemState.PROPOSED, ItemState.QUEUED)))
    return session.scalar(query.order_by(ImportItem.id).limit(1)) or ""


def progress(counted: Mapping[ItemState, int]) -> tuple[int, int]:
    """How many files are done with, of how many: of the reading while files wait for it, else of the importing."""
    total = sum(counted.values())
    if counted[ItemState.FOUND]:
        return total - counted[ItemState.FOUND], total
    ended = sum(counted[state] for state in (ItemState.DONE, ItemState.SKIPPED, ItemState.FAILED))
    return ended, ended + counted[ItemState.QUEUED]
