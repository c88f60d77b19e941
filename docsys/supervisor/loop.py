"""The loop: pass on what the children say, reap, restart, and note the state in var/serve.json for the status page.

A part that dies again at once is started less and less often.
"""

import json
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from docsys.clock import Clock
from docsys.supervisor.children import Child, Part, bury, describe, kill_session, said_by, start

TICK = 0.2  # seconds between two looks at the children
GRACE = 8.0  # seconds a part may take to end by itself
STEADY = 60.0  # who has lived so long may die once more at no cost
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0

Say = Callable[[str], None]


class Supervisor:
    """Keeps parts running, each in a session of its own, so that Ctrl-C reaches this process alone."""

    def __init__(
        self, parts: Sequence[Part], environment: Mapping[str, str], address: str, state: Path, clock: Clock, say: Say
    ) -> None:
        self.children = [Child(part) for part in parts]
        self._environment = environment
        self._address = address
        self._announced = False
        self._state = state
        self._clock = clock
        self._print = say
        self._asked_to_end = 0
        self._selector = selectors.DefaultSelector()
        self._started = clock.now().isoformat()

    def run(self) -> None:
        with self._signals():
            try:
                while not self._asked_to_end:
                    self._start_due()
                    self._listen()
                    self._reap()
                    self._announce()
            finally:
                self._stop_all()
                self._state.unlink(missing_ok=True)
                self._selector.close()

    def _say(self, line: str) -> None:
        """Whoever listened may be gone; that is no reason to stop the parts."""
        with suppress(OSError):
            self._print(line)

    def _start_due(self) -> None:
        for child in self.children:
            if child.process is None and child.due <= time.monotonic():
                start(child, self._environment, self._clock.now().isoformat())
                self._selector.register(said_by(child), selectors.EVENT_READ, child)
                self._write_state()

    def _listen(self) -> None:
        """Pass on whole lines, each with the name of who said it."""
        for key, _ in self._selector.select(TICK):
            child: Child = key.data
            chunk = os.read(said_by(child).fileno(), 65536)
            if not chunk:
                self._selector.unregister(said_by(child))
            *lines, child.said = (child.said + chunk).split(b"\n")
            self._pass_on(child, lines)

    def _pass_on(self, child: Child, lines: Sequence[bytes]) -> None:
        for line in lines:
            self._say(f"{child.part.name:<6} | {line.decode('utf-8', 'replace')}")

    def _reap(self) -> None:
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._bury(child)
                lived = time.monotonic() - child.born
                child.failures = 0 if lived > STEADY else child.failures + 1
                pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** max(0, child.failures - 1))
                child.due = time.monotonic() + pause
                self._say(f"{child.part.name:<6} | 已退出（{child.last_exit}），{pause:g} 秒后重新启动")
                self._write_state()

    def _bury(self, child: Child) -> None:
        if (pipe := said_by(child)) in self._selector.get_map():
            self._selector.unregister(pipe)
        self._pass_on(child, bury(child).splitlines())

    def _announce(self) -> None:
        """Say where to log in as soon as somebody answers there."""
        if not self._announced and _answers(self._address):
            self._announced = True
            self._say(f"docsys 已启动：{url(self._address)} （按 Ctrl-C 停止）")

    def _stop_all(self) -> None:
        """Ask all to end, wait as long as is decent, or until asked again, then end them."""
        running = [child for child in self.children if child.process is not None]
        self._say("docsys 正在停止……")
        for child in running:
            if child.process is not None:
                child.process.terminate()
        limit = time.monotonic() + GRACE
        while any(child.process and child.process.poll() is None for child in running):
            if time.monotonic() > limit or self._asked_to_end > 1:
                break
            self._listen()
        for child in running:
            if child.process is not None:
                kill_session(child.process.pid)
                self._bury(child)
        self._say("docsys 已停止。")

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """These ask to end; what they meant before is put back afterwards."""
        asking = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._end) for number in asking}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_end += 1

    def _write_state(self) -> None:
        """For the status page. A torn file would be misread, a lost one is rewritten: replaced, not fsynced."""
        state = {
            "pid": os.getpid(),
            "started": self._started,
            "address": self._address,
            "parts": {child.part.name: describe(child) for child in self.children},
        }
        temporary = self._state.with_suffix(".new")
        temporary.write_text(json.dumps(state, ensure_ascii=False, indent=1), encoding="utf-8")
        temporary.replace(self._state)


def url(address: str) -> str:
    """What to type into a browser for a bind address."""
    if address.startswith("unix:"):
        return address
    host, _, port = address.rpartition(":")
    return f"http://{host or '127.0.0.1'}:{port}/"


def _answers(address: str) -> bool:
    if address.startswith("unix:"):
        return Path(address.removeprefix("unix:")).exists()
    host, _, port = address.rpartition(":")
    with suppress(OSError), socket.create_connection((host.strip("[]") or "127.0.0.1", int(port)), timeout=TICK):
        return True
    return False
