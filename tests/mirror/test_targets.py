import errno
import os
from dataclasses import replace

import pytest

from docsys.errors import Misconfigured
from docsys.mirror.targets import BadCopy, FolderTarget, TargetTrouble, open_target


@pytest.fixture
def target(tmp_path):
    target = FolderTarget(tmp_path / "backup")
    target.found("library")
    return target


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "未设置备份文件服务器"),
        ("sftp://backup/docsys", "不支持“sftp://”"),
        ("archive/inner", "互相包含"),
        ("archive", "不能相同"),
        (".", "互相包含"),
        ("a-file", "不是文件夹"),
    ],
)
def test_an_unusable_address_is_refused_in_words(settings, address, reason):
    (settings.home / "a-file").touch()

    with pytest.raises(Misconfigured, match=reason):
        open_target(replace(settings, backup_url=address))


def test_a_copy_comes_whole_with_its_time_and_leaves_nothing_else(target):
    stored = target.put("甲/乙/文件.txt", [b"ab", b"c"], 1_700_000_000_000_000_000, lambda _: None)

    assert (target.root / "甲/乙/文件.txt").read_bytes() == b"abc"
    assert (stored.size, stored.mtime_ns) == (3, 1_700_000_000_000_000_000)
    assert [entry.path for entry in target.list("甲/乙")] == ["甲/乙/文件.txt"]


@pytest.mark.parametrize("error", [ValueError("the source changed"), BadCopy()])
def test_a_copy_that_is_refused_leaves_the_old_one_and_no_trace(target, error):
    target.put("文件.txt", [b"old"], 0, lambda _: None)

    def refuse(_):
        raise error

    with pytest.raises(type(error)):
        target.put("文件.txt", [b"new"], 0, refuse)

    assert b"".join(target.read("文件.txt")) == b"old"
    assert sorted(path.name for path in target.root.iterdir()) == [".docsys-mirror", "文件.txt"]


@pytest.mark.parametrize(
    ("number", "state"),
    [(errno.ENOSPC, "full"), (errno.EDQUOT, "full"), (errno.EROFS, "readonly"), (errno.ESTALE, "away")],
)
def test_trouble_of_the_whole_target_is_told_from_trouble_with_a_file(target, number, state):
    def chunks():
        yield b"a"
        raise OSError(number, os.strerror(number))

    with pytest.raises(TargetTrouble) as trouble:
        target.put("文件.txt", chunks(), 0, lambda _: None)

    assert trouble.value.data["state"] == state
    assert [path.name for path in target.root.iterdir()] == [".docsys-mirror"]


def test_trouble_with_one_file_stays_its_own(target):
    target.mkdir("甲")

    with pytest.raises(IsADirectoryError):
        target.put("甲", [b"a"], 0, lambda _: None)


def test_a_root_that_is_gone_is_never_made_anew(tmp_path):
    target = FolderTarget(tmp_path / "unmounted")

    with pytest.raises(TargetTrouble, match="找不到备份文件夹"):
        target.put("文件.txt", [b"a"], 0, lambda _: None)

    assert not target.root.exists()


def test_what_a_killed_process_left_is_swept(target):
    target.mkdir("甲")
    (target.root / "甲/.docsys-0123456789abcdef").write_bytes(b"half")

    assert target.sweep() == 1
    assert target.library() == "library"


def test_the_old_bytes_are_preserved_without_a_gap_or_with_one_where_there_are_no_links(target, monkeypatch):
    target.put("文件.txt", [b"old"], 0, lambda _: None)
    target.preserve("文件.txt", ".history/甲/文件.txt")
    assert b"".join(target.read("文件.txt")) == b"".join(target.read(".history/甲/文件.txt")) == b"old"

    def no_links(self, other):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("pathlib.Path.hardlink_to", no_links)
    target.preserve("文件.txt", ".history/乙/文件.txt")
    assert (target.stat("文件.txt"), b"".join(target.read(".history/乙/文件.txt"))) == (None, b"old")
