"""Carrying moves out: right after the commit by whoever acted, and again by the worker, who replays what stayed open.

A move may be carried out twice, or half: it is done when the source is gone and the target is there.
"""

import fcntl
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.db import Database
from docsys.vault.models import ERASED, FileMove, StoredFile
from docsys.vault.staging import STAGING, sync_folder

log = logging.getLogger(__name__)

SWEEP_SECONDS = 24 * 3600


class MissingFile(Exception):
    """A move has neither its source nor its target: the worker reports it, and the check of the library names it."""


def settle(database: Database, archive: Path, now: datetime) -> int:
    """Carry out every open move, in order; answers how many. A move that fails keeps its error and stays open."""
    with _only_one(archive):
        return _carry_out_all(database, archive, now)


def lay_out(database: Database, archive: Path, wanted: Callable[[Session], Iterable[str]], now: datetime) -> None:
    """Make directories that rows expect, relative to the archive, after all moves: made before its move, a directory would
    stand in the way of it for ever. What a move that could not be carried out is to bring, is left to it.
    """
    with _only_one(archive):
        _carry_out_all(database, archive, now)
        with database.read() as session:
            paths = list(wanted(session))
            is_open = (FileMove.done_at.is_(None), FileMove.target != ERASED)
            awaited = session.scalars(select(FileMove.target).where(*is_open)).all()
        for path in paths:
            if not any(f"{path}/".startswith(f"{target}/") for target in awaited):
                _make_folders(archive, archive / path)


def _carry_out_all(database: Database, archive: Path, now: datetime) -> int:
    count, last = 0, 0
    while (found := _first_open(database, last)) is not None:
        last = found.id
        try:
            carry_out(archive, found.source, found.target)
        except (OSError, MissingFile) as error:
            log.warning("file move %s: %s", found.id, error)
            _note(database, found.id, now=None, error=str(error)[:500])
            continue
        _note(database, found.id, now=now, error=None)
        count += 1
    return count


def carry_out(archive: Path, source: str, target: str) -> None:
    """Rename, with the folders on both sides made durable; or erase, which may find that it was done before."""
    old, new = archive / source, archive / target
    if target == ERASED:
        if old.exists():
            old.unlink()
            sync_folder(old.parent)
        return
    if not old.exists():
        if new.exists():
            return
        raise MissingFile(source)
    _make_folders(archive, new.parent)
    old.replace(new)
    sync_folder(new.parent)
    sync_folder(old.parent)


def resolve(session: Session, archive: Path, file: StoredFile) -> Path:
    """Where the bytes lie now: at their place, or, while moves are open, at the first of their stations that still has them.

    From the first: a later station may still hold the file that is to leave it for this one.
    """
    wanted = file.path
    newest_first = session.scalars(select(FileMove).where(FileMove.done_at.is_(None)).order_by(FileMove.id.desc()))
    candidates = [wanted]
    for found in newest_first:
        if wanted == found.target or wanted.startswith(f"{found.target}/"):
            wanted = found.source + wanted.removeprefix(found.target)
            candidates.append(wanted)
    return next((path for one in reversed(candidates) if (path := archive / one).exists()), archive / file.path)


def sweep(database: Database, archive: Path) -> list[str]:
    """Remove stagings older than a day that no open move refers to; answers their names."""
    folder = archive / STAGING
    if not folder.is_dir():
        return []
    with database.read() as session:
        wanted = set(session.scalars(select(FileMove.source).where(FileMove.done_at.is_(None))))
    swept = []
    for path in sorted(folder.iterdir()):
        is_old = time.time() - path.stat().st_mtime > SWEEP_SECONDS
        if is_old and not path.name.startswith(".") and f"{STAGING}/{path.name}" not in wanted:
            path.unlink()
            swept.append(path.name)
    return swept


def _first_open(database: Database, after: int) -> FileMove | None:
    query = select(FileMove).where(FileMove.done_at.is_(None), FileMove.id > after)
    with database.read() as session:
        return session.scalar(query.order_by(FileMove.id).limit(1))


def _note(database: Database, move_id: int, *, now: datetime | None, error: str | None) -> None:
    with database.act() as session:
        found = session.get_one(FileMove, move_id)
        found.done_at, found.error = now, error


def _make_folders(archive: Path, folder: Path) -> None:
    """`folder` and what is missing above it, each made durable in its parent."""
    missing = []
    while folder != archive and not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        sync_folder(one.parent)


@contextmanager
def _only_one(archive: Path) -> Iterator[None]:
    """One process at a time moves files; the lock dies with its holder."""
    folder = archive / STAGING
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
