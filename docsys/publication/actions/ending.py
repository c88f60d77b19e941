"""Abolition by two persons (D8, 4.5.2), and taking back what was never published (D9)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from docsys import events, vault
from docsys.documents import announcing, checkouts, places, queries
from docsys.documents.events import DocumentAbolished
from docsys.documents.models import Document
from docsys.documents.rules import LIFE, State, publishing
from docsys.numbering import actions as numbering
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation
from docsys.people.rules import SYSTEM, Actor, Permission, require
from docsys.publication import sheets
from docsys.publication.actions.reviewing import opened
from docsys.publication.rules import ReasonMissing, RevisionOpen, check_paper

ABOLISH = "document.abolish"


@dataclass(frozen=True)
class Ending:
    """Why a document ends, what stands in its place (or 无), and what becomes of its copies on paper (4.5.2)."""

    reason: str
    replacement: str = ""
    paper: str = ""


def request_abolition(
    session: Session, document_id: int, ending: Ending, *, actor: Actor, now: datetime
) -> Confirmation:
    """现行有效 → 已废止, asked for by one; the sheet FZ says why."""
    document = queries.get(session, document_id, actor, to_change=True)
    level = document.head.level if document.head else ""
    permission, unit_id = publishing(actor, level, document.unit_id)
    require(actor, permission, unit_id)
    _check(document)
    if not ending.reason.strip():
        raise ReasonMissing(what="废止原因", article="4.5.2")
    said = {
        "reason": ending.reason.strip(),
        "replacement": ending.replacement.strip() or "无",
        "paper": check_paper(document.number, document.medium, ending.paper),
    }
    values = sheets.of_abolition(document, **said)
    sheet = sheets.open_abolition(session, document, values, actor=actor, now=now)
    sheets.ask_abolition(session, sheet, values, actor=actor, now=now)
    return confirmations.request(
        session,
        ABOLISH,
        document.number,
        f"废止 {document.number}《{document.title}》",
        {"document_id": document.id, **said},
        actor,
        now,
        permission,
        unit_id,
    )


def _check(document: Document) -> None:
    LIFE.transition(document.state, "abolish")
    if (waiting := queries.open_version(document)) is not None:
        raise RevisionOpen(number=document.number, version=waiting.version)


def abolish(session: Session, accepted: ConfirmationAccepted) -> None:
    """The second person said yes: out of index and library tree, into 作废库; the number is never used again."""
    now = accepted.at
    document = session.get_one(Document, accepted.payload["document_id"], with_for_update=True)
    _check(document)  # a revision may have begun since it was asked for
    version = queries.current(session, document.id)
    if version is not None:
        version.state = State.ABOLISHED
    document.state, document.abolished_at = State.ABOLISHED, now
    document.abolition_reason = accepted.payload["reason"]
    document.replacement = accepted.payload["replacement"]
    document.next_review = None
    target = places.abolished_folder(document)
    vault.move(session, document.path, target, now)
    document.path = target
    sheets.file_abolition(session, document, actor=accepted.actor, now=now)
    numbering.retire(session, document.number, reason="文档废止", successor=None, actor=SYSTEM, now=now)
    announcing.changed(
        session,
        document,
        "abolish",
        actor=accepted.actor,
        now=now,
        detail={"reason": document.abolition_reason, "requested_by": accepted.requested_by},
    )
    events.publish(session, DocumentAbolished(document.id, document.number, now))


def withdraw(session: Session, document_id: int, reason: str, *, actor: Actor, now: datetime) -> Document:
    """Take a version back that was never published; a number nobody used before becomes 空号.

    Raises:
        CheckedOut: it is a draft in somebody else's hands.

    """
    document, version = opened(session, document_id, actor, "withdraw")
    if actor.user_id not in {document.created_by_id, version.author_id}:
        require(actor, Permission.DOCUMENT_REGISTER, document.unit_id)
    checkouts.check(session, document, version, actor, now)
    if not reason.strip():
        raise ReasonMissing(what="撤回原因")
    version.state = LIFE.transition(version.state, "withdraw").after(version.state)
    version.reason = reason.strip()
    if document.head_id == version.id:
        document.state = State.WITHDRAWN
        # The number follows its document: who may withdraw the one ends the other.
        numbering.void(session, document.number, reason=f"撤回：{reason.strip()}", actor=SYSTEM, now=now)
    sheets.give_up(session, document, f"撤回：{reason.strip()}", actor=actor, now=now)
    announcing.changed(session, document, "withdraw", actor=actor, now=now, detail={"reason": reason.strip()})
    return document
