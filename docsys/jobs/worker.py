"""The one worker loop: due jobs one after another, schedules between them."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from docsys.clock import Clock, local
from docsys.db import Database
from docsys.jobs import actions, leases
from docsys.settings import Settings

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
KEEP_DONE = timedelta(days=30)


@dataclass(frozen=True)
class Context:
    """What a handler is given. `services` holds long-lived things by name, see `app.wire`."""

    database: Database
    settings: Settings
    clock: Clock
    services: Mapping[str, Any] = field(default_factory=dict)


Handler = Callable[[Context, dict[str, Any]], None]


@dataclass(frozen=True)
class Every:
    """Do `work` at the start and then every so many seconds: plain calls, no rows (replaying moves, sweeping)."""

    seconds: float
    work: Callable[[Context], None]


@dataclass(frozen=True)
class Daily:
    """Put `kind` into the outbox once for each day, from `at` on, wall clock of Shanghai; missed days are not made up."""

    at: time
    kind: str


class Worker:
    """Takes jobs until told to stop. `handlers` maps a kind to what does it."""

    def __init__(
        self,
        context: Context,
        handlers: Mapping[str, Handler],
        every: Sequence[Every] = (),
        daily: Sequence[Daily] = (),
    ) -> None:
        self.context = context
        self.handlers = handlers
        self.every = every
        self.daily = daily
        self._lease = leases.fresh()
        self._last: dict[Every, datetime] = {}
        self._days: dict[str, str] = {}

    def run(self, stop: threading.Event) -> None:
        """Work until `stop`; the job in hand is brought to its end. What a killed worker of this machine left is taken up."""
        with self.context.database.act() as session:
            actions.release(session, leases.is_dead, self.context.clock.now())
        while not stop.is_set():
            try:
                self.tick()
                busy = self.step()
            except Exception:  # a database that is away for a moment must not end the worker
                log.exception("worker")
                busy = False
            if not busy:
                stop.wait(POLL_SECONDS)

    def drain(self) -> int:
        """Do everything that is due; answers how many jobs."""
        count = 0
        while self.step():
            count += 1
        return count

    def step(self) -> bool:
        """Do one due job; False where there is none."""
        now = self.context.clock.now()
        with self.context.database.act() as session:
            job = actions.take(session, self._lease, now)
        if job is None:
            return False
        try:
            self.handlers[job.kind](self.context, dict(job.payload))
        except Exception as error:  # whatever a job raises is kept with it, retried, and shown on the status page
            log.exception("job %s %s", job.id, job.kind)
            with self.context.database.act() as session:
                actions.fail(session, job.id, self._lease, self.context.clock.now(), f"{type(error).__name__}: {error}")
        else:
            with self.context.database.act() as session:
                actions.finish(session, job.id, self._lease, self.context.clock.now())
        return True

    def tick(self) -> None:
        """Whatever the schedules say is due now."""
        now = self.context.clock.now()
        for one in self.every:
            last = self._last.get(one)
            if last is None or now - last >= timedelta(seconds=one.seconds):
                self._last[one] = now
                one.work(self.context)
        for daily in self.daily:
            self._once_a_day(daily, now)

    def _once_a_day(self, daily: Daily, now: datetime) -> None:
        here = local(now)
        day = here.date().isoformat()
        if here.time() < daily.at or self._days.get(daily.kind) == day:
            return
        self._days[daily.kind] = day
        with self.context.database.act() as session:
            actions.enqueue(session, daily.kind, {"day": day}, now=now, key=f"{daily.kind}:{day}")
            actions.forget(session, now - KEEP_DONE)
