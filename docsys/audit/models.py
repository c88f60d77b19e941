"""The rows of the log, and the head of its chain. Triggers refuse to change or delete a row."""

from typing import Any

from sqlalchemy import Connection, String, event, text
from sqlalchemy.orm import Mapped, mapped_column

from docsys.db import Base, digest, key, line, moment, short


class AuditRow(Base):
    """One act: who, when, from where, what, upon what, with which result. `hash` covers all of it and `previous`."""

    __tablename__ = "audit_rows"

    id: Mapped[key]
    at: Mapped[moment]
    user_id: Mapped[int | None] = mapped_column(index=True)
    login: Mapped[short]
    name: Mapped[line]
    channel: Mapped[short]
    source: Mapped[short]
    act: Mapped[short] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(String(500), index=True)
    detail: Mapped[dict[str, Any]]
    result: Mapped[short]
    previous: Mapped[digest]
    hash: Mapped[digest]


class AuditHead(Base):
    """The last row's id and hash: one row, locked by whoever appends, so that the chain has no branches."""

    __tablename__ = "audit_head"

    id: Mapped[key]
    last_id: Mapped[int]
    last_hash: Mapped[digest]


SQLITE = [
    f"""CREATE TRIGGER audit_rows_no_{verb} BEFORE {verb} ON audit_rows
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END"""
    for verb in ("update", "delete")
]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION audit_rows_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit rows are append-only'; END $$""",
    """CREATE TRIGGER audit_rows_no_change BEFORE UPDATE OR DELETE ON audit_rows
    FOR EACH ROW EXECUTE FUNCTION audit_rows_refuse()""",
    """CREATE TRIGGER audit_rows_no_truncate BEFORE TRUNCATE ON audit_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audit_rows_refuse()""",
]


def protect(connection: Connection) -> None:
    """Make the triggers; called with the tables and by the migration that makes them."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.execute(text(statement))


def unprotect(connection: Connection) -> None:
    """Take the guards away, for the migration that drops the table."""
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER audit_rows_no_{verb}"))
    else:
        connection.execute(text("DROP FUNCTION audit_rows_refuse CASCADE"))


def _protect(_table: object, connection: Connection, **_more: object) -> None:
    protect(connection)


event.listen(AuditRow.__table__, "after_create", _protect)
