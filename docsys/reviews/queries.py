"""What is due as of a day, of what an actor may see."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from docsys.documents.expiry import queries as expiry
from docsys.documents.models import Document
from docsys.documents.queries import visible
from docsys.folders.models import Folder
from docsys.people.rules import Actor
from docsys.reviews.rules import ORDER, Standing


@dataclass(frozen=True)
class Line:
    """One line of report 1."""

    id: int
    number: str
    title: str
    version: str
    category: str
    unit: str
    published: date | None
    next_review: date | None
    valid_until: date | None
    state: str
    days: int | None
    owners: frozenset[int | None] = frozenset()


def due(session: Session, actor: Actor, as_of: date, soon_days: int, category: str = "") -> list[Line]:
    """Every visible document with a day that counts and is not 正常, the worst first."""
    query = (
        select(Document)
        .join(Folder, Folder.id == Document.folder_id)
        .where(expiry.dated(), expiry.pressing(as_of, soon_days), visible(actor))
        .options(contains_eager(Document.folder), joinedload(Document.head), joinedload(Document.unit))
    )
    if category:
        query = query.where(Folder.category == category)
    lines = [_line(document, as_of, soon_days) for document in session.scalars(query)]
    found = [line for line in lines if line.state != Standing.FINE]
    return sorted(found, key=lambda line: (ORDER.index(Standing(line.state)), line.days or 0, line.number))


def _line(document: Document, as_of: date, soon_days: int) -> Line:
    head = document.head
    found = expiry.of(document, as_of, soon_days)
    return Line(
        id=document.id,
        number=document.number,
        title=document.title,
        version=str(head.version) if head else "",
        category=document.folder.category,
        unit=document.unit.short_name,
        published=expiry.published_on(document),
        next_review=document.next_review,
        valid_until=document.valid_until,
        state=found.standing.value,
        days=found.days,
        owners=frozenset({document.created_by_id, head.author_id if head else None}),
    )
