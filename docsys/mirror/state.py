"""What the mirror remembers: what lies on the target, what waits, what is wrong. A small database of its own.

Everything in it can be found again by a full comparison, so losing it costs time and never a copy.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

try:
    import pysqlite3
except ImportError:  # other systems than Linux: the library of Python itself
    pysqlite3 = sqlite3

WAL_SAFE = (3, 51, 3)  # before it WAL may corrupt when two connections checkpoint at once
LOG_KEPT = 1000

SCHEMA = """
create table if not exists known (
    path text primary key, folder text not null, name text not null, is_folder integer not null, size integer not null,
    mtime_ns integer not null, inode integer, sha256 text, copied_at real not null, read_ns integer not null,
    target_size integer not null, target_mtime_ns integer not null, verified_at real not null default 0) without rowid;
create index if not exists known_inode on known (inode);
create index if not exists known_folder on known (folder);
create index if not exists known_name on known (name);
create index if not exists known_sha256 on known (sha256);
create table if not exists work (
    path text primary key, since real not null, attempts integer not null, next_try real not null, reason text,
    held integer not null default 0, approved integer not null default 0) without rowid;
create table if not exists trouble (path text primary key, reason text not null, since real not null) without rowid;
create table if not exists damaged (
    path text primary key, expected text not null, found text not null, since real not null) without rowid;
create table if not exists losses (path text primary key, at real not null) without rowid;
create table if not exists history (
    place text primary key, path text not null, at real not null, reason text not null, sha256 text, size integer not null,
    copied_at real) without rowid;
