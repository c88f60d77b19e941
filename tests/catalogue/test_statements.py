"""Pages ask the database a fixed number of questions, however many documents there are (issue: at most 8 a page)."""

import pytest
from sqlalchemy import event

from docsys import app as application
from tests.bench import library as shelves
from tests.documents.factories import grant, make_people
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD

pytestmark = pytest.mark.db
FEW, MANY, MOST = 6, 120, 8
PAGES = (
    "/catalogue/",
    "/catalogue/SC01",
    "/catalogue/SC01?page=2&sort=-title",
    "/documents/1",
    "/documents/1?list=folder%3DSC01&position=1",
)


@pytest.fixture
def app(database, settings, clock, monkeypatch):
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    return application.create_app(settings, clock)


@pytest.fixture
def asked(database):
    """The statements since it was last cleared, but for BEGIN."""
    found = []

    def note(_connection, _cursor, statement, *_rest):
        if statement != "BEGIN":
            found.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    return found


def counts(app, asked, login):
    browser = Browser(app)
    browser.post("/login", login=login, password=PASSWORD)
    found = {}
    for path in PAGES:
        asked.clear()
        answer = browser.get(path)
        assert (path, answer.status_code) == (path, 200)
        found[path] = len(asked)
    return found


@pytest.mark.parametrize("login", ["liqiang", "zhaomin"])
def test_pages_ask_little_and_no_more_of_a_larger_library(app, database, asked, login):
    with database.act() as session:
        people = make_people(session)
        grant(session, people)
        shelves.fill(session, FEW, people.author)
    of_few = counts(app, asked, login)
    with database.act() as session:
        shelves.fill(session, MANY, people.author, first=FEW + 1)

    assert counts(app, asked, login) == of_few
    assert max(of_few.values()) <= MOST
