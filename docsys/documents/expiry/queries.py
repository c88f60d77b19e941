"""How documents stand, and which of them do not stand as their prints say."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from docsys.clock import local_day
from docsys.documents.expiry.rules import Due, Standing, stand
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE, State


def of(document: Document, as_of: date, soon_days: int = 0) -> Due:
    """A document that is reviewed in a cycle, by both its dates; any other by 有效期至 alone; what is not in force stands well."""
    if document.state not in EFFECTIVE:
        return Due(Standing.FINE, None)
    if document.state is State.CURRENT and document.review_months is not None:
        head = document.head
        published = head is not None and head.published_at is not None
        return stand(document.next_review if published else None, document.valid_until, as_of, soon_days)
    return stand(document.valid_until, document.valid_until, as_of, soon_days) if document.valid_until else Due(Standing.FINE, None)  # fmt: skip


def dated() -> ColumnElement[bool]:
    """What can be due at all: reviewed in a cycle, or with an end."""
    reviewed = and_(Document.state == State.CURRENT, Document.review_months.is_not(None))
    return or_(reviewed, and_(Document.state.in_(EFFECTIVE), Document.valid_until.is_not(None)))


def pressing(as_of: date, soon_days: int) -> ColumnElement[bool]:
    """Of what is dated, all that does not stand well: the many that do need not be looked at one by one."""
    soon = as_of + timedelta(days=soon_days)
    reviewed = and_(Document.state == State.CURRENT, Document.review_months.is_not(None))
    unknown = or_(Document.next_review.is_(None), ~_published())
    return or_(and_(reviewed, or_(unknown, Document.next_review <= soon)), Document.valid_until <= soon)


def expired(as_of: date) -> ColumnElement[bool]:
    return and_(Document.valid_until.is_not(None), Document.valid_until < as_of)


def overdue(as_of: date) -> ColumnElement[bool]:
    """已逾期: the day of its review is past, its end is not."""
    reviewed = and_(Document.state == State.CURRENT, Document.review_months.is_not(None))
    return and_(reviewed, _published(), Document.next_review < as_of, or_(Document.valid_until.is_(None), Document.valid_until >= as_of))  # fmt: skip


def soon(as_of: date, soon_days: int) -> ColumnElement[bool]:
    """即将到期, by its review or its end."""
    last = as_of + timedelta(days=soon_days)
    reviewed = and_(Document.state == State.CURRENT, Document.review_months.is_not(None), _published())
    ends = and_(Document.state.in_(EFFECTIVE), Document.valid_until.between(as_of, last))
    alive = or_(Document.valid_until.is_(None), Document.valid_until >= as_of)
    return or_(and_(reviewed, alive, Document.next_review.between(as_of, last)), and_(ends, ~overdue(as_of)))


def _published() -> ColumnElement[bool]:
    """Without a day of publication no day of review counts."""
    return Document.head.has(Version.published_at.is_not(None))


def late(session: Session, ids: Collection[int], as_of: date) -> dict[int, Standing]:
    """Those of `ids` that are expired or overdue."""
    query = select(Document).where(Document.id.in_(ids)).options(selectinload(Document.head))
    found = {document.id: of(document, as_of).standing for document in session.scalars(query)} if ids else {}
    return {document_id: standing for document_id, standing in found.items() if standing.printed}


def misprinted(session: Session, as_of: date) -> Sequence[Document]:
    """Those whose prints say something else than how they stand on that day."""
    past = or_(Document.next_review < as_of, Document.valid_until < as_of, Document.standing != "")
    query = select(Document).where(Document.state.in_(EFFECTIVE), past).options(selectinload(Document.head))
    return [one for one in session.scalars(query) if one.standing != of(one, as_of).standing.printed]


def published_on(document: Document) -> date | None:
    head = document.head
    return local_day(head.published_at) if head is not None and head.published_at else None
