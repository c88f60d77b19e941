"""Figures, calendar and list of 20,000 change orders, beside a page that asks the database for nothing but its reader."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from docsys import app as application
from docsys.changes.models import Change, ChangeDocument, Doing
from docsys.changes.rules.states import State
from docsys.people.models import Unit
from docsys.people.rules import Actor
from docsys.records.models import FormRevision, Record
from docsys.records.rules import State as SheetState
from tests.bench import tables
from tests.changes.factories import make_people
from tests.people.conftest import Browser
from tests.people.factories import NOW, PASSWORD

pytestmark = pytest.mark.bench
ORDERS, TIMES, AT_ONCE = 20_000, 15, 1000
FLOOR = "/help/keys"
PAGES = {
    "统计": "/changes/statistics",
    "统计（单位）": "/changes/statistics?unit=SHFE",
    "日历（周）": "/changes/calendar",
    "日历（月）": "/changes/calendar?span=month",
    "列表": "/changes/",
}
STATES = (State.ARCHIVED, State.ARCHIVED, State.ARCHIVED, State.VERIFYING, State.READY, State.REVIEWING)
HOUR = timedelta(hours=1)


@pytest.fixture
def app(database, settings, clock, monkeypatch):
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    return application.create_app(settings, clock)


def fill(session: Session, author: Actor) -> None:
    """Orders of a year, two documents each."""
    session.add(FormRevision(form_code="BG", revision=2, sha256="0" * 64, definition={}, first_used_at=NOW))
    session.flush()
    units = list(session.scalars(select(Unit).order_by(Unit.id)))
    for first in range(1, ORDERS + 1, AT_ONCE):
        places = range(first, first + AT_ONCE)
        session.execute(insert(Record), [_record(at, units[at % len(units)], author) for at in places])
        session.execute(insert(Change), [_order(at, units[at % len(units)]) for at in places])
        session.execute(insert(ChangeDocument), [row for at in places for row in _documents(at)])


def _record(at: int, unit: Unit, author: Actor) -> dict[str, Any]:
    return {
        "id": at,
        "form_code": "BG",
        "number": f"BG-2026-{at:05}",
        "title": f"第 {at} 次变更",
        "state": SheetState.ARCHIVED if STATES[at % 6] is State.ARCHIVED else SheetState.PENDING,
        "unit_id": unit.id,
        "form_revision_id": 1,
        "created_by": author.user_id,
        "updated_by": author.user_id,
        "created_at": NOW,
        "updated_at": NOW,
        "data": {},
        "people": {},
    }


def _order(at: int, unit: Unit) -> dict[str, Any]:
    submitted = NOW - timedelta(minutes=25 * at)
    stamps = ("received_at", "consulted_at", "approved_at", "released_at", "started_at", "ended_at")
    return {
        "record_id": at,
        "state": STATES[at % 6],
        "urgency": "紧急" if at % 40 == 0 else "一般",
        "level": "一级" if at % 3 == 0 else "二级",
        "unit_id": unit.id,
        "nodes": [f"SH-{at % 9}"],
        "outcome": "成功" if at % 7 else "失败",
        "submitted_at": submitted,
        "starts_at": submitted + 5 * 24 * HOUR,
        "ends_at": submitted + 5 * 24 * HOUR + 3 * HOUR,
        **{name: submitted + (place + 1) * 9 * HOUR for place, name in enumerate(stamps)},
    }


def _documents(at: int) -> Iterator[dict[str, Any]]:
    for place in (1, 2):
        done = {"doing": Doing.DONE.value, "done_at": NOW} if at % 5 else {"doing": Doing.OPEN.value, "done_at": None}
        yield {"change_id": at, "place": place, "action": "修订", "responsible": "刘颖", "due": NOW.date(), **done}


def test_figures_of_20_000_orders(app, database):
    with database.act() as session:
        fill(session, make_people(session).desk)
    browser = Browser(app)
    browser.post("/login", login="zhangming", password=PASSWORD)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.extend({told[2]} - {"BEGIN"}))
    floor = visit(browser, FLOOR)
    rows = [("the frame alone", tables.shown(floor), "")]
    for label, path in PAGES.items():
        asked.clear()
        found = visit(browser, path)
        told = f"{label} ({len(asked) // (TIMES + 1)} statements)"
        rows.append((told, tables.shown(found), tables.ratio(found, floor)))
    tables.put(f"Pages over {ORDERS} change orders", rows)


def visit(browser, path):
    """Once to warm up, then measured."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return tables.seconds(lambda: browser.get(path).text, TIMES)
