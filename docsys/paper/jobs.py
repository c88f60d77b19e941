"""After the binding: the volume as one PDF, in 卷册 of the archive. It may run twice."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from docsys import vault
from docsys.documents import places
from docsys.documents.jobs import made_path
from docsys.folders import queries as folders
from docsys.jobs import Context
from docsys.paper import prints, rules, volumes
from docsys.paper.actions.compiling import BIND
from docsys.paper.models import PaperCopy, Volume, VolumeItem
from docsys.printing import Unreadable, images
from docsys.printing.books import Chapter, Covers, bound
from docsys.printing.limits import Limits

ABSENT = "本件为纸质原件，没有页数相符的电子文本；原件见卷内相应各页。"
MARKS = (("封面", 0), ("卷内目录", 1), ("备考表", -1))


@dataclass(frozen=True)
class Source:
    """Files that may show an item, together, and how many pages they have; None: to be counted."""

    paths: tuple[Path, ...]
    pages: tuple[int | None, ...]


@dataclass(frozen=True)
class Planned:
    """One line of the contents, in plain values, with the files that may show it, the best first."""

    title: str
    first: int
    last: int
    sources: tuple[Source, ...]


def bind_volume(context: Context, payload: dict[str, Any]) -> None:
    """Load, end the transaction, bind, store."""
    archive, now = context.settings.archive, context.clock.now()
    with context.database.read() as session:
        volume = session.get(Volume, payload["volume_id"])
        if volume is None or volume.pdf_id is not None or volume.bound_at is None:
            return
        of, plan = sheet_of(session, volume), [_planned(session, archive, item) for item in volume.items]
    staged = vault.stage(archive, io.BytesIO(_bound(context, of, plan)))
    target = f"{places.VOLUMES}/{rules.titled(of.number, of.title)}/{of.number}_装订本.pdf"
    with context.database.act() as session:
        volume = session.get_one(Volume, payload["volume_id"], with_for_update=True)
        if volume.pdf_id is None:
            volume.pdf_id = _adopted(session, staged, target, now)
    vault.settle(context.database, archive, now)


def _adopted(session: Session, staged: vault.Staged, target: str, now: datetime) -> int:
    name = target.rpartition("/")[2]
    kind = "application/pdf"
    return vault.adopt(session, staged, target=target, original_name=name, media_type=kind, now=now).id


def sheet_of(session: Session, volume: Volume) -> prints.Sheet:
    """The volume in plain values, with the names that its prints need."""
    category = folders.by_code(session, volume.folder.category).name
    return prints.sheet(volume, category, [one.number for one in volumes.supplements_of(session, volume)])


def _planned(session: Session, archive: Path, item: VolumeItem) -> Planned:
    return Planned(
        f"{item.ordinal:03} {item.number} {item.title}",
        item.first_page,
        item.last_page,
        tuple(_sources(session, archive, item.copy)),
    )


def _sources(session: Session, archive: Path, copy: PaperCopy) -> list[Source]:
    """The marked copy, from which the paper was printed; else what was scanned of it."""
    found = []
    marked = made_path(copy.version, "标识版.pdf")
    if marked and (archive / marked).is_file():
        found.append(Source((archive / marked,), (None,)))
    scans = [(vault.resolve(session, archive, scan.file), scan.pages) for scan in copy.scans]
    found += [Source((path,), (count,)) for path, count in scans]
    if len(scans) > 1:
        found.append(Source(tuple(path for path, _ in scans), tuple(count for _, count in scans)))
    return found


def _bound(context: Context, of: prints.Sheet, plan: Sequence[Planned]) -> bytes:
    folder, limits = context.settings.templates, Limits.of(context.settings)
    front = prints.part("front", of, context.clock.now(), folder=folder)
    back = prints.part("remarks", of, context.clock.now(), folder=folder)
    chapters = [chapter for one in plan for chapter in _chapters(one, limits)]
    return bound(of.number, of.title, Covers(front, back, MARKS), chapters, folder=folder, limits=limits)


def _chapters(planned: Planned, limits: Limits) -> list[Chapter]:
    """The first source of just as many pages as the paper has; else a page that stands for it."""
    for source in planned.sources:
        counts = _counted(source, limits)
        if sum(counts) == planned.last - planned.first + 1:
            return _of_source(planned, source, counts)
    return [Chapter(planned.title, planned.first, planned.last, absent=ABSENT)]


def _counted(source: Source, limits: Limits) -> list[int]:
    """Pages of each file; a file that cannot be read has none."""
    try:
        return [
            images.pages(path, limits=limits) if count is None else count
            for path, count in zip(source.paths, source.pages, strict=True)
        ]
    except Unreadable:
        return []


def _of_source(planned: Planned, source: Source, counts: Sequence[int]) -> list[Chapter]:
    found: list[Chapter] = []
    first = planned.first
    for path, count in zip(source.paths, counts, strict=True):
        title = planned.title if not found else ""
        found.append(Chapter(title, first, first + count - 1, path, path.name))
        first += count
    return found


def page_counts(archive: Path, copies: Sequence[PaperCopy], limits: Limits) -> dict[int, int]:
    """How many pages the marked copy of each has, where nobody counted the paper. Call it without a transaction."""
    found = {}
    for copy in copies:
        marked = made_path(copy.version, "标识版.pdf")
        if copy.pages is None and marked and (archive / marked).is_file():
            found[copy.id] = images.pages(archive / marked, limits=limits)
    return found


JOBS = {BIND: bind_volume}