create table if not exists log (id integer primary key, at real not null, act text not null, path text, detail text);
create table if not exists meta (key text primary key, value text not null) without rowid;
"""


@dataclass(frozen=True)
class Known:
    """One file or folder as it was in the library when it was last copied, and as it then lay on the target."""

    path: str
    is_folder: bool
    size: int
    mtime_ns: int
    inode: int | None
    sha256: str | None
    copied_at: float
    read_ns: int
    target_size: int
    target_mtime_ns: int


@dataclass(frozen=True)
class Work:
    path: str
    since: float
    attempts: int
    next_try: float
    reason: str | None
    held: bool
    approved: bool


KNOWN = "path, is_folder, size, mtime_ns, inode, sha256, copied_at, read_ns, target_size, target_mtime_ns"
WORK = "path, since, attempts, next_try, reason, held, approved"


def _connect(path: Path, *, reading: bool) -> Any:
    library = pysqlite3 if pysqlite3.sqlite_version_info >= sqlite3.sqlite_version_info else sqlite3
    connection = library.connect(str(path), timeout=30, isolation_level=None, check_same_thread=False)
    if reading:
        connection.execute("pragma query_only=on")
        return connection
    if library.sqlite_version_info >= WAL_SAFE:
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
    else:
        connection.execute("pragma journal_mode=delete")
        connection.execute("pragma synchronous=extra")
    connection.executescript(SCHEMA)
    return connection


class State:
    def __init__(self, path: Path, *, reading: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = _connect(path, reading=reading)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All or nothing, one sync."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("begin immediate")

    def commit(self) -> None:
        if self._db.in_transaction:
            self._db.execute("commit")

    # What lies on the target.

    def known(self, path: str) -> Known | None:
        return next(self._known("path = ?", path), None)

    def all_known(self) -> dict[str, Known]:
        return {known.path: known for known in self._known("1 = 1")}

    def known_below(self, folder: str) -> list[Known]:
        return list(self._known("path > ? and path < ?", f"{folder}/", f"{folder}0"))  # "0" follows "/"

    def known_by_inode(self, inode: int) -> list[Known]:
        return list(self._known("inode = ?", inode))

    def paths_with(self, sha256: str) -> list[str]:
        return [row[0] for row in self._db.execute("select path from known where sha256 = ?", (sha256,))]

    def oldest_verified(self, count: int) -> list[str]:
        rows = self._db.execute(
            "select path from known where not is_folder order by verified_at, path limit ?", (count,)
        )
        return [row[0] for row in rows]

    def paths_holding(self, words: str, limit: int) -> list[str]:
        """Files whose path holds `words`, the latest copied first."""
        question = "select path from known where not is_folder and instr(lower(path), lower(?)) order by copied_at desc limit ?"
        return [row[0] for row in self._db.execute(question, (words, limit))]

    def remember(self, known: Known) -> None:
        folder, _, name = known.path.rpartition("/")
        self._db.execute(
            "insert or replace into known (path, folder, name, is_folder, size, mtime_ns, inode, sha256, copied_at, read_ns, "
            "target_size, target_mtime_ns, verified_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(known.path, folder, name, known.is_folder, known.size, known.mtime_ns, known.inode, known.sha256),
                *(known.copied_at, known.read_ns, known.target_size, known.target_mtime_ns, known.copied_at),
            ),
        )

    def verified(self, path: str, at: float) -> None:
        self._db.execute("update known set verified_at = ? where path = ?", (at, path))

    def forget(self, path: str) -> None:
        self._db.execute("delete from known where path = ?", (path,))

    def file_count(self) -> int:
        return int(self._one("select count(*) from known where not is_folder"))

    def document_count(self) -> int:
        """Files in the folders of documents, which are those with a 元数据.json."""
        folders = "select folder from known where name = '元数据.json'"
        return int(self._one(f"select count(*) from known where not is_folder and folder in ({folders})"))  # noqa: S608 - a constant

    # What waits.

    def work(self, path: str) -> Work | None:
        return next(self._work("path = ?", path), None)

    def due(self, now: float) -> list[Work]:
        return list(self._work("held = 0 and next_try <= ? order by since", now))

    def waiting(self) -> list[Work]:
        return list(self._work("1 = 1 order by since"))

    def postpone(self, work: Work) -> None:
        self._db.execute(
            f"insert or replace into work ({WORK}) values (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
            (work.path, work.since, work.attempts, work.next_try, work.reason, work.held, work.approved),
        )

    def park(self, paths: Iterable[str], now: float) -> None:
        """Keep what cannot be done now; what already waits keeps its place."""
        self._db.executemany(
            "insert or ignore into work (path, since, attempts, next_try) values (?, ?, 0, 0)",
            [(path, now) for path in paths],
        )

    def done(self, path: str) -> None:
        self._db.execute("delete from work where path = ?", (path,))
        self._db.execute("delete from trouble where path = ?", (path,))

    def holds(self) -> bool:
        return self._one("select 1 from work where held limit 1") is not None

    def unhold(self, *, approved: bool) -> None:
        self._db.execute("update work set held = 0, next_try = 0, approved = ? where held", (approved,))

    # What is wrong.

    def trouble(self, path: str, reason: str, at: float) -> None:
        self._db.execute("insert or ignore into trouble values (?, ?, ?)", (path, reason, at))

    def troubles(self) -> dict[str, str]:
        return dict(self._db.execute("select path, reason from trouble order by path"))

    def replace_troubles(self, troubles: dict[str, str], at: float) -> None:
        for path in self.troubles().keys() - troubles.keys():
            self._db.execute("delete from trouble where path = ?", (path,))
        for path, reason in troubles.items():
            self.trouble(path, reason, at)

    def damage(self, path: str, expected: str, found: str, at: float) -> bool:
        """True the first time this damage is seen."""
        seen = self._one("select found from damaged where path = ?", path)
        self._db.execute(
            "insert into damaged values (?, ?, ?, ?) on conflict (path) do update set expected = excluded.expected, found = excluded.found",
            (path, expected, found, at),
        )
        return bool(seen != found)

    def damaged(self) -> list[dict[str, Any]]:
        rows = self._db.execute("select path, expected, found, since from damaged order by path")
        return [dict(zip(("path", "expected", "found", "since"), row, strict=True)) for row in rows]

    def is_damaged(self, path: str) -> bool:
        return self._one("select 1 from damaged where path = ?", path) is not None

    def damaged_below(self, folder: str) -> list[str]:
        return [row["path"] for row in self.damaged() if row["path"].startswith(f"{folder}/") or not folder]

    def mend(self, path: str) -> bool:
        """No longer damaged; True if it was."""
        return bool(self._db.execute("delete from damaged where path = ?", (path,)).rowcount)

    # What was lost lately, what was kept, what was done.

    def lost_since(self, since: float) -> set[str]:
        self._db.execute("delete from losses where at < ?", (since,))
        return {row[0] for row in self._db.execute("select path from losses")}

    def lose(self, paths: Iterable[str], at: float) -> None:
        self._db.executemany("insert or replace into losses values (?, ?)", [(path, at) for path in paths])

    def forget_losses(self) -> None:
        self._db.execute("delete from losses")

    def keep(self, entry: dict[str, Any]) -> None:
        self._db.execute(
            "insert or replace into history values (:place, :path, :at, :reason, :sha256, :size, :copied_at)", entry
        )

    def unkeep(self, place: str) -> None:
        self._db.execute("delete from history where place = ?", (place,))

    def history(self) -> tuple[int, int]:
        row = self._db.execute("select count(*), coalesce(sum(size), 0) from history").fetchone()
        return int(row[0]), int(row[1])

    def log(self, at: float, act: str, path: str | None = None, detail: str | None = None) -> None:
        number = self._db.execute(
            "insert into log (at, act, path, detail) values (?, ?, ?, ?)", (at, act, path, detail)
        ).lastrowid
        self._db.execute("delete from log where id <= ?", (number - LOG_KEPT,))

    def logged(self, count: int) -> list[dict[str, Any]]:
        rows = self._db.execute("select at, act, path, detail from log order by id desc limit ?", (count,))
        return [dict(zip(("at", "act", "path", "detail"), row, strict=True)) for row in rows]

    def get(self, key: str) -> Any:
        value = self._one("select value from meta where key = ?", key)
        return None if value is None else json.loads(value)

    def set(self, key: str, value: Any) -> None:
        self._db.execute("insert or replace into meta values (?, ?)", (key, json.dumps(value, ensure_ascii=False)))

    def _known(self, condition: str, *values: object) -> Iterator[Known]:
        for row in self._db.execute(f"select {KNOWN} from known where {condition}", values):  # noqa: S608 - constants of this file
            yield Known(row[0], bool(row[1]), *row[2:])

    def _work(self, condition: str, *values: object) -> Iterator[Work]:
        for row in self._db.execute(f"select {WORK} from work where {condition}", values):  # noqa: S608 - constants of this file
            path, since, attempts, next_try, reason, held, approved = row
            yield Work(path, since, attempts, next_try, reason, bool(held), bool(approved))

    def _one(self, question: str, *values: object) -> Any:
        row = self._db.execute(question, values).fetchone()
        return None if row is None else row[0]
