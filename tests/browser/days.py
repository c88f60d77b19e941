"""A docsys whose days go by at a word: the whole application and its worker on the clock of a test, seen in real browsers."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from werkzeug.serving import make_server

from docsys import app as application
from docsys import search
from docsys.app.worker import make_worker
from docsys.clock import SHANGHAI, Clock
from docsys.db import Database
from docsys.settings import Settings
from tests.browser.desks import Room
from tests.people.factories import NOW


class RunningClock:
    """Goes on from where it was set: jobs that wait for a second wait no longer."""

    def __init__(self) -> None:
        self.set(NOW)

    def set(self, moment: datetime) -> None:
        self._set_at, self._moment = time.monotonic(), moment

    def now(self) -> datetime:
        return self._moment + timedelta(seconds=time.monotonic() - self._set_at)


@dataclass
class Days:
    """The clock, and those who sit before it."""

    room: Room
    clock: RunningClock

    def it_is(self, local: str) -> None:
        """`2026-11-28 09:02` in Shanghai: everybody signs in anew, their sessions are over."""
        self.clock.set(datetime.fromisoformat(local).replace(tzinfo=SHANGHAI))
        self.room.leave()


@contextmanager
def open_for_work(settings: Settings, clock: Clock, database: Database, services: dict[str, Any]) -> Iterator[str]:
    """Answers the address of its pages."""
    search.attach(database, settings)
    server = make_server("127.0.0.1", 0, application.create_app(settings, clock), threaded=True)
    stop = threading.Event()
    worker = make_worker(settings, clock, database, services)
    threads = [threading.Thread(target=server.serve_forever), threading.Thread(target=worker.run, args=(stop,))]
    for one in threads:
        one.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        stop.set()
        server.shutdown()
        for one in threads:
            one.join()
        server.server_close()
