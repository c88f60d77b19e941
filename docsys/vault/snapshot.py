"""A consistent copy of the database while it is in use: packed, verified and laid into 系统快照 of the archive (12.2.1).

Beside each copy lies its 清单: what it is, its hashes, when it was taken. A copy is placed only after it was unpacked and
found whole, and is kept for at least a year (12.2.2).
"""

import errno
import gzip
import hashlib
import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from docsys.clock import local, local_day
from docsys.db import Database
from docsys.errors import Refused, StorageFull, Unavailable

FOLDER = "系统快照"
KEEP_DAYS = 366
CHUNK = 1024 * 1024
SUFFIXES = {"sqlite": ".sqlite3.gz", "postgresql": ".dump.gz"}


class SnapshotDamaged(Unavailable):
    message = "快照 {name} 核验未通过：{reason}。它不能用于恢复，请查明原因后重新备份。"
    article = "12.3.2"


class SnapshotTooYoung(Refused):
    message = "快照至少保存 {days} 天，不能更早清理。"
    article = "12.2.2"


@dataclass(frozen=True)
class Snapshot:
    """One copy. `path` is relative to the archive; `sha256` and `size` are those of the packed file."""

    path: str
    engine: str
    taken_at: datetime
    size: int
    sha256: str
    content_sha256: str


def take(database: Database, archive: Path, now: datetime) -> Snapshot:
    """Copy, pack, verify, place.

    Raises:
        SnapshotDamaged: the copy is not whole; nothing was placed.
        StorageFull: no room for it; nothing was placed.
    """
    engine = database.engine.dialect.name
    stem = f"docsys_{local(now):%Y%m%d_%H%M%S}"
    folder = archive / FOLDER / f"{local_day(now):%Y-%m-%d}"
    with _staging(archive) as staging:
        content, packed = staging / stem, staging / f"{stem}{SUFFIXES[engine]}"
        _copy(database.engine, content)
        _pack(content, packed)
        path = (folder / packed.name).relative_to(archive).as_posix()
        hashes = (_sha256(packed), _sha256(content))
        snapshot = Snapshot(path, engine, now, packed.stat().st_size, *hashes)
        _check(snapshot, packed, staging)
        folder.mkdir(parents=True, exist_ok=True)
        _place(packed, folder / packed.name)
        note = staging / "manifest"
        _write(note, json.dumps(asdict(snapshot), ensure_ascii=False, indent=1, default=datetime.isoformat))
        _place(note, _manifest(archive, snapshot))
    _sync_folder(archive / FOLDER)
    return snapshot


def verify(archive: Path, snapshot: Snapshot) -> None:
    """Unpack the copy and open it (12.3.2).

    Raises:
        SnapshotDamaged: it is missing, altered or not whole.
    """
    with _staging(archive) as staging:
        _check(snapshot, archive / snapshot.path, staging)


def listed(archive: Path) -> list[Snapshot]:
    """All copies that have their 清单, the oldest first."""
    found = []
    for path in (archive / FOLDER).glob("*/docsys_*.json"):
        values = json.loads(path.read_text("utf-8"))
        found.append(Snapshot(**values | {"taken_at": datetime.fromisoformat(values["taken_at"])}))
    return sorted(found, key=lambda snapshot: snapshot.taken_at)


def purge(archive: Path, today: date, keep_days: int = KEEP_DAYS) -> list[Snapshot]:
    """Remove copies older than `keep_days`, never the newest one.

    Raises:
        SnapshotTooYoung: less than a year was asked for.
    """
    if keep_days < KEEP_DAYS:
        raise SnapshotTooYoung(days=KEEP_DAYS)
    limit = today - timedelta(days=keep_days)
    expired = [snapshot for snapshot in listed(archive)[:-1] if local_day(snapshot.taken_at) < limit]
    for snapshot in expired:
        path = archive / snapshot.path
        _manifest(archive, snapshot).unlink()
        path.unlink(missing_ok=True)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return expired


@contextmanager
def _staging(archive: Path) -> Iterator[Path]:
    """A folder that mirror and check do not see, gone afterwards."""
    folder = archive / ".staging" / f"snapshot-{secrets.token_hex(8)}"
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageFull(place=FOLDER) from error
        raise
    finally:
        shutil.rmtree(folder)


def _copy(engine: Engine, target: Path) -> None:
    if engine.dialect.name == "postgresql":
        _run_postgres("pg_dump", engine, "--format=custom", "--compress=0", f"--file={target}")
        return
    library = engine.dialect.loaded_dbapi
    with closing(engine.raw_connection()) as source, closing(library.connect(str(target))) as copy:
        source.driver_connection.backup(copy)  # type: ignore[union-attr]  # both libraries of `db` have it
        copy.execute("PRAGMA journal_mode=DELETE")  # one file that stands alone


def _check(snapshot: Snapshot, packed: Path, staging: Path) -> None:
    """Unpack into `staging` and let the engine itself look at it."""
    name = Path(snapshot.path).name
    try:
        if _sha256(packed) != snapshot.sha256:
            raise SnapshotDamaged(name=name, reason="文件与清单中的校验值不符")
        content = staging / "unpacked"
        with gzip.open(packed) as source, content.open("wb") as stream:
            shutil.copyfileobj(source, stream, CHUNK)
    except FileNotFoundError as error:
        raise SnapshotDamaged(name=name, reason="文件不存在") from error
    if _sha256(content) != snapshot.content_sha256:
        raise SnapshotDamaged(name=name, reason="内容与清单中的校验值不符")
    if trouble := _trouble(snapshot.engine, content):
        raise SnapshotDamaged(name=name, reason=trouble)


def _trouble(engine: str, content: Path) -> str:
    """What is wrong with an unpacked copy, empty where nothing is."""
    if engine == "postgresql":
        command = ["pg_restore", "--list", str(content)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stderr.strip()
    with closing(Database(f"sqlite:///{content}").engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA integrity_check")
        said = [str(row[0]) for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        orphans = cursor.fetchall()
    return "；".join(line for line in said if line != "ok") or (f"{len(orphans)} 行缺少所引用的记录" if orphans else "")


def _run_postgres(program: str, engine: Engine, *arguments: str) -> None:
    """The server's own tool. The password goes by the environment, where `ps` does not show it."""
    if shutil.which(program) is None:
        raise Unavailable(message="缺少 {program}，无法备份 PostgreSQL。请安装 postgresql-client。", program=program)
    url = engine.url.set(drivername="postgresql", password=None).render_as_string()
    password = {"PGPASSWORD": str(engine.url.password)} if engine.url.password else {}
    command = [program, *arguments, f"--dbname={url}", "--no-password"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | password, check=False)
    if done.returncode:
        raise Unavailable(message="{program} 失败：{reason}", program=program, reason=done.stderr.strip())


def _pack(content: Path, packed: Path) -> None:
    descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # password hashes are in it
    with (
        content.open("rb") as source,
        os.fdopen(descriptor, "wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, 0) as stream,
    ):
        shutil.copyfileobj(source, stream, CHUNK)
        stream.close()
        raw.flush()
        os.fsync(raw.fileno())


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _place(source: Path, target: Path) -> None:
    source.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _manifest(archive: Path, snapshot: Snapshot) -> Path:
    path = archive / snapshot.path
    return path.with_name(f"{path.name.split('.')[0]}.json")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
