"""The warm children that render and read: started at first use, kept, ended when they hang, grow or have done enough.

One pool for each process; a call takes a free child, so that one document that hangs holds up nobody else.
"""

import logging
import os
import threading
import weakref
from collections.abc import Mapping, Sequence
from typing import Any

from docsys.errors import DocsysError, TooComplex, Unavailable
from docsys.printing.frames import Frame
from docsys.printing.limits import LIMITS, Limits
from docsys.printing.process import Child, ChildEnded, ChildSlow
from docsys.printing.result import NoFont, Unreadable

CHILDREN = 2
# The child ends itself by CPU time; the wall clock, which also counts waiting for the machine, is a little longer.
GRACE_SECONDS = 2.0
# How long a print waits for a free child beyond the time that two others may take.
PATIENCE = 60.0
RESIDENT = 700 * 1024 * 1024
USES = 200
BUSY = "打印服务正忙，请稍后重试。"
FAILED = "打印程序出错（{reason}），请联系系统管理员。"
log = logging.getLogger("docsys.printing")


class Pool:
    """At most `size` children at once; whoever comes later waits for a free one."""

    def __init__(self, size: int = CHILDREN, environ: Mapping[str, str] | None = None) -> None:
        self._size = size
        self._environ = environ
        self._begin()

    def _begin(self) -> None:
        self._free = threading.BoundedSemaphore(self._size)
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._finalizer = weakref.finalize(self, _end_all, self._idle, os.getpid())

    def call(self, kind: str, head: dict[str, Any], blobs: Sequence[bytes] = (), limits: Limits = LIMITS) -> Frame:
        """Have a child do one thing.

        Raises:
            TooComplex: it went beyond a limit of time, memory or size.
            Unreadable: a foreign file is broken, encrypted or of no use.
            Unavailable: no child is free, or none can be started.
        """
        head = {"kind": kind, "limits": limits.as_json(), **head}
        if not self._free.acquire(timeout=2 * limits.seconds + PATIENCE):
            raise Unavailable(message=BUSY)
        try:
            return self._answer(head, blobs, limits)
        finally:
            self._free.release()

    def pids(self) -> list[int]:
        """The children that wait for work."""
        with self._lock:
            return [child.pid for child in self._idle]

    def close(self) -> None:
        self._finalizer()

    def renew(self) -> None:
        """In a forked process: the children, and whoever held the lock, belong to the parent."""
        self._finalizer.detach()
        for child in self._idle:
            child.forget()
        self._begin()

    def _answer(self, head: dict[str, Any], blobs: Sequence[bytes], limits: Limits) -> Frame:
        child, fresh = self._take()
        try:
            frame = child.ask(head, blobs, limits.seconds + GRACE_SECONDS)
        except ChildSlow as error:
            child.kill()
            raise TooComplex from error
        except ChildEnded as error:
            child.kill()
            if not fresh and error.was_killed:  # by somebody else, or for lack of memory: a new child will tell
                return self._answer(head, blobs, limits)
            log.warning("printing child ended with %s during %s", error.code, head["kind"])
            raise TooComplex from error
        except BaseException:
            child.kill()
            raise
        self._give_back(child, frame)
        return _judged(frame)

    def _take(self) -> tuple[Child, bool]:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.lives():
                    return child, False
                child.kill()
        return Child(self._environ), True

    def _give_back(self, child: Child, frame: Frame) -> None:
        if (
            child.uses >= USES
            or frame.head["resident"] > RESIDENT
            or frame.head.get("error") in {"TooComplex", "Failed"}
        ):
            child.kill()
            return
        with self._lock:
            self._idle.append(child)


def _judged(frame: Frame) -> Frame:
    error, reason = frame.head.get("error"), frame.head.get("reason", "")
    if error is None:
        return frame
    if error == "TooComplex":
        raise TooComplex
    if error == "Unreadable":
        raise Unreadable(reason=reason)
    if error == "NoFont":
        raise NoFont
    log.error("printing child failed: %s", frame.head.get("trace", reason))
    raise DocsysError(message=FAILED, reason=reason)


def _end_all(children: list[Child], process: int) -> None:
    if process == os.getpid():
        for child in children:
            child.kill()
    children.clear()


POOL = Pool()
os.register_at_fork(after_in_child=POOL.renew)
