"""What of a tree is taken over."""

import os

from docsys.documents.importing.planning import Candidate, Left, walk


def test_files_are_taken_and_everything_else_is_named_with_its_reason(tmp_path):
    root, outside = tmp_path / "资料", tmp_path / "外面.txt"
    (root / "值班").mkdir(parents=True)
    (root / ".git").mkdir()
    outside.write_text("x")
    for name in ("值班/手册.txt", "a.txt", "~$a.txt", ".git/config", "Thumbs.db"):
        (root / name).write_text("x")
    (root / "空.txt").touch()
    (root / "link.txt").symlink_to(outside)
    (root / "值班/again.txt").symlink_to(root / "a.txt")
    (root / "值班/round").symlink_to(root)
    os.mkfifo(root / "pipe")

    found = list(walk(root))

    assert [one.shown for one in found if isinstance(one, Candidate)] == ["a.txt", "值班/手册.txt"]
    assert {one.path: one.reason for one in found if isinstance(one, Left)} == {
        ".git": "隐藏文件",
        "Thumbs.db": "系统或临时文件",
        "~$a.txt": "办公软件的锁文件",
        "空.txt": "空文件",
        "link.txt": "符号链接，指向导入文件夹之外",
        "值班/again.txt": "符号链接，所指内容另行导入",
        "值班/round": "符号链接，所指内容另行导入",
        "pipe": "不是普通文件",
    }


def test_names_in_old_encodings_are_found_by_their_words(tmp_path):
    (tmp_path / os.fsdecode("手册.txt".encode("gb18030"))).write_text("x")

    (found,) = walk(tmp_path)

    assert isinstance(found, Candidate)
    assert found.shown == "手册.txt"
    assert found.path.read_text() == "x"


def test_two_names_that_cannot_be_told_apart_are_not_mixed_up(tmp_path):
    (tmp_path / "a\x01.txt").write_text("x")
    (tmp_path / "a\x02.txt").write_text("y")

    _first, second = walk(tmp_path)

    assert isinstance(second, Left)
    assert second.failed


def test_a_folder_that_cannot_be_read_is_a_failure(tmp_path, monkeypatch):
    (tmp_path / "关").mkdir()
    scandir = os.scandir

    def refuse(path):
        if path.name == "关":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)

    assert list(walk(tmp_path)) == [Left("关", "文件夹无法读取：Permission denied", failed=True)]
