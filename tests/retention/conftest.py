"""The whole of docsys over the database of a test: a library, its people, and a worker."""

import pytest

from docsys import app as application
from docsys.app.listeners import LISTENERS
from docsys.catalogue import jobs as catalogue_jobs
from docsys.jobs import Context, Worker
from tests.documents.factories import make_people


@pytest.fixture
def bus(bus):
    for event, listener in LISTENERS:
        bus.subscribe(event, listener)
    return bus


@pytest.fixture
def wired(database, settings, clock, monkeypatch):
    """The services of the application, over this very database; answers its worker."""
    _database, services = application.wire(settings)
    database.info["forms"] = services["forms"]
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    return Worker(Context(database, settings, clock, services), application.JOBS)


@pytest.fixture
def people(database, settings, clock):
    with database.act() as session:
        made = make_people(session)
    catalogue_jobs.lay_out(database, settings.archive, clock.now())
    return made
