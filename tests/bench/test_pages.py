"""Server time of pages over 20,000 documents, beside a page that asks the database for nothing but its reader."""

import pytest
from sqlalchemy import event

from docsys import app as application
from tests.bench import library, tables
from tests.documents.factories import grant, make_people
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD

pytestmark = pytest.mark.bench
DOCUMENTS, TIMES = 20_000, 15
FLOOR = "/help/keys"
PAGES = {
    "tree and list of all": "/catalogue/",
    "folder of 10,000": "/catalogue/SC01",
    "its last page": "/catalogue/SC01?page=200",
    "its last page, by title": "/catalogue/SC01?sort=-title&page=200",
    "narrowed by words": "/catalogue/SC01?q=9第",
    "a document": "/documents/1?list=folder%3DSC01&position=1",
    "a document at the end of its list": "/documents/9999?list=folder%3DSC01&position=5000",
    "the first page": "/",
    "reviews due": "/reviews",
}


@pytest.fixture
def app(database, settings, clock, monkeypatch):
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    return application.create_app(settings, clock)


@pytest.fixture
def people(app, database):
    """Those who look, and what they look at."""
    with database.act() as session:
        found = make_people(session)
        grant(session, found)
        library.fill(session, DOCUMENTS, found.author)
        return found


@pytest.mark.parametrize("login", ["liqiang", "zhaomin"])
def test_pages_of_a_reader_and_of_a_keeper(app, database, people, login):
    browser = Browser(app)
    browser.post("/login", login=login, password=PASSWORD)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.extend({told[2]} - {"BEGIN"}))
    floor = visit(browser, FLOOR)
    rows = [("the frame alone", tables.shown(floor), "")]
    for name, path in PAGES.items():
        asked.clear()
        found = visit(browser, path)
        rows.append(
            (f"{name} ({len(asked) // (TIMES + 1)} statements)", tables.shown(found), tables.ratio(found, floor))
        )
    tables.put(f"Pages as {login}, {DOCUMENTS} documents", rows)


def visit(browser, path):
    """Once to warm up, then measured."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return tables.seconds(lambda: browser.get(path).text, TIMES)
