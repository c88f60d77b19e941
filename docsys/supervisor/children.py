"""A child process: its start, its words, its end, and what it leaves behind."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class Part:
    name: str
    command: Sequence[str]


@dataclass
class Child:
    """A part, and the process that presently does it."""

    part: Part
    process: subprocess.Popen[bytes] | None = None
    since: str = ""
    born: float = 0.0
    due: float = 0.0
    failures: int = 0
    restarts: int = -1  # the first start is none
    last_exit: int | None = None
    said: bytes = b""


def start(child: Child, environment: Mapping[str, str], since: str) -> None:
    """Begin the part in a session of its own."""
    child.process = subprocess.Popen(
        child.part.command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_die_with_parent(os.getpid()),  # noqa: PLW1509 - this process has one thread
    )
    child.born, child.since = time.monotonic(), since
    child.restarts += 1


def bury(child: Child) -> bytes:
    """Take leave of a dead part: an end to whatever it left running; gives its last words."""
    pipe = said_by(child)
    if child.process is not None:
        child.last_exit = child.process.wait()
        kill_session(child.process.pid)
    rest, child.said = child.said + _drain(pipe), b""
    pipe.close()
    child.process = None
    return rest


def describe(child: Child) -> dict[str, object]:
    pid = child.process.pid if child.process else None
    return {"pid": pid, "since": child.since, "restarts": max(0, child.restarts), "last_exit": child.last_exit}


def said_by(child: Child) -> IO[bytes]:
    if child.process is None or child.process.stdout is None:
        raise ValueError(f"{child.part.name} does not run")
    return child.process.stdout


def _drain(pipe: IO[bytes]) -> bytes:
    """What is left in the pipe of a dead child; an orphan may still hold its other end, so no waiting for its close."""
    os.set_blocking(pipe.fileno(), False)
    rest = b""
    with suppress(BlockingIOError):
        while chunk := os.read(pipe.fileno(), 65536):
            rest += chunk
    return rest


def kill_session(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _die_with_parent(parent: int) -> Callable[[], None]:
    """So that no part outlives a supervisor that was killed with -9 (Linux)."""

    def ask_the_kernel() -> None:
        if hasattr(LIBC, "prctl"):
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # died in between
                os._exit(1)

    return ask_the_kernel
