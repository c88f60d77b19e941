"""What many tests begin with, made by the product's own actions once and laid as plain rows into the empty database of the next."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from docsys import migrations
from docsys.audit.models import AuditRow
from docsys.people.models import Unit

Answer = TypeVar("Answer")
Rows = list[tuple[Table, list[dict[str, Any]]]]


def remembered(make: Callable[[Session], Answer]) -> Callable[[Session], Answer]:
    """Do as `make` did the first time, where the database is as empty and the same listen. What it answers must be plain."""
    known: dict[object, tuple[Rows, Answer]] = {}

    @wraps(make)
    def ground(session: Session) -> Answer:
        session.flush()
        if not _is_empty(session):
            return make(session)
        if (key := _who_listens(session)) in known:
            rows, answer = known[key]
            _lay(session, rows)
            return answer
        before, answer = _rows(session), make(session)
        if not before and not session.info.get("after_commit"):
            known[key] = _rows(session), answer
        return answer

    return ground


def _is_empty(session: Session) -> bool:
    """Whoever has set up anything has units or has left a line in the log."""
    unit, line = select(Unit.id).limit(1).scalar_subquery(), select(AuditRow.id).limit(1).scalar_subquery()
    return session.execute(select(unit, line)).one() == (None, None)


def _who_listens(session: Session) -> object:
    """The listeners, and whatever else travels with the session, decide what an act brings with it."""
    bus = session.info.get("bus")
    heard = (
        {event: tuple(listeners) for event, listeners in vars(bus)["_listeners"].items() if listeners} if bus else {}
    )
    return frozenset(heard.items()), session.info.get("library")


def _rows(session: Session) -> Rows:
    session.flush()
    found = (
        (table, session.execute(select(table).order_by(*table.primary_key)).mappings().all())
        for table in migrations.metadata().sorted_tables
    )
    return [(table, [dict(row) for row in rows]) for table, rows in found if rows]


def _lay(session: Session, rows: Rows) -> None:
    for table, of_table in rows:
        session.execute(insert(table), of_table)
        if session.get_bind().dialect.name == "postgresql" and "id" in table.c:
            _count_on(session, table)


def _count_on(session: Session, table: Table) -> None:
    """A number that was inserted is none that PostgreSQL gave."""
    if (sequence := session.scalar(select(func.pg_get_serial_sequence(table.name, "id")))) is not None:
        session.execute(select(func.setval(sequence, select(func.max(table.c.id)).scalar_subquery())))
