import pytest

from docsys import app as application
from docsys.app.listeners import LISTENERS
from tests.changes.factories import HEARD, Line, make_people
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD


@pytest.fixture
def bus(bus):
    """Everybody who listens in the application; some do already for all tests of this room."""
    for event, listener in LISTENERS:
        if (event, listener) not in HEARD:
            bus.subscribe(event, listener)
    return bus


@pytest.fixture
def app(database, settings, clock, monkeypatch):
    """The whole application over the database of this test."""
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    return application.create_app(settings, clock)


@pytest.fixture
def people(app, database):
    with database.act() as session:
        return make_people(session)


@pytest.fixture
def visit(app):
    """A browser of one's own, signed in: `visit("lijing")`."""

    def signed_in(login):
        browser = Browser(app)
        assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
        return browser

    return signed_in


@pytest.fixture
def walk(database, people):
    """Lead an order somewhere in a transaction of its own: `walk(lambda line: line.ready())` gives its id."""

    def led(way):
        with database.act() as session:
            return way(Line(session, people)).id

    return led
