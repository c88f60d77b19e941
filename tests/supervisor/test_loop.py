"""House 1: a part that dies is started again, all end on Ctrl-C, none outlives a supervisor that was killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LIMIT = 30  # seconds until a test gives up waiting; none is measured

# Serves two parts that tell their pid and sleep; the second one holds a grandchild as gunicorn holds its workers.
SERVE = """
import sys
from pathlib import Path
from docsys.clock import SystemClock
from docsys.supervisor.children import Part
from docsys.supervisor.loop import Supervisor

alone = "import os, time; print('I am', os.getpid()); time.sleep(600)"
parent = "import os, subprocess, sys; subprocess.Popen([sys.executable, '-c', sys.argv[1]]).wait()"
parts = [Part("one", (sys.executable, "-u", "-c", alone)), Part("two", (sys.executable, "-c", parent, alone))]
state = Path(sys.argv[1])
Supervisor(parts, {"PYTHONUNBUFFERED": "1"}, "unix:/nowhere", state, SystemClock(), lambda line: print(line, flush=True)).run()
"""


@pytest.fixture
def serving(tmp_path):
    """A supervisor in a process of its own, and its state file."""
    state = tmp_path / "serve.json"
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(state)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    yield process, state
    process.kill()
    process.communicate()


def pids(state: Path) -> dict[str, int | None]:
    try:
        return {name: part["pid"] for name, part in json.loads(state.read_text("utf-8"))["parts"].items()}
    except FileNotFoundError:
        return {}


def wait_until(condition):
    limit = time.monotonic() + LIMIT
    while not (found := condition()):
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.02)
    return found


def is_running(pid: int) -> bool:
    """A zombie that nobody has reaped yet does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def all_running(state: Path) -> dict[str, int] | None:
    found = pids(state)
    return {name: pid for name, pid in found.items() if pid} if found and all(found.values()) else None


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]


def test_a_part_that_dies_is_started_again(serving):
    _, state = serving
    first = wait_until(lambda: all_running(state))
    os.kill(first["one"], signal.SIGKILL)

    second = wait_until(lambda: (found := all_running(state)) and found["one"] != first["one"] and found)

    assert second["two"] == first["two"]
    assert json.loads(state.read_text("utf-8"))["parts"]["one"]["restarts"] == 1


def test_what_a_dead_part_left_running_is_ended_before_the_next_start(serving):
    _, state = serving
    first = wait_until(lambda: all_running(state))
    left = wait_until(lambda: children_of(first["two"]))
    os.kill(first["two"], signal.SIGKILL)

    wait_until(lambda: (found := all_running(state)) and found["two"] != first["two"])

    assert [pid for pid in left if is_running(pid)] == []


@pytest.mark.parametrize("asked_by", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end_it_ends_all_and_says_so(serving, asked_by):
    process, state = serving
    running = wait_until(lambda: all_running(state))
    process.send_signal(asked_by)

    said, _ = process.communicate(timeout=LIMIT)

    assert process.returncode == 0
    assert [pid for pid in running.values() if is_running(pid)] == []
    assert not state.exists()
    assert said.rstrip().endswith("docsys 已停止。")


def test_each_line_bears_the_name_of_who_said_it(serving):
    process, state = serving
    wait_until(lambda: all_running(state))
    first = process.stdout.readline()

    assert first.startswith(("one    | I am ", "two    | I am "))


def test_no_part_outlives_a_supervisor_that_was_killed(serving):
    process, state = serving
    running = wait_until(lambda: all_running(state))
    process.kill()

    wait_until(lambda: not any(is_running(pid) for pid in running.values()))
