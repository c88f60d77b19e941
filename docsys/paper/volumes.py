"""What can be asked about volumes: which there are, and what may go into one, in the one order of 3.2."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from docsys.clock import local_day
from docsys.documents.listed import ORDER
from docsys.documents.queries import visible
from docsys.documents.rules import EFFECTIVE
from docsys.errors import NotFound
from docsys.folders.models import Folder
from docsys.numbering.models import LedgerEntry
from docsys.numbering.queries import expected
from docsys.numbering.rules import volume_series
from docsys.paper.models import PaperCopy, Volume, VolumeItem
from docsys.paper.queries import Own, joined, within
from docsys.paper.states import CopyState, VolumeState
from docsys.people.rules import Actor, Permission, scope

ASKED = ("q", "state", "folder")
COLUMNS: Mapping[str, Sequence[ColumnElement[Any]]] = {
    "number": (Volume.number.expression,),
    "title": (Volume.title.expression,),
    "state": (Volume.state.expression,),
    "bound": (Volume.bound_at.expression,),
    "id": (Volume.id.expression,),
}


def visible_volumes(actor: Actor) -> ColumnElement[bool]:
    """Volumes of units whose paper he keeps or audits: a volume lists documents of many kinds."""
    units = scope(actor, Permission.PAPER_READ)
    if units is None or (actor.user_id is None and actor.channel in {"job", "cli"}):
        return true()
    return Volume.unit_id.in_(units) if units else false()


def volumes(actor: Actor, asked: Mapping[str, str]) -> Select[Volume]:
    """Volumes, narrowed as `asked`; those that were given up only on request."""
    query = select(Volume).join(Folder).where(visible_volumes(actor))
    state = asked.get("state", "")
    if state in set(VolumeState):
        query = query.where(Volume.state == VolumeState(state))
    else:
        query = query.where(Volume.state != VolumeState.DISCARDED)
    if folder := asked.get("folder", "").strip():
        query = query.where(Folder.code.startswith(folder, autoescape=True))
    if words := asked.get("q", "").strip():
        within_it = Volume.items.any(VolumeItem.number.icontains(words, autoescape=True))
        columns = (Volume.number, Volume.title)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns), within_it))
    return query.options(joinedload(Volume.folder), selectinload(Volume.items))


def get_volume(session: Session, volume_id: int, actor: Actor, *, to_change: bool = False) -> Volume:
    """The volume with its contents.

    Raises:
        NotFound: there is none, or `actor` may not know of it; both answer alike.

    """
    return _one(session, Volume.id == volume_id, actor, to_change=to_change)


def volume_by_number(session: Session, number: str, actor: Actor) -> Volume:
    return _one(session, Volume.number == number.strip(), actor)


def _one(session: Session, which: ColumnElement[bool], actor: Actor, *, to_change: bool = False) -> Volume:
    query = select(Volume).where(which, visible_volumes(actor)).options(*_parts())
    if to_change:
        query = query.with_for_update(of=Volume).execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def _parts() -> tuple[Any, ...]:
    items = selectinload(Volume.items).selectinload(VolumeItem.copy)
    return (
        selectinload(Volume.folder),
        selectinload(Volume.unit),
        selectinload(Volume.supplements),
        items.selectinload(PaperCopy.version),
        items.selectinload(PaperCopy.document),
    )


def supplements_of(session: Session, volume: Volume) -> Sequence[Volume]:
    """The 补卷 of a volume."""
    kept = Volume.state != VolumeState.DISCARDED
    return session.scalars(select(Volume).where(Volume.supplements_id == volume.id, kept).order_by(Volume.id)).all()


def candidates(session: Session, actor: Actor, folder_code: str, year: int | None = None) -> list[PaperCopy]:
    """What may be bound: copies in the store of versions in force, in no volume yet, in and below a folder, in number order.

    `year` is that of the number, or where the number has none, that of publication.
    """
    query = joined(select(PaperCopy)).where(
        Folder.code.startswith(folder_code, autoescape=True),
        PaperCopy.state == CopyState.IN_STORE,
        Own.state.in_(EFFECTIVE),
        ~PaperCopy.item.has(),
        visible(actor),
        within(actor, Permission.PAPER_BIND),
    )
    query = query.options(joinedload(PaperCopy.document), joinedload(PaperCopy.version))
    rows = session.execute(query.add_columns(LedgerEntry.year).order_by(*ORDER, PaperCopy.ordinal))
    return [copy for copy, numbered in rows if year is None or _year(copy, numbered) == year]


def _year(copy: PaperCopy, numbered: int | None) -> int | None:
    published = copy.version.published_at
    return numbered or (local_day(published).year if published else None)


def in_order(session: Session, copy_ids: Sequence[int]) -> list[PaperCopy]:
    """These copies, in number order."""
    query = joined(select(PaperCopy)).where(PaperCopy.id.in_(copy_ids))
    query = query.options(joinedload(PaperCopy.document), joinedload(PaperCopy.version))
    return list(session.scalars(query.order_by(*ORDER, PaperCopy.ordinal)))


def expected_number(session: Session, library: str, folder_code: str, now: datetime) -> str:
    """预计卷号: a promise to nobody."""
    return expected(session, volume_series(library, folder_code, now))


def volume_numbers(session: Session) -> dict[str, str]:
    """Document number → the volumes its paper is bound in, for the paper catalogue."""
    query = select(VolumeItem.number, Volume.number).join(Volume).where(Volume.bound_at.is_not(None))
    found: dict[str, str] = {}
    for number, volume in session.execute(query.order_by(Volume.number)):
        found[number] = f"{found[number]}、{volume}" if number in found else volume
    return found
