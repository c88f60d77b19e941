"""When a folder of the directory bears another name, the folders of its documents lie elsewhere."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import vault
from docsys.db import after_commit
from docsys.documents import announcing
from docsys.documents.models import Document
from docsys.documents.rules import EFFECTIVE
from docsys.folders.events import FolderRenamed


def folder_renamed(session: Session, event: FolderRenamed) -> None:
    """Listener: one move of the directory on disk, the paths below it, and new prints where the name stands on them."""
    vault.move(session, event.source, event.target, event.at)
    below = Document.path.startswith(f"{event.source}/", autoescape=True)
    for document in session.scalars(select(Document).where(below)):
        document.path = event.target + document.path.removeprefix(event.source)
        if document.state in EFFECTIVE:
            announcing.remake(session, document, event.at)
            announcing.index(session, document, event.at)
    session.flush()
    if place := session.info.get("place"):
        after_commit(session, place)
