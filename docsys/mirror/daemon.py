"""The mirror's process: one per library, ended by SIGTERM or SIGINT, safe to kill at any moment."""

import fcntl
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from docsys.errors import Refused
from docsys.mirror import reporting
from docsys.mirror.engine import TICK, Engine
from docsys.mirror.targets import FolderTarget, Target
from docsys.settings import Settings


class AlreadyRunning(Refused):
    message = "镜像进程已在运行，不能再启动一个。"


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """One mirror at a time on this library; the lock dies with its process.

    Raises:
        AlreadyRunning
    """
    path = reporting.folder(settings) / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning from error
        yield


def run(settings: Settings, *, stop: threading.Event | None = None, target: Target | None = None) -> None:
    """Mirror until `stop` is set, or a signal comes.

    Raises:
        Misconfigured: no target, or one that cannot be used.
        AlreadyRunning
    """
    stop = stop or threading.Event()
    with locked(settings):
        engine = Engine(settings, stop=stop, target=target)
        with _signals(stop):
            try:
                _sweep(engine)
                while not stop.is_set():
                    engine.tick()
                    engine.inbox.wait(TICK)
            finally:
                engine.close()


def run_once(settings: Settings, *, target: Target | None = None, watch: bool = False) -> None:
    """Compare and copy until nothing is left to do, without staying.

    Raises:
        AlreadyRunning
    """
    with locked(settings):
        engine = Engine(settings, target=target)
        try:
            engine.tick(watch=watch)
            while not engine.is_idle():
                engine.inbox.wait(TICK)
                engine.tick(watch=watch)
        finally:
            engine.close()


def _sweep(engine: Engine) -> None:
    if isinstance(engine.target, FolderTarget) and engine.target.library() is not None:
        engine.target.sweep()


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT end the loop between two files. Only the main thread may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
