"""A library to make the sample in: every room listens as in the product; passwords are cheap to hash."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from docsys import app as application
from docsys import search, vault
from docsys.app import listeners
from docsys.clock import FixedClock
from docsys.db import Database
from docsys.demo import people
from docsys.demo.timeline import Calendar, Scene
from docsys.events import Bus
from docsys.forms.definitions import load_all
from docsys.jobs import Context, Worker
from docsys.people import passwords
from docsys.records.models import Record
from docsys.search import jobs as search_jobs
from docsys.search.jobs import EXTRACT
from docsys.settings import PACKAGE, Settings
from tests.databases import Databases
from tests.search.reading import extract

FORMS = load_all(PACKAGE.parent / "forms")
WANTED = {EXTRACT, "record.archive", "register.archive", "change.set"}
LOOKED_AT = {"BG", "JC"}  # the sheets of publications are filed in the same way, and have tests of their own


@dataclass(frozen=True)
class Stage:
    settings: Settings
    database: Database
    now: datetime

    def work(self) -> None:
        """Carry out what searching and archiving need; the prints of documents have tests of their own."""
        services = {
            "forms": FORMS,
            "search_source": application._source(self.settings.archive),  # noqa: SLF001 - as the product wires it
        }
        handlers = {kind: job if kind in WANTED else _nothing for kind, job in application.JOBS.items()}
        handlers["record.archive"] = _of_those(handlers["record.archive"])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(search_jobs, "extract", extract)
            Worker(Context(self.database, self.settings, FixedClock(self.now), services), handlers).drain()


def _of_those(archive: Callable[[Context, dict[str, Any]], None]) -> Callable[[Context, dict[str, Any]], None]:
    """Prints cost most of it all."""

    def run(context: Context, payload: dict[str, Any]) -> None:
        with context.database.read() as session:
            wanted = session.get_one(Record, payload["record_id"]).form_code in LOOKED_AT
        if wanted:
            archive(context, payload)

    return run


def _nothing(_context: Context, _payload: dict[str, Any]) -> None:
    """A job that this test does not look at."""


@contextmanager
def stage(home: Path, databases: Databases, now: datetime) -> Iterator[Stage]:
    """Reference data, nobody yet."""
    settings, bus = Settings(home=home), Bus()
    settings.var.mkdir(parents=True)
    settings.archive.mkdir()
    for event, listener in listeners.LISTENERS:
        bus.subscribe(event, listener)
    database = databases.fresh(settings.var / "docsys.sqlite3", bus)
    database.info |= {"library": "ZLW", "settings": settings}
    database.info["place"] = partial(vault.settle, database, settings.archive, now)
    search.attach(database, settings)
    with database.act() as session:
        for seed in application.SEEDS:
            seed(session, now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield Stage(settings, database, now)
    database.dispose()


def scene(session: Any, now: datetime) -> Scene:
    """Everybody on it, at the very first day."""
    people.make(session, datetime(2020, 1, 2, tzinfo=now.tzinfo))
    return Scene(session, people.cast(session), FORMS, Calendar(now))
