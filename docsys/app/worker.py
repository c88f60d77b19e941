"""The worker with every job and schedule of the rooms."""

import signal
import threading
from datetime import time
from typing import Any

from docsys import search, vault
from docsys.app import JOBS, wire
from docsys.catalogue import jobs as catalogue_jobs
from docsys.clock import Clock
from docsys.db import Database
from docsys.documents.expiry import jobs as expiry_jobs
from docsys.intake import inbox
from docsys.jobs import Context, Daily, Every, Worker
from docsys.search import jobs as search_jobs
from docsys.settings import Settings
from docsys.status import heartbeat
from docsys.status import jobs as status_jobs
from docsys.tasks import jobs as task_jobs


def make_worker(settings: Settings, clock: Clock, database: Database, services: dict[str, Any]) -> Worker:
    """The worker with every job and schedule of the rooms."""
    context = Context(database, settings, clock, services)
    every = [
        Every(30, _replay),
        Every(3600, _sweep),
        Every(inbox.EVERY, inbox.watch),
        Every(heartbeat.EVERY, heartbeat.beat),
        Every(30, lambda context: search_jobs.run_sync(context, {})),
    ]
    return Worker(
        context,
        JOBS,
        every,
        [
            Daily(time(0, 10), expiry_jobs.MARK),
            Daily(time(1, 0), status_jobs.SNAPSHOT),
            Daily(time(3, 0), catalogue_jobs.CHECK),
            Daily(task_jobs.AT, task_jobs.DIGEST),
        ],
    )


def _replay(context: Context) -> None:
    vault.settle(context.database, context.settings.archive, context.clock.now())


def _sweep(context: Context) -> None:
    vault.sweep(context.database, context.settings.archive)


def work(settings: Settings, clock: Clock) -> None:
    """The worker until SIGTERM or SIGINT; the job in hand is brought to its end."""
    stop = threading.Event()
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, lambda *_: stop.set())
    database, services = wire(settings, clock)
    search.attach(database, settings)
    make_worker(settings, clock, database, services).run(stop)
    database.dispose()
