"""An export is asked for, made by the worker, taken by who asked for it, and cleared away after a week."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import audit, jobs
from docsys.catalogue.exporting import packing
from docsys.catalogue.exporting.packing import Packed, Plan
from docsys.catalogue.models import Export
from docsys.clock import local
from docsys.errors import NotFound, Refused
from docsys.jobs import Context
from docsys.people import queries as people
from docsys.people.models import Unit
from docsys.people.rules import Actor, Permission, require

EXPORT = "catalogue.export"
FOLDER = "exports"
KEPT = timedelta(days=7)


class NothingToExport(Refused):
    message: ClassVar[str] = "{unit} 没有您可以导出的现行文档。"


def request_export(session: Session, unit_id: int, *, actor: Actor, now: datetime) -> Export:
    """Have the documents of a unit packed, for who reads all of that unit's.

    Raises:
        NotFound: no such unit; Forbidden: another's.

    """
    unit = unit_of(session, Unit.id == unit_id)
    require(actor, Permission.DOCUMENT_READ_ALL, unit.id)
    export = Export(unit_id=unit.id, by_id=actor.user_id, by=actor.name, asked_at=now)
    session.add(export)
    session.flush()
    audit.record(session, "catalogue.export", actor, unit.code, now=now, detail={"name": unit.short_name})
    jobs.enqueue(session, EXPORT, {"export_id": export.id}, now=now, key=f"{EXPORT}:{export.id}")
    return export


def unit_of(session: Session, which: Any) -> Unit:
    unit = session.scalar(select(Unit).where(which))
    if unit is None:
        raise NotFound(message="没有这个单位，请从列表中选择。")
    return unit


def run(context: Context, payload: dict[str, Any]) -> None:
    """The package, as of now and by the rights that the person has now; it may run twice."""
    now = context.clock.now()
    with context.database.read() as session:
        export = session.get_one(Export, payload["export_id"])
        if export.done_at is not None:
            return
        actor = people.actor_of(session, export.by_id or 0, channel="job")
        planned = packing.plan(session, context.settings.archive, export.unit, actor)
        name = f"{export.unit.code}_{local(now):%Y%m%d_%H%M}_{export.id}.zip"
    packed = packing.pack(planned, context.settings.var / FOLDER / name, now)
    with context.database.act() as session:
        done = session.get_one(Export, payload["export_id"])
        done.name, done.done_at = name, now
        done.documents, done.files, done.size = packed.documents, packed.files, packed.size
        done.problems = list(packed.problems)
        note(session, planned, packed, actor, now)
        cleared = clear(session, now)
    for one in cleared:
        (context.settings.var / FOLDER / one).unlink(missing_ok=True)


def note(session: Session, planned: Plan, packed: Packed, actor: Actor, now: datetime) -> None:
    """Each document that was taken along leaves its row (4.1.1)."""
    for number in planned.numbers:
        audit.record(session, "document.download", actor, number, now=now, detail={"what": "按单位导出"})
    if packed.problems:
        detail = {"findings": len(packed.problems), "what": "；".join(packed.problems[:20])}
        audit.record(session, "catalogue.export_incomplete", actor, "导出", now=now, detail=detail)


def clear(session: Session, now: datetime) -> Sequence[str]:
    """The names of packages older than a week; their rows stay."""
    old = select(Export).where(Export.done_at < now - KEPT, Export.name != "")
    names = []
    for one in session.scalars(old):
        names.append(one.name)
        one.name = ""
    return names


def exports_of(session: Session, actor: Actor) -> Sequence[Export]:
    """What this person asked for, the latest first: a package holds what he may take along, and nobody else gets it."""
    own = select(Export).where(Export.by_id == actor.user_id).order_by(Export.id.desc())
    return session.scalars(own.limit(100)).all()


def package(session: Session, export_id: int, var: Path, *, actor: Actor, now: datetime) -> Path:
    """The file of an export of one's own.

    Raises:
        NotFound: none, somebody else's, not made yet or cleared away; all answer alike.

    """
    export = session.get(Export, export_id)
    if export is None or export.by_id != actor.user_id or not export.name:
        raise NotFound
    path = var / FOLDER / export.name
    if not path.is_file():
        raise NotFound
    require(actor, Permission.DOCUMENT_READ_ALL, export.unit_id)
    audit.record(session, "catalogue.take_export", actor, export.unit.code, now=now, detail={"name": export.name})
    return path


JOBS = {EXPORT: run}
