"""The folder of a Whoosh index: opened with retries, written under one lock, thrown away when it is not what it should be.

The folder is a cache. Whoosh pickles its schema and syncs nothing to disk, so it lies outside archive and backups, and a
generation in the index must agree with the one in the database.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.fields import ID, NUMERIC, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, create_in, exists_in, open_dir
from whoosh.searching import Searcher

from docsys.search.analysis import PairTokenizer

OPEN_TRIES = 5
PAUSE = 0.05
MARK = "mark"


@dataclass(frozen=True)
class Mark:
    """What an index says of itself: for which database it was made, and how often it was written."""

    epoch: str
    generation: int


def schema() -> Schema:
    return Schema(
        key=ID(unique=True),
        entry=NUMERIC(int, sortable=True),
        chunk=NUMERIC(int, sortable=True),
        body=TEXT(analyzer=PairTokenizer(), phrase=True),
        epoch=STORED(),
        generation=STORED(),
    )


class IndexFolder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self) -> FileIndex | None:
        """The index, or None where there is none. A commit of another process may pull a file away: so, again."""
        for attempt in range(OPEN_TRIES):
            if not self.path.is_dir() or not exists_in(str(self.path)):
                return None
            try:
                return open_dir(str(self.path))
            except FileNotFoundError:
                time.sleep(PAUSE * attempt)
        return open_dir(str(self.path))

    def anew(self) -> FileIndex:
        """An empty index in place of whatever is there. Only under `writing`."""
        self.path.mkdir(parents=True, exist_ok=True)
        for old in self.path.iterdir():
            if not old.name.endswith("_LOCK"):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        return create_in(str(self.path), schema())

    @contextmanager
    def writing(self, seconds: float) -> Iterator[bool]:
        """The one writer among all processes; False when another is at it for longer than `seconds`."""
        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileStorage(str(self.path)).lock("SYNC_LOCK")
        until = time.monotonic() + seconds
        held = bool(lock.acquire(blocking=False))
        while not held and time.monotonic() < until:
            time.sleep(PAUSE)
            held = bool(lock.acquire(blocking=False))
        try:
            yield held
        finally:
            if held:
                lock.release()


def mark_of(searcher: Searcher) -> Mark | None:
    stored: dict[str, Any] | None = searcher.document(key=MARK)
    return Mark(stored["epoch"], stored["generation"]) if stored else None
