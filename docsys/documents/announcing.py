"""What every change of a document owes: the index, the catalogue, the folder that explains itself, its prints."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys import audit, events, jobs, search
from docsys.db import after_commit
from docsys.documents.events import LibraryChanged
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE
from docsys.folders import queries as folders
from docsys.numbering.queries import former_numbers
from docsys.people.rules import Actor

DESCRIBE = "documents.describe"
PRINT = "documents.print"
EXTRACT = "search.extract"


def changed(
    session: Session,
    document: Document,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Record the act, and have whatever follows from it done after the commit."""
    session.flush()
    audit.record(session, f"document.{verb}", actor, document.number, now=now, detail=detail)
    index(session, document, now)
    remake(session, document, now)
    events.publish(session, LibraryChanged(document.folder.category, now))
    if place := session.info.get("place"):
        after_commit(session, place)


def remake(session: Session, document: Document, now: datetime) -> None:
    """Have 元数据.json and the prints made anew."""
    payload = {"document_id": document.id}
    jobs.enqueue(session, DESCRIBE, payload, now=now, key=f"{DESCRIBE}:{document.id}")
    jobs.enqueue(session, PRINT, payload, now=now, key=f"{PRINT}:{document.id}")


def index(session: Session, document: Document, now: datetime) -> None:
    """The entry of the current version; nothing else is found (4.4.1)."""
    head = document.head
    if head is None or head.state not in EFFECTIVE:
        search.remove(session, document.id)
        return
    search.put(session, _entry(session, document, head))
    key = f"{EXTRACT}:{document.id}"
    jobs.enqueue(session, EXTRACT, {"entry_id": document.id}, now=now, key=key)


def _entry(session: Session, document: Document, head: Version) -> search.Entry:
    folder = document.folder
    former = former_numbers(session, document.number)
    return search.Entry(
        id=document.id,
        number=document.number,
        version=str(head.version),
        title=head.title,
        author=head.author,
        category=folder.category,
        category_name=folders.by_code(session, folder.category).name,
        unit=document.unit.short_name,
        kind=folder.kind,
        updated=head.published_at,
        also=[*former, *filter(None, (document.old_number, document.archive_number))],
    )
