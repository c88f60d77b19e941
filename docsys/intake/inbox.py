"""The watched 收件夹: looked at every few seconds by the worker. A file that nobody writes any more becomes a proposal and
stays where it is; once its content lies in the library, and only then, it is removed.

waiting -> found -> proposed -> queued -> done (and gone from the inbox)
"""

import logging
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import jobs
from docsys.documents.importing import planning
from docsys.documents.importing.planning import Candidate, Left
from docsys.intake import actions, files, placing
from docsys.intake.actions.running import AHEAD, READ
from docsys.intake.models import ImportItem, ImportRun
from docsys.intake.rules import PATH_LENGTH, ItemState, Seen, is_half_written, is_settled
from docsys.jobs import Context

EVERY = 5.0  # seconds between two looks
log = logging.getLogger(__name__)


def watch(context: Context) -> None:
    """One look at the inbox, where there is one."""
    root = placing.inbox_root(context.settings)
    if root is None or not root.is_dir():
        return
    placing.check_apart(root, context.settings.archive)
    with context.database.act() as session:
        run = actions.open_inbox(session, context.settings.inbox_unit, root, context.clock.now())
    clear_away(context, run)
    take_note(context, run)


def clear_away(context: Context, run: ImportRun) -> None:
    """Files whose content lies in the library leave the inbox; also those of which a worker died before it came to that."""
    done = select(ImportItem).where(ImportItem.run_id == run.id, ImportItem.slot.is_not(None))
    with context.database.read() as session:
        found = list(session.scalars(done.where(ImportItem.document_id.is_not(None)).order_by(ImportItem.id)))
    for item in found:
        try:
            files.give_up(Path(run.root), item)
        except (
            OSError
        ) as error:  # a folder that may be read and not written: said on the page, tried again at the next look
            log.warning("inbox %s: %s", item.path, error)
            _say(context, item.id, f"已入库，但不能从收件夹移走：{error.strerror}")
            continue
        with context.database.act() as session:
            kept = session.get_one(ImportItem, item.id)
            kept.slot, kept.reason = None, "" if kept.state is ItemState.DONE else kept.reason


def _say(context: Context, item_id: int, reason: str) -> None:
    with context.database.act() as session:
        session.get_one(ImportItem, item_id).reason = reason


def take_note(context: Context, run: ImportRun) -> None:
    """What is new, what has changed, what is gone."""
    now, settle = context.clock.now(), context.settings.inbox_settle_seconds
    met = dict(_met(Path(run.root)))
    with context.database.read() as session:
        known = _present(session, run)
    changes = [slot for slot in met if slot not in known or _has_news(known[slot], met[slot], now, settle)]
    gone = [slot for slot in known if slot not in met]
    if not changes and not gone:
        return
    with context.database.act() as session:
        kept = _present(session, run)
        for slot in changes:
            _note(session, run, kept.get(slot), slot, met[slot], now, settle)
        for slot in gone:
            if (item := kept.get(slot)) is not None:
                _let_go(session, item)
        if any(item.state is ItemState.FOUND for item in _present(session, run).values()):
            jobs.enqueue(session, READ, {"run_id": run.id}, now=now, key=f"{READ}:{run.id}", delay_seconds=AHEAD)


Met = tuple[Candidate | Left, Seen]


def _met(root: Path) -> Iterator[tuple[str, Met]]:
    """Every file there by its slot; names of half-written files and what is nobody's document are passed over."""
    for one in planning.walk(root):
        if isinstance(one, Left):
            if one.failed:
                yield files.slot_of(one.path.encode("utf-8", "replace")), (one, Seen(0, 0))
            continue
        if is_half_written(one.name):
            continue
        try:
            seen = files.seen(one.path)
        except OSError:  # gone between two looks
            continue
        yield files.slot_of(os.fsencode(one.path.relative_to(root))), (one, seen)


def _present(session: Session, run: ImportRun) -> dict[str, ImportItem]:
    query = select(ImportItem).where(ImportItem.run_id == run.id, ImportItem.slot.is_not(None))
    return {str(item.slot): item for item in session.scalars(query)}


def _has_news(item: ImportItem, met: Met, now: datetime, settle: float) -> bool:
    one, seen = met
    if isinstance(one, Left):
        return item.reason != one.reason
    if item.document_id is not None or item.state is ItemState.QUEUED:
        return False
    if Seen(item.size, item.mtime) != seen:
        return True
    return item.state is ItemState.WAITING and _is_whole(item, seen, now, settle)


def _is_whole(item: ImportItem, seen: Seen, now: datetime, settle: float) -> bool:
    waited = (now - item.seen_at).total_seconds() if item.seen_at else 0.0
    return is_settled(Seen(item.size, item.mtime), seen, seconds=waited, settle=settle)


def _note(  # noqa: PLR0913, PLR0917 - one file as it was and as it is
    session: Session, run: ImportRun, item: ImportItem | None, slot: str, met: Met, now: datetime, settle: float
) -> None:
    one, seen = met
    if item is None:
        shown = (one.path if isinstance(one, Left) else one.shown)[-PATH_LENGTH:]
        item = ImportItem(run_id=run.id, slot=slot, raw=b"", path=shown, state=ItemState.WAITING, size=-1)
        session.add(item)
    if isinstance(one, Left):
        item.state, item.reason = ItemState.FAILED, one.reason
        return
    item.raw = os.fsencode(one.path.relative_to(run.root))
    if item.state is ItemState.WAITING and _is_whole(item, seen, now, settle):
        item.state = ItemState.FOUND
        return
    # New, or written to since: whatever was proposed for it is proposed anew.
    item.size, item.mtime, item.seen_at = seen.size, seen.mtime, now
    item.state, item.reason, item.sha256 = ItemState.WAITING, "", ""


def _let_go(session: Session, item: ImportItem) -> None:
    """Somebody took it out of the inbox again; what became a document stays in the list."""
    if item.document_id is None:
        session.delete(item)
