"""The nightly sample: a share of the copies is read and hashed again each day, the longest unread first (R-12.3.2-1)."""

from collections import deque

from docsys.clock import Clock
from docsys.mirror.state import State
from docsys.mirror.verifying import Report, Verifier

EVERY = 86400.0
SHARE = 30  # all copies are read within so many days
LEAST = 100


class Rounds:
    def __init__(self, verifier: Verifier, state: State, clock: Clock) -> None:
        self._verifier = verifier
        self._state = state
        self._clock = clock
        self._left: deque[str] = deque()
        self._report = Report()

    def step(self) -> None:
        """Verify one file if a round is due or under way; called when there is nothing else to do."""
        if not self._left:
            self._begin()
            return
        self._verifier.check(self._left.popleft(), self._report)
        if not self._left:
            self._state.set("last_verify", {"at": self._clock.now().timestamp()} | self._report.shown())

    def _begin(self) -> None:
        now = self._clock.now().timestamp()
        last = self._state.get("round_began")
        if last is not None and now - last < EVERY:
            return
        self._state.set("round_began", now)
        if last is not None:  # the first day has just been compared as it was copied
            self._report = Report()
            self._left.extend(self._state.oldest_verified(max(LEAST, self._state.file_count() // SHARE)))
