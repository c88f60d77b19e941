"""00_目录 on disk (R-4.3.4-3), the nightly check. The CSV follows each change, the PDF gathers changes; each may run twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from docsys import audit, jobs, vault
from docsys.catalogue import checking, directory, queries, repairing
from docsys.catalogue.queries import Line
from docsys.clock import local
from docsys.db import Database
from docsys.documents.events import LibraryChanged
from docsys.documents.listed import conditions
from docsys.folders import queries as folders
from docsys.folders.events import FolderCreated, FolderRenamed, FolderSwitched
from docsys.folders.rules import LIBRARY_ROOT
from docsys.jobs import Context
from docsys.people import queries as people
from docsys.people.rules import SYSTEM
from docsys.printing import lists, render
from docsys.printing.limits import Limits
from docsys.printing.lists import Listing
from docsys.web.tables import csv_bytes

TABLE, PRINT = "catalogue.table", "catalogue.print"
CHECK, REPAIR = "catalogue.check", "catalogue.repair"
ROOT = ""
# R-4.3.4-3 grants 60 s; the first change starts the clock, so what follows within these seconds is printed with it.
PRINT_AFTER = 20
# WeasyPrint needs 17 s for 4,000 rows (house 7): longer directories are printed by folder.
PART_ROWS = 2000


def library_changed(session: Session, event: LibraryChanged) -> None:
    """Listener: the tables of the category and of the root follow the change."""
    _order(session, (event.category, ROOT), event.at)


def folder_changed(session: Session, event: FolderCreated | FolderRenamed | FolderSwitched) -> None:
    """Listener: a folder more, with its directory on disk, or another name."""
    _order(session, (event.code[:2], ROOT), event.at)


def _order(session: Session, categories: Sequence[str], at: datetime) -> None:
    for category in categories:
        payload = {"category": category}
        jobs.enqueue(session, TABLE, payload, now=at, key=f"{TABLE}:{category}")
        jobs.enqueue(session, PRINT, payload, now=at, key=f"{PRINT}:{category}", delay_seconds=PRINT_AFTER)


def order_all(session: Session, now: datetime) -> None:
    """Have every table and print made anew; the seed of reference data ends with it."""
    _order(session, [ROOT, *(branch.folder.code for branch in folders.tree(session))], now)


def write_table(context: Context, payload: dict[str, Any]) -> None:
    """Make the directories of the category's folders and its 00_目录.csv."""
    category, archive = payload["category"], context.settings.archive
    lay_out(context.database, archive, context.clock.now())
    with context.database.read() as session:
        place = _place(session, category)
        data = _csv(session, category)
    vault.write_atomically(archive / place / "00_目录.csv", data, archive=archive)


def _place(session: Session, category: str) -> str:
    """Where a category's 00_目录 lies; without one, the root's."""
    return folders.directory_of(session, folders.by_code(session, category)) if category else LIBRARY_ROOT


def _csv(session: Session, category: str) -> bytes:
    if not category:
        return csv_bytes(directory.ROOT_HEAD, directory.root_rows(queries.tree(session, SYSTEM)))
    found = queries.lines(session, SYSTEM, *conditions({"folder": category}))
    return csv_bytes(directory.HEAD, directory.rows(found))


def write_print(context: Context, payload: dict[str, Any]) -> None:
    """Make 00_目录.pdf of the root, or of a category in parts where it is long; parts that are not made any more go."""
    category, archive = payload["category"], context.settings.archive
    with context.database.read() as session:
        place = archive / _place(session, category)
        sheets = _sheets(session, context, category)
    for name, sheet in sheets.items():
        vault.write_atomically(place / name, pdf(context, sheet), archive=archive)
    for path in place.glob("00_目录*.pdf"):
        if path.name not in sheets:
            path.unlink()


def _sheets(session: Session, context: Context, category: str) -> dict[str, Listing]:
    """File name → what it shows."""
    stated = {"unit": context.settings.organisation, "printed": f"{local(context.clock.now()):%Y-%m-%d %H:%M}"}
    nodes = queries.tree(session, SYSTEM)
    if not category:
        return {"00_目录.pdf": directory.root_listing("文档目录", nodes, **stated)}
    top = next(node for node in nodes if node.folder.code == category)
    title, names = f"{top.folder.name}文档目录", queries.names(session)
    found = queries.lines(session, SYSTEM, *conditions({"folder": category}))
    if len(found) <= PART_ROWS:
        return {"00_目录.pdf": directory.listing(title, found, names, **stated)}
    parts = {
        f"00_目录_{code}.pdf": directory.listing(f"{title}（{code} {names[code]}）", part, names, **stated)
        for code, part in _parts(found)
    }
    return {"00_目录.pdf": directory.root_listing(title, [top], **stated), **parts}


def _parts(found: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """By second-level folder."""
    return [(code, list(part)) for code, part in groupby(found, key=lambda line: line.folder[:4])]


def pdf(context: Context, sheet: Listing) -> bytes:
    folder = context.settings.templates
    html = lists.html(sheet, folder=folder)
    return render(html, folder=folder, title=sheet.title, limits=Limits.of(context.settings))


def run_check(context: Context, _payload: dict[str, Any]) -> None:
    """The nightly check, also on demand: the outcome is kept for the page, findings stand in the log."""
    checked = checking.check(context.database, context.settings.archive, context.clock.now())
    checking.save(checked, context.settings.var)
    detail = {"documents": checked.documents, "files": checked.files, "defects": len(checked.defects)}
    with context.database.act() as session:
        audit.record(session, "catalogue.check", SYSTEM, "现行库", now=context.clock.now(), detail=detail)


def lay_out(database: Database, archive: Path, now: datetime) -> None:
    """The directories of all folders, so that the library shows its order before the first document."""
    vault.lay_out(database, archive, checking.directories, now)


def run_repair(context: Context, payload: dict[str, Any]) -> None:
    """Mend one line that somebody chose, then look again; it may run twice: what is mended is not found any more."""
    kept = checking.last(context.settings.var)
    defects = kept.defects if kept else ()
    chosen = [one for one in defects if (one.kind.value, one.path) == (payload["kind"], payload["path"])]
    bench = repairing.Bench(context.settings, context.database, context.clock.now())
    with context.database.read() as session:
        actor = people.actor_of(session, payload["user_id"], channel="job")
    outcomes = [repairing.repair(bench, one, actor) for one in chosen]
    checked = checking.check(context.database, context.settings.archive, context.clock.now())
    checking.save(replace(checked, outcomes=tuple(outcomes)), context.settings.var)


JOBS = {TABLE: write_table, PRINT: write_print, CHECK: run_check, REPAIR: run_repair}
