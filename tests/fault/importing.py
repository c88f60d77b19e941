"""The worker's part of an import as a process of its own, to be killed: `python -m tests.fault.importing`.

Texts are read by the very code of the child, but here: a process for each of thousands of files costs minutes, and is shown
by tests/intake and tests/search.
"""

import os
from datetime import timedelta

from sqlalchemy import select, update

from docsys import running
from docsys import settings as configuration
from docsys.clock import SystemClock
from docsys.db import Database
from docsys.documents.importing import applying, reading
from docsys.intake.jobs import JOBS
from docsys.jobs import Context, actions, leases
from docsys.jobs.models import Job, State
from docsys.jobs.worker import Worker
from tests.search.reading import extract

OPEN = (State.WAITING.value, State.RUNNING.value)


def main() -> None:
    """What `docsys worker` does first, then the import to its end; the prints that it asks for are another day's."""
    vars(applying)["extract"] = vars(reading)["extract"] = extract
    settings = configuration.load(os.environ)
    database, services = running.wire(settings)
    worker = Worker(Context(database, settings, SystemClock(), services), JOBS)
    now = SystemClock().now()
    with database.act() as session:
        actions.release(session, leases.is_dead, now)
        others = update(Job).where(Job.kind.not_in(JOBS), Job.state == State.WAITING.value)
        session.execute(others.values(run_at=now + timedelta(days=1)))
    while _is_open(database):
        worker.step()


def _is_open(database: Database) -> bool:
    with database.read() as session:
        return session.scalar(select(Job.id).where(Job.kind.in_(JOBS), Job.state.in_(OPEN)).limit(1)) is not None


if __name__ == "__main__":
    main()
