"""Odd things in the library are reported, never followed, and never stop their neighbours (facts/reliability-security.md 2.4)."""

import os
import socket

import pytest

from docsys.mirror.source import Source, SourceChanged, SourceGone, SourceTrouble
from tests.mirror.worlds import World, tree


def test_links_pipes_and_sockets_are_reported_and_neighbours_copied(world: World, monkeypatch):
    world.write("好.txt", "一")
    (world.library / "链接.txt").symlink_to("/etc/passwd")
    (world.library / "链接夹").symlink_to("/etc")
    os.mkfifo(world.library / "管道")
    monkeypatch.chdir(world.library)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("套接字")
        world.sync()

    assert tree(world.backup) == {"好.txt": "一".encode()}
    assert world.status()["failed"] == [
        {"path": "套接字", "reason": "套接字，不复制"},
        {"path": "管道", "reason": "命名管道，不复制"},
        {"path": "链接.txt", "reason": "符号链接，不复制"},
        {"path": "链接夹", "reason": "符号链接，不复制"},
    ]


def test_a_name_in_gbk_is_reported_with_its_bytes_spelled_out(world: World):
    world.write("好.txt", "一")
    (world.library / os.fsdecode("制.txt".encode("gbk"))).write_bytes(b"x")

    world.sync()

    assert world.status()["failed"] == [{"path": r"\xd6\xc6.txt", "reason": "名称不是有效的 UTF-8 编码，请改名"}]
    assert tree(world.backup) == {"好.txt": "一".encode()}


def test_events_about_odd_names_do_no_harm(world: World):
    with world.running():
        odd = world.library / os.fsdecode("制度.txt".encode("gbk"))
        odd.write_bytes(b"x")
        world.write("好.txt", "一")
        odd.rename(world.library / "制度.txt")
        world.until_in_step()


def test_what_cannot_be_read_is_not_taken_for_deleted(world: World, monkeypatch):
    world.write("甲/一.txt", "一")
    world.sync()
    listed = os.scandir

    def scandir(path):
        if path == world.library / "甲":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    world.sync()

    assert tree(world.backup)["甲/一.txt"] == "一".encode()
    assert [row["path"] for row in world.status()["failed"]] == ["甲"]


def test_a_link_in_the_place_of_a_file_keeps_the_copy(world: World):
    path = world.write("手册.txt", "一")
    world.sync()
    path.unlink()
    path.symlink_to("/etc/passwd")
    world.sync()

    assert (world.backup / "手册.txt").read_bytes() == "一".encode()


def test_a_file_that_changes_while_it_is_read_is_dropped(tmp_path):
    (tmp_path / "文件").write_bytes(b"one")
    source = Source(tmp_path)
    found = source.look("文件")
    assert found is not None
    reading = source.read(found)
    next(reading)
    (tmp_path / "文件").write_bytes(b"another")

    with pytest.raises(SourceChanged):
        list(reading)


def test_a_file_that_vanishes_or_becomes_a_link_is_not_opened(tmp_path):
    (tmp_path / "文件").write_bytes(b"one")
    source = Source(tmp_path)
    found = source.look("文件")
    assert found is not None
    (tmp_path / "文件").unlink()
    with pytest.raises(SourceGone):
        list(source.read(found))
    (tmp_path / "文件").symlink_to("/etc/passwd")
    with pytest.raises(SourceTrouble):
        list(source.read(found))
