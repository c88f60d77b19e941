"""Server time of the pages of a long change order, beside a page that asks the database for nothing but its reader."""

import pytest
from sqlalchemy import event

from docsys import app as application
from docsys.changes.views.room import TABS
from tests.bench import tables
from tests.changes.factories import HEARD, Line, make_people
from tests.changes.long import plan
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD

pytestmark = pytest.mark.bench
STEPS, DOCUMENTS, TIMES = 200, 40, 15
FLOOR = "/help/keys"


@pytest.fixture
def bus(bus):
    for heard, listener in HEARD:
        bus.subscribe(heard, listener)
    return bus


@pytest.fixture
def app(database, settings, clock, monkeypatch):
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    return application.create_app(settings, clock)


def test_the_pages_of_an_order_of_200_steps_and_40_documents(app, database):
    with database.act() as session:
        change_id = Line(session, make_people(session)).running(**plan(STEPS, DOCUMENTS)).id
    browser = Browser(app)
    browser.post("/login", login="wanghaitao", password=PASSWORD)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.extend({told[2]} - {"BEGIN"}))
    floor = visit(browser, FLOOR)
    rows = [("the frame alone", tables.shown(floor), "")]
    with app.test_request_context():
        places = [
            (label, app.url_for(f"changes.{name}", change_id=change_id))
            for name, label in TABS
            if f"changes.{name}" in app.view_functions
        ]
    for label, path in [*places, ("变更列表", "/changes/"), ("变更单", f"/forms/records/{change_id}")]:
        asked.clear()
        found = visit(browser, path)
        told = f"{label} ({len(asked) // (TIMES + 1)} statements)"
        rows.append((told, tables.shown(found), tables.ratio(found, floor)))
    tables.put(f"Pages of an order of {STEPS} steps and {DOCUMENTS} documents", rows)


def visit(browser, path):
    """Once to warm up, then measured."""
    answer = browser.get(path)
    assert answer.status_code in {200, 302, 303}, answer.text
    return tables.seconds(lambda: browser.get(path).text, TIMES)
