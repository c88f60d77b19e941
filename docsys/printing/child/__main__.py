"""The process that renders and that reads foreign files: one question after the other, each within its limits.

python -I -m docsys.printing.child     questions on standard input, answers on standard output (`frames.py`)
"""

import gc
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from docsys.errors import TooComplex
from docsys.printing import frames
from docsys.printing.child import work
from docsys.printing.limits import Limits
from docsys.printing.result import NoFont, Unreadable

WATCH_SECONDS = 1.0
OPEN_FILES = 256
SELDOM = 20_000
"""New objects before garbage is looked for: a layout is one great live tree, and walking it at every 700 takes a quarter
of the time of a long register. What a question leaves behind is collected after its answer."""
Answer = tuple[dict[str, Any], Sequence[bytes]]


def main() -> None:
    questions, answers = _take_over_streams()
    _die_with(os.getppid())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _soften(resource.RLIMIT_NOFILE, OPEN_FILES)
    gc.freeze()
    gc.set_threshold(SELDOM, 10, 10)
    frames.send(answers.write, {"ready": True})
    answers.flush()
    while True:
        try:
            frame = frames.receive(_exactly(questions))
        except EOFError:
            return
        head, blobs = answer(frame)
        frames.send(answers.write, {**head, "resident": _resident()}, blobs)
        answers.flush()
        gc.collect()


def answer(frame: frames.Frame) -> Answer:
    """Any error at all becomes an answer: parsers of foreign files raise what they like."""
    limits = Limits(**frame.head["limits"])
    _limit(limits)
    try:
        return work.KINDS[frame.head["kind"]](frame.head, frame.blobs, limits)
    except (MemoryError, SystemError, TooComplex, RecursionError):  # SystemError: no memory left to say so
        return {"error": "TooComplex"}, ()
    except NoFont:
        return {"error": "NoFont"}, ()
    except Unreadable as error:
        return {"error": "Unreadable", "reason": str(error.data.get("reason", ""))}, ()
    except Exception as error:  # noqa: BLE001 - the parent decides; the child must live for the next question
        return {"error": "Failed", "reason": type(error).__name__, "trace": traceback.format_exc()}, ()


def _take_over_streams() -> tuple[BinaryIO, BinaryIO]:
    """Whatever a library prints must not get between the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


def _exactly(stream: BinaryIO) -> Callable[[int], bytes]:
    def read(length: int) -> bytes:
        data = stream.read(length)
        if len(data) < length:
            raise EOFError
        return data

    return read


def _die_with(parent: int) -> None:
    """End with all that was started here as soon as the parent has gone, even in the midst of a long render."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH_SECONDS)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def _limit(limits: Limits) -> None:
    """Limits of this one question; the CPU time of the earlier ones is added."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soften(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + limits.seconds) + 1)
    _soften(resource.RLIMIT_AS, limits.memory)


def _soften(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
