"""12.2.1 a snapshot each day or after a change; 12.2.2 kept for a year; 12.3.2 verified."""

import gzip
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from docsys.db import Database
from docsys.vault import snapshot
from docsys.vault.snapshot import SnapshotDamaged, SnapshotTooYoung
from tests.databases import Databases

pytestmark = pytest.mark.db

NOW = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)  # already the 24th in Shanghai


@pytest.fixture
def filled(database):
    with database.act() as session:
        session.execute(text("CREATE TABLE notes (id integer primary key, said varchar(40))"))
        session.execute(text("INSERT INTO notes VALUES (1, '值班记录')"))
    return database


def test_a_snapshot_lies_in_the_folder_of_its_day_with_its_manifest(filled, settings):
    taken = snapshot.take(filled, settings.archive, NOW)

    path = settings.archive / taken.path
    assert path.parent.relative_to(settings.archive).as_posix() == "系统快照/2026-11-24"
    assert path.name.startswith("docsys_20261124_013000.")
    assert sorted(p.suffix for p in path.parent.iterdir()) == [".gz", ".json"]
    assert snapshot.listed(settings.archive) == [taken]


def test_a_snapshot_is_whole_while_somebody_writes(filled, settings):
    with filled.act() as session:
        session.execute(text("INSERT INTO notes VALUES (2, '未提交')"))
        taken = snapshot.take(filled, settings.archive, NOW)

    snapshot.verify(settings.archive, taken)
    assert (settings.archive / taken.path).stat().st_mode & 0o777 == 0o600


def test_a_restored_copy_holds_what_was_committed(filled, settings, databases, tmp_path):
    taken = snapshot.take(filled, settings.archive, NOW)
    content = tmp_path / "content"
    content.write_bytes(gzip.decompress((settings.archive / taken.path).read_bytes()))

    with restored(content, databases, tmp_path) as copy, copy.read() as session:
        assert session.execute(text("SELECT id, said FROM notes")).all() == [(1, "值班记录")]


@contextmanager
def restored(content: Path, databases: Databases, folder: Path) -> Iterator[Database]:
    """As docs/manual/installation.md says: the file put in place, or pg_restore into an empty database."""
    copy = databases.empty(folder / "restored.sqlite3")
    if copy.engine.dialect.name == "sqlite":
        copy = Database(f"sqlite:///{content}")
    else:
        url = copy.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        subprocess.run(["pg_restore", f"--dbname={url}", str(content)], check=True)
    yield copy
    copy.dispose()


def test_nothing_stays_in_the_staging_folder(filled, settings):
    snapshot.take(filled, settings.archive, NOW)

    assert list((settings.archive / ".staging").iterdir()) == []


def test_one_changed_byte_is_found(filled, settings):
    taken = snapshot.take(filled, settings.archive, NOW)
    path = settings.archive / taken.path
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)

    with pytest.raises(SnapshotDamaged, match=r"12\.3\.2.*校验值不符"):
        snapshot.verify(settings.archive, taken)


def test_a_lost_snapshot_is_named(filled, settings):
    taken = snapshot.take(filled, settings.archive, NOW)
    (settings.archive / taken.path).unlink()

    with pytest.raises(SnapshotDamaged, match="文件不存在"):
        snapshot.verify(settings.archive, taken)


def test_purging_keeps_a_year_and_always_the_newest(filled, settings):
    old = snapshot.take(filled, settings.archive, NOW - timedelta(days=400))
    young = snapshot.take(filled, settings.archive, NOW - timedelta(days=300))

    assert snapshot.purge(settings.archive, date(2026, 11, 24)) == [old]
    assert snapshot.purge(settings.archive, date(2036, 11, 24)) == []
    assert snapshot.listed(settings.archive) == [young]
    assert not (settings.archive / old.path).parent.exists()


def test_purging_earlier_than_a_year_is_refused(settings):
    with pytest.raises(SnapshotTooYoung, match=r"12\.2\.2"):
        snapshot.purge(settings.archive, date(2026, 11, 24), keep_days=180)
