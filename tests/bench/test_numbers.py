"""Giving a number, with its audit row, beside the least that a durable act costs on the same disk."""

import pytest
from sqlalchemy import func, select, text

from docsys.clock import SystemClock
from docsys.numbering import actions as numbering
from docsys.numbering.models import LedgerEntry
from docsys.people import queries as people
from tests.bench import tables
from tests.serving import make_home

pytestmark = pytest.mark.bench
TIMES = 200


def test_200_numbers_one_after_another(tmp_path):
    """On the real settings of SQLite: every number is on the disk when it is told."""
    database, now = make_home(tmp_path / "home").database(), SystemClock().now()
    with database.act() as session:
        actor = people.actor_by_login(session, "wangjun")
        session.execute(text("create table floor (number integer)"))

    def least():
        with database.act() as session:
            session.execute(text("insert into floor values (1)"))

    def give():
        with database.act() as session:
            numbering.issue_document(
                session,
                library="ZLW",
                folder_code="SC01",
                pattern="A",
                unit_code="YGZX",
                subject="规程",
                actor=actor,
                now=now,
            )

    floor, given = tables.seconds(least, TIMES), tables.seconds(give, TIMES)
    with database.read() as session:
        count = session.scalar(select(func.count()).where(LedgerEntry.series == "ZLW-SC01-YGZX"))
    database.dispose()
    assert count == TIMES
    rows = [
        ("one row, committed", tables.shown(floor), ""),
        ("one number, committed", tables.shown(given), tables.ratio(given, floor)),
    ]
    tables.put("Numbers", rows)
