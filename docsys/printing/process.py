"""One child process, seen from its parent: started, asked, watched, ended with all that it started itself."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from docsys.errors import Unavailable
from docsys.printing import frames

COMMAND = (sys.executable, "-I", "-m", "docsys.printing.child")
# Fonts are found through these; nothing else of the parent's environment is the child's business.
PASSED = ("PATH", "HOME", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "TMPDIR")
START_SECONDS = 60.0
CHUNK = 1 << 20


class ChildSlow(Exception):
    """No answer within the time."""


class ChildEnded(Exception):
    """It ended before it answered."""

    def __init__(self, code: int | None) -> None:
        self.code = code
        super().__init__(code)

    @property
    def was_killed(self) -> bool:
        return self.code == -signal.SIGKILL


class Child:
    """A running `docsys.printing.child`."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self.uses = 0
        environ = os.environ if environ is None else environ
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            env={"LANG": "C.UTF-8", **{name: environ[name] for name in PASSED if name in environ}},
        )
        try:
            self._receive(START_SECONDS)
        except (ChildSlow, ChildEnded) as error:
            self.kill()
            raise Unavailable(
                message="打印程序无法启动，请联系系统管理员检查 libpango 等组件（make setup）。"
            ) from error

    @property
    def pid(self) -> int:
        return self._process.pid

    def lives(self) -> bool:
        return self._process.poll() is None

    def ask(self, head: dict[str, Any], blobs: Sequence[bytes], seconds: float) -> frames.Frame:
        """Send one question and wait for its answer.

        Raises:
            ChildSlow: no whole answer within `seconds`.
            ChildEnded: the child died of the question.
        """
        self.uses += 1
        stream = self._process.stdin
        try:
            if stream is not None:
                frames.send(stream.write, head, blobs)
                stream.flush()
        except OSError as error:
            raise self._ended() from error
        return self._receive(seconds)

    def kill(self) -> None:
        """End the child and whatever it started; fine when it is dead already."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._close()
        self._process.wait()

    def forget(self) -> None:
        """Let go of a child that belongs to the process from which this one was forked."""
        self._close()
        self._process.returncode = 0

    def _close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):  # a question that nobody will read
                    stream.close()

    def _receive(self, seconds: float) -> frames.Frame:
        until = time.monotonic() + seconds
        try:
            return frames.receive(lambda length: self._read(length, until))
        except EOFError as error:
            raise self._ended() from error

    def _read(self, length: int, until: float) -> bytes:
        stream = self._process.stdout
        if stream is None:
            raise EOFError
        parts = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            while len(parts) < length:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise ChildSlow
                part = os.read(stream.fileno(), min(CHUNK, length - len(parts)))
                if not part:
                    raise EOFError
                parts += part
        return bytes(parts)

    def _ended(self) -> ChildEnded:
        try:
            return ChildEnded(self._process.wait(timeout=1))
        except subprocess.TimeoutExpired:
            return ChildEnded(None)
