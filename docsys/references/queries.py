"""What can be asked: the version in force, its history, what waits for its second person, the nodes."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsys.errors import NotFound
from docsys.people.models import Confirmation
from docsys.references.models import ReferenceVersion
from docsys.references.rules import Rows, Table, as_rows

CHANGE = "reference.change"


def nodes(session: Session) -> list[tuple[str, str]]:
    """Code and name of each node of 19.3 as it is in force, in its order; one statement."""
    return [(row[0], row[1]) for row in rows_of(session, Table.NODES)]


def rows_of(session: Session, which: Table) -> Rows:
    """The rows in force; none before the first seed."""
    latest = select(ReferenceVersion.content).where(ReferenceVersion.which == which.value)
    return as_rows(session.scalar(latest.order_by(ReferenceVersion.number.desc()).limit(1)) or [])


def current(session: Session, which: Table) -> ReferenceVersion:
    """The version in force.

    Raises:
        NotFound: the reference data were never seeded.

    """
    query = select(ReferenceVersion).where(ReferenceVersion.which == which.value)
    found = session.scalar(query.order_by(ReferenceVersion.number.desc()).limit(1))
    if found is None:
        raise NotFound
    return found


def in_force(session: Session) -> Mapping[Table, ReferenceVersion]:
    """Every table as it is in force, in the order of the rulebook."""
    last = select(func.max(ReferenceVersion.id)).group_by(ReferenceVersion.which)
    rows = session.scalars(select(ReferenceVersion).where(ReferenceVersion.id.in_(last)))
    return {Table(row.which): row for row in sorted(rows, key=lambda row: row.which)}


def history(session: Session, which: Table) -> list[ReferenceVersion]:
    """All versions, the one in force first."""
    query = select(ReferenceVersion).where(ReferenceVersion.which == which.value)
    return list(session.scalars(query.order_by(ReferenceVersion.number.desc())))


def version(session: Session, which: Table, number: int) -> ReferenceVersion:
    """One version of a table.

    Raises:
        NotFound: there is none of that number.

    """
    query = select(ReferenceVersion).where(ReferenceVersion.which == which.value, ReferenceVersion.number == number)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def waiting(session: Session, which: Table | None = None) -> list[Confirmation]:
    """What somebody asked for and nobody decided yet, of one table or of all."""
    query = select(Confirmation).where(Confirmation.kind == CHANGE, Confirmation.decided_at.is_(None))
    if which is not None:
        query = query.where(Confirmation.subject == subject(which))
    return list(session.scalars(query.order_by(Confirmation.id)))


def subject(which: Table) -> str:
    """What the log and a confirmation call the table."""
    return f"参考表 {which.value} {which.label}"
