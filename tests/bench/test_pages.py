"""Server time of pages over 2,000 documents, beside a page that asks the database for nothing but its reader."""

import pytest
from sqlalchemy import event, select

from docsys import app as application
from docsys.documents.models import Document, Version
from docsys.documents.rules import State
from docsys.folders.models import Folder
from docsys.numbering.models import LedgerEntry
from docsys.numbering.rules import NumberKind, NumberState
from tests.bench import tables
from tests.documents.factories import grant, make_people
from tests.people.conftest import Browser
from tests.people.factories import NOW, PASSWORD

pytestmark = pytest.mark.bench
DOCUMENTS, TIMES = 2000, 15
FLOOR = "/help/keys"
PAGES = {
    "list of a folder, 50 rows": "/catalogue/SC01",
    "list of all, second page, by title": "/catalogue/?sort=title&page=2",
    "the first page": "/",
    "a document": "/documents/1",
    "reviews due": "/reviews",
}


@pytest.fixture
def app(database, settings, clock, monkeypatch):
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    return application.create_app(settings, clock)


@pytest.fixture
def library(app, database):
    """Rows as publication leaves them, written at one go."""
    with database.act() as session:
        people = make_people(session)
        grant(session, people)
        folder = session.scalars(select(Folder).where(Folder.code == "SC01")).one()
        for at in range(1, DOCUMENTS + 1):
            session.add_all(document(at, folder.id, people.author))
        session.flush()
        for found in session.scalars(select(Document)):
            found.head_id = found.id
        return people


def document(at, folder_id, author):
    number, title = f"ZLW-SC01-YGZX-{at:03}", f"网络设备巡检规程第{at}部分"
    common = {"id": at, "title": title, "state": State.CURRENT, "created_at": NOW}
    ledger = LedgerEntry(
        number=number,
        kind=next(iter(NumberKind)),
        series="ZLW-SC01-YGZX",
        unit_code="YGZX",
        seq=at,
        state=next(iter(NumberState)),
        subject=title,
        actor_name=author.name,
        at=NOW,
        reason="",
    )
    entry = Document(
        **common, number=number, folder_id=folder_id, unit_id=author.unit_id, medium="电子", path=number, missing=[]
    )
    version = Version(
        **common,
        document_id=at,
        major=1,
        minor=0,
        author="王军",
        secrecy="内部",
        level="C",
        published_at=NOW,
        notes=["首次发布"],
    )
    return [entry, version, ledger]


@pytest.mark.parametrize("login", ["liqiang", "zhaomin"])
def test_pages_of_a_reader_and_of_a_keeper(app, database, library, login):
    browser = Browser(app)
    browser.post("/login", login=login, password=PASSWORD)
    asked = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
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
