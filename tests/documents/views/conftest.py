"""The whole application over the database of the test, with a manual in force, and a browser for each person."""

import re

import pytest

from docsys import app as application
from docsys.documents.jobs import describe, print_document
from docsys.jobs import Context
from tests.documents import factories as make
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD


class Reader(Browser):
    """Takes what it asked for in whole, so that no file stays open."""

    def get(self, address, **options):
        return super().get(address, buffered=True, **options)


@pytest.fixture
def works(database, settings, clock):
    """What the jobs are handed."""
    return Context(database, settings, clock)


@pytest.fixture
def printed(works):
    """Have the jobs of a document done."""

    def run(document_id=1):
        for job in (describe, print_document):
            job(works, {"document_id": document_id})

    return run


@pytest.fixture
def visit(database, settings, clock, monkeypatch):
    """A browser signed in: `visit("liqiang")`."""
    with database.act() as session:
        make.make_people(session)
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    app = application.create_app(settings, clock)

    def signed_in(login):
        browser = Reader(app)
        assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
        return browser

    return signed_in


@pytest.fixture
def act(database, settings):
    """Do something in a transaction of its own: `act(lambda session, people: …)` answers what that answers."""

    def done(work):
        with database.act() as session:
            return work(session, make.make_people_again(session))

    return done


@pytest.fixture
def manual(visit, act, settings):
    """运管中心值班手册 in force, document 1 version 1."""
    return act(lambda session, people: make.make_current(session, people, settings.archive).id)


def without_tokens(text):
    """A page but for the form tokens, which carry the second they were made in."""
    return re.sub(r'(name="csrf[-_]token" (?:content|value)=")[^"]+', r"\1", text)
