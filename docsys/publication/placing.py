"""Where the files of a version go when it comes into force, or out of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from docsys import vault
from docsys.documents import places
from docsys.documents.actions import move_attachments
from docsys.documents.models import Document, Version


def move_folder(session: Session, document: Document, now: datetime) -> None:
    """The folder bears the number and the title; a revision that changes the title renames it."""
    target = places.current_folder(session, document)
    if document.path != target:
        if not document.path.startswith(f"{places.DRAFTS}/"):
            vault.move(session, document.path, target, now)
        document.path = target


def move_files(session: Session, version: Version, folder: str, now: datetime) -> None:
    """The files of a version, under their names with the number it has now."""
    file = version.file
    if file is not None:
        name = places.file_name(version.document, version, file.original_name)
        vault.move(session, file.path, f"{folder}/{name}", now)
    move_attachments(session, version, folder, now)
