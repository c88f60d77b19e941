import json
import os
from dataclasses import replace

import pytest

from docsys.mirror import queries, reporting
from tests.mirror.worlds import World, until


@pytest.mark.rule("R-4.3.6-1")
def test_without_a_target_the_status_says_so_in_red(world: World):
    status = queries.status(replace(world.settings, backup_url=""))

    assert (status["configured"], status["alarm"]) == (False, True)
    assert status["alarms"] == ["未设置备份文件服务器（4.3.6）：文档没有备份副本。"]


def test_a_mirror_that_never_ran_is_not_in_step(world: World):
    status = queries.status(world.settings)

    assert (status["running"], status["in_step"], status["alarm"]) == (False, False, True)
    assert status["files"] == {"main": 0, "backup": 0, "different": 0}


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_a_status_file_that_cannot_be_read_is_as_none(world: World, text):
    reporting.folder(world.settings).mkdir()
    reporting.status_path(world.settings).write_text(text)

    assert not queries.status(world.settings)["running"]


def test_a_dead_process_is_told_from_a_silent_one(timed: World, clock):
    timed.sync()
    assert queries.status(timed.settings, clock=clock)["running"]
    clock.move(seconds=60)
    status = queries.status(timed.settings, clock=clock)
    assert (status["stale"], status["alarms"]) == (True, ["镜像进程没有响应，状态可能已过时。"])

    path = reporting.status_path(timed.settings)
    path.write_text(json.dumps(timed.status() | {"pid": _dead()}))
    status = queries.status(timed.settings, clock=clock)
    assert (status["running"], status["alarms"]) == (False, ["镜像进程没有运行，文档库的变更未同步到备份。"])


def test_the_state_of_each_file(world: World):
    world.write("好.txt", "一")
    world.write("旧.txt", "一")
    world.sync()
    world.write("旧.txt", "改过")
    world.write("新.txt", "一")
    (world.library / "链接.txt").symlink_to("/etc/passwd")
    (world.library / "好.txt").touch()

    os.utime(world.library / "好.txt", ns=(0, (world.backup / "好.txt").stat().st_mtime_ns))
    states = queries.file_states(world.settings, ["好.txt", "旧.txt", "新.txt", "链接.txt", "没有.txt"])

    assert states == {
        "好.txt": "in_step",
        "旧.txt": "waiting",
        "新.txt": "waiting",
        "链接.txt": "failed",
        "没有.txt": "unknown",
    }


def test_before_the_first_run_nothing_is_known(world: World):
    world.write("新.txt", "一")

    assert queries.file_state(world.settings, "新.txt") == "unknown"


def _dead() -> int:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


def test_a_comparison_is_asked_of_a_running_process_only(world: World):
    with pytest.raises(queries.NotRunning):
        queries.ask(world.settings)

    with world.running():
        request = queries.ask(world.settings)
        until(lambda: world.status()["request"] == request, "the comparison asked for")
