"""The attachments of the version in force, copied for a revision: each version keeps files of its own."""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy.orm import Session

from docsys import vault
from docsys.documents.models import Document
from docsys.publication.actions import Taken


def attachments(session: Session, archive: Path, document: Document, wanted: Collection[int] | None) -> list[Taken]:
    """Those of ids `wanted`, or all; staged, so that nothing is left of them when the act is refused."""
    head = document.head
    found = []
    for one in head.attachments if head else ():
        if wanted is None or one.id in wanted:
            with vault.resolve(session, archive, one.file).open("rb") as stream:
                found.append(Taken(vault.stage(archive, stream), one.file.original_name, one.title))
    return found
