"""Where the target is away, full, replaced or lied to, and what a new state database makes of it."""

import errno
import os
import shutil
from dataclasses import replace

import pytest

from docsys.mirror import marker, queries, reporting
from docsys.mirror.engine import Engine
from docsys.mirror.targets import FolderTarget
from tests.mirror.worlds import World, tree, until


class FullTarget(FolderTarget):
    """A target without room, until it gets some."""

    number = errno.ENOSPC
    has_room = False

    def put(self, path, chunks, mtime_ns, accept):
        with self._whole():
            if not self.has_room:
                raise OSError(self.number, os.strerror(self.number))
        return super().put(path, chunks, mtime_ns, accept)


@pytest.mark.rule("R-4.3.6-2")
def test_an_unmounted_target_is_waited_for_and_never_made_anew(world: World):
    world.write("手册.txt", "一")
    with world.running():
        world.until_in_step()
        aside = world.backup.with_name("aside")
        world.backup.rename(aside)
        world.backup.mkdir()  # the bare mount point
        for number in range(20):
            world.write(f"新/{number}.txt", str(number))
        until(
            lambda: world.status()["target"]["state"] == "away" and world.status()["waiting"] >= 20, "a growing queue"
        )
        assert (world.status()["in_step"], list(world.backup.iterdir())) == (False, [])

        world.backup.rmdir()
        aside.rename(world.backup)
        world.until_in_step()

    assert world.status()["waiting"] == 0


@pytest.mark.parametrize(("number", "state"), [(errno.ENOSPC, "full"), (errno.EROFS, "readonly")])
def test_a_target_without_room_keeps_the_queue_and_drains_it_later(world: World, number, state):
    target = FullTarget(world.backup)
    target.number = number
    with world.running(target=FolderTarget(world.backup)):
        world.until_in_step()
    engine = world.engine(target)
    world.write("手册.txt", "一")
    world.sync(engine)
    assert (world.status()["target"]["state"], world.status()["waiting"], world.status()["in_step"]) == (
        state,
        1,
        False,
    )

    target.has_room = True
    until(lambda: _ticked(engine, world)["in_step"], "drained")

    assert tree(world.backup) == tree(world.library)


def test_unsynced_for_more_than_five_minutes_raises_the_alarm(timed: World, clock):
    timed.sync()
    target = FullTarget(timed.backup)
    timed.close()
    timed.write("手册.txt", "一")
    engine = timed.sync(timed.engine(target))
    assert not timed.status()["alarm"]
    clock.move(minutes=6)
    engine.report()

    assert timed.status()["alarms"] == ["备份中断超过 5 分钟：备份磁盘空间不足。"]


def test_the_target_of_another_library_is_not_touched(world: World):
    world.write("手册.txt", "一")
    world.sync()
    world.close()
    other = world.backup.with_name("other")
    other.mkdir()
    marker.write(other / marker.TARGET, "another")
    world.settings = replace(world.settings, backup_url="other")
    world.sync()

    assert world.status()["target"] | {"address": ""} == {
        "address": "",
        "state": "foreign",
        "reason": "备份文件夹属于另一个文档库",
    }
    assert list(other.iterdir()) == [other / marker.TARGET]


def test_a_replaced_disk_is_taken_into_use_by_an_explicit_act(world: World):
    world.write("手册.txt", "一")
    world.sync()
    shutil.rmtree(world.backup)
    world.backup.mkdir()
    world.sync()
    assert world.status()["target"]["state"] == "away"

    world.close()
    queries.accept_target(world.settings)
    world.sync()

    assert (tree(world.backup), world.status()["in_step"]) == (tree(world.library), True)


def test_copies_that_vanished_or_were_changed_on_the_target_are_made_good(world: World):
    world.write("一.txt", "一")
    world.write("夹/二.txt", "二")
    world.sync()
    (world.backup / "一.txt").write_text("somebody wrote here")
    shutil.rmtree(world.backup / "夹")
    (world.backup / "多余.txt").write_text("nobody's")
    world.sync()

    assert tree(world.backup) == tree(world.library)
    assert world.history() == {"一.txt": b"somebody wrote here", "多余.txt": b"nobody's"}


def test_a_lost_state_database_costs_no_copy_and_no_history(world: World):
    for number in range(300):
        world.write(f"夹/{number}.txt", str(number))
    world.sync()
    (world.library / "夹/0.txt").write_text("new")
    world.sync()
    world.close()
    for path in reporting.folder(world.settings).glob("state.sqlite3*"):
        path.unlink()
    before = {path: path.stat().st_ino for path in (world.backup / "夹").iterdir()}
    world.sync()

    assert {path: path.stat().st_ino for path in (world.backup / "夹").iterdir()} == before
    assert (world.status()["in_step"], world.status()["history"]["files"]) == (True, 1)


def test_a_touched_file_is_not_copied_again(world: World):
    path = world.write("手册.txt", "一")
    world.sync()
    before = (world.backup / "手册.txt").stat().st_ino
    os.utime(path, (1, 1))
    world.sync()

    assert ((world.backup / "手册.txt").stat().st_ino, world.history()) == (before, {})


def test_a_file_in_the_place_of_a_folder_and_the_reverse(world: World):
    world.write("甲/一.txt", "一")
    world.write("乙", "二")
    world.sync()
    shutil.rmtree(world.library / "甲")
    (world.library / "乙").unlink()
    world.write("甲", "now a file")
    world.write("乙/二.txt", "now a folder")
    world.sync()

    assert tree(world.backup) == tree(world.library)
    assert world.history() == {"甲/一.txt": "一".encode(), "乙": "二".encode()}


def test_renames_that_cross_and_nest(world: World):
    for path in ("甲/a/1.txt", "甲/b/2.txt", "乙/3.txt", "x.txt", "y.txt"):
        world.write(path, path)
    world.sync()
    (world.library / "甲/a").rename(world.library / "甲/c")
    (world.library / "甲").rename(world.library / "丙")
    (world.library / "乙").rename(world.library / "甲")
    (world.library / "x.txt").rename(world.library / "z.txt")
    (world.library / "y.txt").rename(world.library / "x.txt")
    world.sync()

    assert tree(world.backup) == tree(world.library)
    assert sorted(world.history()) in ([], ["x.txt"], ["x.txt", "y.txt"])


def test_what_the_target_cannot_take_is_failed_and_its_neighbours_go_on(world: World):
    world.sync()
    (world.backup / "手册.txt").mkdir()
    (world.backup / "手册.txt/.hidden").write_text("in the way")
    world.write("手册.txt", "一")
    world.write("好.txt", "二")
    world.engines[-1].inbox.put("手册.txt", "好.txt", sure=True)
    world.engines[-1].tick(watch=False)

    assert [row["path"] for row in world.status()["failed"]] == ["手册.txt"]
    assert (world.backup / "好.txt").read_text() == "二"


def test_long_names_in_chinese_fit(world: World):
    world.write(f"{'长' * 80}/{'名' * 84}.x", "一")
    world.sync()

    assert tree(world.backup) == tree(world.library)


def _ticked(engine: Engine, world: World):
    engine.inbox.wait(0.1)
    engine.tick(watch=False)
    return world.status()
