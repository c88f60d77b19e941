"""改号: a document moves to another folder by two persons; its old number leads to the new one for ever (3.7, 4.3.4（二）)."""

from datetime import datetime

from sqlalchemy.orm import Session

from docsys import events, vault
from docsys.documents import announcing, places, queries
from docsys.documents.actions.attaching import move_attachments
from docsys.documents.events import DocumentRenumbering, LibraryChanged
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE, State
from docsys.errors import TransitionForbidden
from docsys.folders import queries as folders
from docsys.folders import rules as folder_rules
from docsys.folders.models import Folder
from docsys.folders.rules import FolderKind
from docsys.numbering import actions as numbering
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation
from docsys.people.rules import SYSTEM, Actor, Permission, require
from docsys.publication.rules import NotThere, ReasonMissing, RevisionOpen

RENUMBER = "document.renumber"


def request_renumbering(
    session: Session, document_id: int, folder_code: str, reason: str, *, actor: Actor, now: datetime
) -> Confirmation:
    """Ask for a document in force to be moved to another folder, under a new number.

    Raises:
        TransitionForbidden: it is not in force; RevisionOpen: a newer draft lies beside it; NotThere: the folder takes no
        documents, or it lies there already; ReasonMissing; and what listeners to `DocumentRenumbering` refuse.

    """
    document = queries.get(session, document_id, actor, to_change=True)
    folder = folders.by_code(session, folder_code.strip())
    require(actor, Permission.NUMBER_ADMINISTER, document.unit_id)
    check_renumbering(session, document, folder, now)
    if not reason.strip():
        raise ReasonMissing(what="改号原因", article="4.3.4（二）")
    return confirmations.request(
        session,
        RENUMBER,
        document.number,
        f"改号：{document.number}《{document.title}》移至 {folder.code} {folder.name}",
        {"document_id": document.id, "folder": folder.code, "reason": reason.strip()},
        actor,
        now,
        Permission.NUMBER_ADMINISTER,
        document.unit_id,
    )


def check_renumbering(session: Session, document: Document, folder: Folder, now: datetime) -> None:
    """Raises what stands in the way of moving it there, whoever asks."""
    if document.state is not State.CURRENT:
        raise TransitionForbidden(state=document.state.label, verb="改号")
    if (waiting := queries.open_version(document)) is not None:
        raise RevisionOpen(number=document.number, version=waiting.version)
    folder_rules.check_open(folder.code, closed=folder.closed_at is not None)
    if folder.kind is not FolderKind.CONTROLLED or folder.depth == 1 or folder.id == document.folder_id:
        raise NotThere(folder=folder.code, number=document.number)
    events.publish(session, DocumentRenumbering(document.id, document.number, folder.code, now))


def renumber(session: Session, accepted: ConfirmationAccepted) -> None:
    """The second person said yes: a number of the target folder, the files under it, the old one 停用 with its pointer."""
    now, reason = accepted.at, accepted.payload["reason"]
    document = session.get_one(Document, accepted.payload["document_id"], with_for_update=True)
    folder = folders.by_code(session, accepted.payload["folder"])
    check_renumbering(session, document, folder, now)
    former, category = document.number, document.folder.category
    document.number = _number(session, document, folder, accepted.actor, now)
    numbering.retire(session, former, reason=f"改号：{reason}", successor=document.number, actor=SYSTEM, now=now)
    document.folder = folder
    session.flush()
    _move(session, document, former, now)
    detail = {"former": former, "folder": folder.code, "reason": reason, "requested_by": accepted.requested_by}
    announcing.changed(session, document, "renumber", actor=accepted.actor, now=now, detail=detail)
    events.publish(session, LibraryChanged(category, now))


def _number(session: Session, document: Document, folder: Folder, actor: Actor, now: datetime) -> str:
    return numbering.issue_document(
        session,
        library=str(session.info.get("library", "ZLW")),
        folder_code=folder.code,
        pattern=folder.pattern,
        unit_code=document.unit.code,
        subject=document.title,
        actor=actor,
        now=now,
    )


def _move(session: Session, document: Document, former: str, now: datetime) -> None:
    """The folder of the document and those of its former versions, then each file under the new number."""
    target = places.current_folder(session, document)
    vault.move(session, document.path, target, now)
    document.path = target
    for history in _histories(document):
        vault.move(session, history, history.replace(f"/{former}_", f"/{document.number}_", 1), now)
    for version in document.versions:
        _rename(session, document, version, now)


def _histories(document: Document) -> list[str]:
    """One for each title under which a version was superseded."""
    superseded = (one.file.path for one in document.versions if one.state is State.SUPERSEDED and one.file)
    return sorted({path.rpartition("/")[0] for path in superseded})


def _rename(session: Session, document: Document, version: Version, now: datetime) -> None:
    if version.file is None or version.state not in EFFECTIVE | {State.SUPERSEDED}:
        return
    folder = version.file.path.rpartition("/")[0]
    target = f"{folder}/{places.file_name(document, version, version.file.original_name)}"
    vault.move(session, version.file.path, target, now)
    move_attachments(session, version, folder, now)
