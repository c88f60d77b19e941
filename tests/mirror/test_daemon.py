"""The real process: watcher, loop, signals. Waits until equal, asserts no times."""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys

import pytest

from docsys.mirror import daemon, queries, reporting
from docsys.mirror.watching import LOGGERS, Inbox, Watcher
from tests.mirror.worlds import World, tree, until

pytestmark = pytest.mark.rule("R-4.3.6-2")


def test_what_happens_in_the_library_happens_on_the_target(world: World):
    with world.running():
        world.write("现行库/手册.txt", "一")
        world.until_in_step()
        world.write("现行库/手册.txt", "二二")
        world.until_in_step()
        (world.library / "现行库/手册.txt").rename(world.library / "现行库/值班手册.txt")
        world.until_in_step()
        (world.library / "现行库").rename(world.library / "历史版本")
        world.until_in_step()
        (world.library / "历史版本/值班手册.txt").unlink()
        world.until_in_step()
        (world.library / "历史版本").rmdir()
        world.until_in_step()

    assert tree(world.backup) == {}


def test_files_of_a_folder_made_at_one_go_are_not_missed(world: World):
    with world.running():
        for number in range(20):
            world.write(f"甲/乙{number}/丙/丁.txt", str(number))
        world.until_in_step()

    assert len(tree(world.backup)) == 1 + 3 * 20


def test_a_folder_moved_in_with_its_children(world: World, tmp_path):
    shutil.copytree(_folder(tmp_path / "outside", 30), tmp_path / "copy")
    with world.running():
        (tmp_path / "copy").rename(world.library / "移入")
        world.until_in_step()

    assert len(tree(world.backup)) == 31


def test_a_renamed_folder_with_many_children_is_not_copied_again(world: World):
    for number in range(100):
        world.write(f"旧名/{number}.txt", str(number))
    with world.running():
        world.until_in_step()
        before = {path.name: path.stat().st_ino for path in (world.backup / "旧名").iterdir()}
        (world.library / "旧名").rename(world.library / "新名")
        world.until_in_step()

    assert {path.name: path.stat().st_ino for path in (world.backup / "新名").iterdir()} == before
    assert world.history() == {}


@pytest.mark.parametrize("temporary", ["手册.txt.tmp", ".手册.swp"])
def test_an_editor_that_saves_by_rename_makes_one_new_version(world: World, temporary):
    world.write("手册.txt", "旧")
    with world.running():
        world.until_in_step()
        world.write(temporary, "新的")
        (world.library / temporary).rename(world.library / "手册.txt")
        world.until_in_step()

    assert world.history()["手册.txt"] == "旧".encode()


def test_a_file_written_slowly_arrives_whole(world: World):
    with world.running(), (world.library / "慢.txt").open("wb") as stream:
        for number in range(10):
            stream.write(f"{number}\n".encode() * 1000)
            stream.flush()
            os.fsync(stream.fileno())
        stream.close()
        world.until_in_step()


def test_the_same_size_twice_within_one_clock_tick_is_noticed(world: World):
    with world.running():
        for number in range(10):
            world.write("同长.txt", str(number))
        world.until_in_step()

    assert tree(world.backup) == {"同长.txt": b"9"}


def test_stop_then_200_changes_then_start(world: World):
    for number in range(150):
        world.write(f"文件/{number}.txt", str(number))
    with world.running():
        world.until_in_step()
    for number in range(50):
        world.write(f"新增/{number}.txt", str(number))
        world.write(f"文件/{number}.txt", f"改过 {number}")
        (world.library / f"文件/{number + 50}.txt").rename(world.library / f"文件/改名{number}.txt")
        (world.library / f"文件/{number + 100}.txt").unlink()

    with world.running():
        world.until_in_step()

    assert world.status()["files"] == {"main": 150, "backup": 150, "different": 0}
    assert len(world.history()) == 100  # 50 replaced, 50 deleted, none for the renamed


def test_a_thousand_files_arrive(world: World):
    with world.running():
        for number in range(1000):
            world.write(f"批/{number % 10}/{number}.txt", str(number))
        world.until_in_step()

    assert world.status()["files"]["backup"] == 1000


def test_lost_events_bring_a_full_comparison(world: World):
    """Its log is where watchdog says so, and nowhere else (facts/performance.md 3)."""
    inbox = Inbox()
    watcher = Watcher(world.library, inbox, polling=False)
    watcher.keep_up()
    logging.getLogger(LOGGERS[0]).warning("Inotify queue overflowed; filesystem events were lost")
    watcher.stop()

    assert "overflowed" in str(inbox.suspicion())
    assert inbox.suspicion() is None


def test_the_polling_observer_serves_shares_without_events(world: World):
    world.settings = type(world.settings)(home=world.settings.home, mirror_polling=True)
    with world.running():
        world.write("共享/手册.txt", "一")
        world.until_in_step()
        assert world.status()["observer"] == "polling"


def test_a_second_mirror_on_the_same_library_is_refused(world: World):
    with world.running(), pytest.raises(daemon.AlreadyRunning, match="已在运行"):
        daemon.run(world.settings)


def test_reconcile_asks_the_running_process(world: World):
    with world.running():
        world.write("手册.txt", "一")
        status = queries.reconcile_now(world.settings, seconds=20)

        assert (status["running"], tree(world.backup)) == (True, tree(world.library))


def test_reconcile_without_a_process_does_it_itself(world: World):
    world.write("手册.txt", "一")

    status = queries.reconcile_now(world.settings)

    assert tree(world.backup) == {"手册.txt": "一".encode()}
    assert status["in_step"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_ends_cleanly_on_a_signal(world: World, number):
    world.write("手册.txt", "一")
    process = _process(world)
    until(lambda: world.status().get("in_step", False), "in step")
    process.send_signal(number)

    assert process.wait(20) == 0
    assert not list(world.backup.rglob(".docsys-?*[0-9a-f]"))


@pytest.mark.fault
def test_killed_in_the_midst_it_leaves_no_half_file(world: World):
    for number in range(400):
        world.write(f"批/{number}.bin", os.urandom(20_000))
    for _ in range(3):
        process = _process(world)
        until(lambda: len(tree(world.backup)) > 20 or world.status().get("in_step", False), "some files")
        process.kill()
        process.wait(20)
        copied = tree(world.backup)
        assert copied.items() <= tree(world.library).items()

    with world.running():
        world.until_in_step()
    assert world.history() == {}
    assert [path.name for path in world.backup.rglob(".docsys-*")] == [".docsys-mirror"]


def test_the_status_file_says_what_others_rely_on(world: World):
    with world.running():
        world.until_equal()

    keys = {
        "in_step",
        "waiting",
        "failed",
        "lag_seconds",
        "last_event",
        "last_reconcile",
        "brake",
        "observer",
        "files",
        "history",
    }
    assert keys | {"alarm", "damaged", "updated_at", "pid"} <= world.status().keys()
    assert json.loads(reporting.status_path(world.settings).read_text("utf-8"))["pid"] == os.getpid()


def _folder(place, count):
    place.mkdir()
    for number in range(count):
        (place / f"{number}.txt").write_text(str(number))
    return place


def _process(world: World) -> subprocess.Popen[bytes]:
    code = (
        "import sys; from pathlib import Path; from docsys.mirror import daemon; from docsys.settings import Settings; "
    )
    return subprocess.Popen(
        [sys.executable, "-c", f"{code}daemon.run(Settings(home=Path(sys.argv[1])))", str(world.settings.home)]
    )
