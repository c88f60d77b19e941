"""The page of an order asks the database as much for two steps as for two hundred (issue: 200 steps, 40 documents)."""

import pytest
from sqlalchemy import event

from docsys.changes.views.room import TABS
from tests.changes.long import plan

MOST = 22


@pytest.fixture
def asked(database):
    """The statements since it was last cleared, but for BEGIN."""
    found = []

    def note(_connection, _cursor, statement, *_rest):
        if statement != "BEGIN":
            found.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    return found


def counts(app, browser, asked, change_id):
    found = {}
    with app.test_request_context():
        addresses = [
            app.url_for(f"changes.{name}", change_id=change_id)
            for name, _label in TABS
            if f"changes.{name}" in app.view_functions
        ]
    for (name, _label), address in zip(TABS, addresses, strict=True):
        asked.clear()
        answer = browser.get(address)
        assert (name, answer.status_code) == (name, 200)
        found[name] = len(asked)
    return found


def test_a_long_order_asks_no_more_than_a_short_one(app, visit, walk, asked):
    short = walk(lambda line: line.running(**plan(4, 2), nodes=["SH-1"]))
    long = walk(lambda line: line.running(**plan(200, 40)))
    wang = visit("wanghaitao")
    wang.get(f"/changes/{short}")

    few, many = counts(app, wang, asked, short), counts(app, wang, asked, long)

    assert many == few
    assert max(many.values()) <= MOST
