"""Stage, commit, place: whatever dies in between, what was confirmed is there, and whole (house 5)."""

import errno
import io
import os
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from docsys import vault
from docsys.errors import StorageFull
from docsys.vault.models import FileMove, StoredFile
from docsys.vault.placing import SWEEP_SECONDS, carry_out
from tests.people.factories import NOW

pytestmark = pytest.mark.db
TARGET = "现行库/02_SC_技术手册类/SC01_值班手册/ZLW-SC01-YGZX-001_手册/手册.txt"


@pytest.fixture
def archive(settings):
    return settings.archive


def adopted(database, archive, data=b"abc", target=TARGET):
    staged = vault.stage(archive, io.BytesIO(data))
    with database.act() as session:
        vault.adopt(session, staged, target=target, original_name="手册.txt", media_type="text/plain", now=NOW)
    return staged


def where(database, archive):
    with database.read() as session:
        return vault.resolve(session, archive, session.scalars(select(StoredFile)).one())


def test_staging_answers_with_hash_and_size_and_the_bytes_lie_there(archive):
    staged = vault.stage(archive, io.BytesIO(b"abc"))

    assert (staged.size, staged.sha256[:8]) == (3, "ba7816bf")
    assert (archive / staged.path).read_bytes() == b"abc"


def test_a_full_disk_is_an_error_and_leaves_nothing(archive, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StorageFull, match="“文档库”所在磁盘空间不足，文件未保存"):
        vault.stage(archive, io.BytesIO(b"abc"))
    assert list((archive / vault.STAGING).iterdir()) == []


def test_an_adopted_file_is_read_from_staging_until_it_is_placed(database, archive):
    staged = adopted(database, archive)
    assert where(database, archive) == archive / staged.path

    assert vault.settle(database, archive, NOW) == 1

    assert where(database, archive) == archive / TARGET
    assert (archive / TARGET).read_bytes() == b"abc"


def test_a_move_that_was_made_but_not_ticked_off_is_ticked_off_by_the_replay(database, archive):
    staged = adopted(database, archive)
    carry_out(archive, staged.path, TARGET)

    assert vault.settle(database, archive, NOW) == 1
    assert vault.settle(database, archive, NOW) == 0
    assert (archive / TARGET).read_bytes() == b"abc"


def test_a_file_is_found_through_a_move_of_its_folder_that_is_still_open(database, archive):
    adopted(database, archive)
    vault.settle(database, archive, NOW)
    with database.act() as session:
        vault.move(session, "现行库/02_SC_技术手册类", "作废库/SC", NOW)

    assert where(database, archive) == archive / TARGET

    vault.settle(database, archive, NOW)
    assert where(database, archive).relative_to(archive).parts[:2] == ("作废库", "SC")
    assert where(database, archive).read_bytes() == b"abc"


def test_a_file_that_takes_the_place_of_another_is_read_as_itself_while_moves_are_open(database, archive):
    adopted(database, archive, b"before")
    vault.settle(database, archive, NOW)
    staged = vault.stage(archive, io.BytesIO(b"after"))
    with database.act() as session:
        vault.move(session, TARGET, "历史版本/草稿/before", NOW)
        vault.adopt(session, staged, target=TARGET, original_name="手册.txt", media_type="text/plain", now=NOW)

    def read():
        with database.read() as session:
            files = session.scalars(select(StoredFile).order_by(StoredFile.id))
            return [vault.resolve(session, archive, file).read_bytes() for file in files]

    assert read() == [b"before", b"after"]
    vault.settle(database, archive, NOW)
    assert read() == [b"before", b"after"]


def test_directories_are_made_after_the_moves_that_bring_them(database, archive):
    adopted(database, archive, target="现行库/旧名/手册/手册.txt")
    vault.settle(database, archive, NOW)
    with database.act() as session:
        vault.move(session, "现行库/旧名", "现行库/新名", NOW)

    vault.lay_out(database, archive, lambda _session: ["现行库/新名", "现行库/新名/下级"], NOW)

    assert where(database, archive) == archive / "现行库/新名/手册/手册.txt"
    assert sorted(path.name for path in (archive / "现行库").rglob("*")) == ["下级", "手册", "手册.txt", "新名"]


def test_a_directory_is_left_to_the_move_that_could_not_be_carried_out_yet(database, archive):
    with database.act() as session:
        vault.move(session, "现行库/旧名", "现行库/新名", NOW)

    vault.lay_out(database, archive, lambda _session: ["现行库/新名/下级", "现行库/新名之外"], NOW)

    assert [path.name for path in (archive / "现行库").iterdir()] == ["新名之外"]


def test_a_lost_file_does_not_hold_up_the_others(database, archive):
    lost = adopted(database, archive, b"lost", "草稿库/甲/甲.txt")
    (archive / lost.path).unlink()
    adopted(database, archive, b"there", "草稿库/乙/乙.txt")

    assert vault.settle(database, archive, NOW) == 1

    assert (archive / "草稿库/乙/乙.txt").read_bytes() == b"there"
    with database.read() as session:
        waiting = session.scalars(select(FileMove).where(FileMove.done_at.is_(None))).one()
    assert (waiting.target, waiting.error) == ("草稿库/甲/甲.txt", lost.path)


def test_only_old_stagings_that_nothing_refers_to_are_swept(database, archive):
    kept = adopted(database, archive)
    fresh, stale = (vault.stage(archive, io.BytesIO(b"x")) for _ in range(2))
    long_ago = time.time() - SWEEP_SECONDS - 60
    for one in (kept, stale):
        os.utime(archive / one.path, (long_ago, long_ago))

    assert vault.sweep(database, archive) == [stale.id]
    assert (archive / kept.path).exists()
    assert (archive / fresh.path).exists()


def test_a_reader_never_sees_half_a_file(archive):
    path = archive / "元数据.json"
    vault.write_atomically(path, b"old")
    vault.write_atomically(path, b"new")

    assert path.read_bytes() == b"new"
    assert [one.name for one in archive.iterdir()] == ["元数据.json"]


def test_who_is_killed_while_writing_leaves_nothing_strange_in_the_library(archive, monkeypatch):
    """The half file lies in .staging, from where it is swept; found by kill -9 in the middle of a print (4.3.6)."""
    place = archive / "现行库"
    place.mkdir()
    monkeypatch.setattr(Path, "unlink", lambda *_args, **_kwargs: None)  # a dead process does not clean up
    monkeypatch.setattr(os, "fsync", _killed)

    with pytest.raises(KeyboardInterrupt):
        vault.write_beside(place / "元数据.json", b"half", archive=archive)

    assert list(place.iterdir()) == []
    assert [one.read_bytes() for one in (archive / vault.STAGING).iterdir()] == [b"half"]


def _killed(_handle):
    raise KeyboardInterrupt
