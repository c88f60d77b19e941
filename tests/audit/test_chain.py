"""The log is append-only, and whatever is done to it past docsys is found (9.3.5, 13.2.3)."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from docsys import audit
from docsys.audit.models import AuditRow
from docsys.people.rules import SYSTEM
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-13.2.3-1")]
GUARDS = {
    "sqlite": ["DROP TRIGGER audit_rows_no_update", "DROP TRIGGER audit_rows_no_delete"],
    "postgresql": ["DROP FUNCTION audit_rows_refuse CASCADE"],
}


@pytest.fixture
def log(database):
    """Three rows."""
    with database.act() as session:
        for number in (1, 2, 3):
            audit.record(session, "document.view", SYSTEM, f"ZLW-SC01-YGZX-00{number}", now=NOW, detail={"页": number})
    return database


def tamper(database, statement):
    """Change rows as somebody with the database's password could, after taking the guards away."""
    with database.engine.begin() as connection:
        for guard in GUARDS[database.engine.dialect.name]:
            connection.execute(text(guard))
        connection.execute(text(statement))


def broken(database):
    with database.read() as session:
        return audit.verify(session)


def test_an_untouched_chain_is_whole(log):
    assert broken(log) is None


@pytest.mark.parametrize("statement", ["UPDATE audit_rows SET name = 'x'", "DELETE FROM audit_rows"])
def test_the_database_refuses_to_change_or_remove_a_row(log, statement):
    with pytest.raises(DBAPIError, match="append-only"), log.engine.begin() as connection:
        connection.execute(text(statement))

    assert broken(log) is None


def test_a_changed_row_is_named(log):
    tamper(log, "UPDATE audit_rows SET subject = 'ZLW-SC01-YGZX-009' WHERE id = 2")

    assert broken(log) == audit.Broken(2, "内容与其哈希不符：该行被改动。")


def test_a_removed_row_is_found_at_its_successor(log):
    tamper(log, "DELETE FROM audit_rows WHERE id = 2")

    assert broken(log) == audit.Broken(3, "与前一行不衔接：其间有行被删除或插入。")


def test_a_cut_off_end_is_found(log):
    tamper(log, "DELETE FROM audit_rows WHERE id = 3")

    assert broken(log) == audit.Broken(2, "日志末尾有行被删除。")


def test_a_row_says_who_what_when_and_from_where(log):
    with log.read() as session:
        row = session.scalars(select(AuditRow).order_by(AuditRow.id)).first()

    assert (row.login, row.name, row.channel, row.act, row.subject, row.at, row.detail, row.result) == (
        "system",
        "系统",
        "job",
        "document.view",
        "ZLW-SC01-YGZX-001",
        NOW,
        {"页": 1},
        "ok",
    )
