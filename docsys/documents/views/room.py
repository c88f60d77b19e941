"""The blueprint of the room, and how its views find a document and what may be done with it."""

from flask import Blueprint, url_for

from docsys.documents import queries
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE, Right, State
from docsys.errors import Destroyed, Forbidden, Gone, NotFound
from docsys.people.rules import Permission, may
from docsys.vault.models import StoredFile
from docsys.web.session import actor, db

bp = Blueprint("documents", __name__, url_prefix="/documents")


def address(document_id: int) -> str:
    return url_for("documents.show", document_id=document_id)


def found(document_id: int) -> Document:
    """The document, also one that was abolished, for whoever might see it before.

    Raises:
        NotFound: there is none, or this person may not know of it; both answer alike.

    """
    return queries.get_or_tombstone(db(), document_id, actor())


def keeps(document: Document) -> bool:
    """Those who keep the library and those who audit it see void copies, watermarked (4.4.1)."""
    return may(actor(), Permission.DOCUMENT_READ_ALL, document.unit_id)


def handles(document: Document) -> bool:
    return queries.handles(document, actor())


def version_of(document: Document, version_id: int, *rights: Right) -> Version:
    """A version that this person may use by one of `rights`.

    Raises:
        NotFound: not of this document, or not in force and no business of his; Gone: abolished; Forbidden: the right lacks.

    """
    version = next((one for one in document.versions if one.id == version_id), None)
    if version is None or version.file is None:
        raise NotFound
    if version.file.erased_at is not None:
        raise Destroyed(number=document.number)
    if document.state is State.ABOLISHED and not keeps(document):
        raise Gone(number=document.number)
    if version.state not in EFFECTIVE and not handles(document):
        raise NotFound
    if not any(queries.may(db(), document, actor(), right) for right in rights):
        raise Forbidden(permission=rights[0].label)
    return version


def stored(version: Version) -> StoredFile:
    """Its file; `version_of` has seen that there is one."""
    if version.file is None:
        raise NotFound
    return version.file
