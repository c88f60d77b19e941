"""Publication by two persons (D5), which supersedes the version before (D7); and the beginning of a revision (D6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from docsys import events
from docsys.clock import local_day
from docsys.documents import actions as documents
from docsys.documents import announcing, places, queries, rules
from docsys.documents.actions.drafting import NewDraft, add_version, take_file
from docsys.documents.events import VersionPublished, VersionPublishing
from docsys.documents.models import Document, Version
from docsys.documents.rules import LIFE, State
from docsys.errors import TransitionForbidden
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, Role, require
from docsys.publication import demands, placing, sheets
from docsys.publication.actions import ending, renumbering
from docsys.publication.actions.reviewing import GIVEN_LATER, opened
from docsys.publication.rules import (
    OnlyZxbPublishes,
    ReasonMissing,
    RevisionOpen,
    check_order,
)
from docsys.records.actions import Told
from docsys.vault import Staged

PUBLISH = "document.publish"


@dataclass(frozen=True)
class Taken:
    """An attachment of the version in force, copied for the next one."""

    file: Staged
    original_name: str
    title: str


def request_publication(session: Session, document_id: int, *, actor: Actor, now: datetime) -> Confirmation:
    """待发布 → 现行有效, asked for by one; the second person's yes publishes."""
    document, version = opened(session, document_id, actor, "publish")
    _check_publisher(version, actor)
    permission, unit_id = rules.publishing(actor, version.level, document.unit_id)
    _check_publishable(session, document, version, now)
    sheets.tell(session, document, version, Told("sign", "first"), actor=actor, now=now)
    return confirmations.request(
        session,
        PUBLISH,
        document.number,
        f"发布 {document.number} {version.version}《{version.title}》",
        {"document_id": document.id, "version_id": version.id},
        actor,
        now,
        permission,
        unit_id,
    )


def _check_publisher(version: Version, actor: Actor) -> None:
    if version.level == "A" and not actor.holds(Role.ZXB, actor.unit_id):
        raise OnlyZxbPublishes


def _check_publishable(session: Session, document: Document, version: Version, now: datetime) -> None:
    """D5: not before it was approved; and other rooms may refuse, as a change of access policy without its order (13.2.8)."""
    approved = local_day(version.approved_at) if version.approved_at else None
    check_order(approved, local_day(now))
    events.publish(session, VersionPublishing(document.id, version.id, document.folder.code, now))


def carry_out(session: Session, accepted: ConfirmationAccepted) -> None:
    """Listen for the second person's yes."""
    if accepted.kind == PUBLISH:
        publish(session, accepted)
    elif accepted.kind == ending.ABOLISH:
        ending.abolish(session, accepted)
    elif accepted.kind == renumbering.RENUMBER:
        renumbering.renumber(session, accepted)


def publish(session: Session, accepted: ConfirmationAccepted) -> None:
    """In one transaction: this version becomes the current one and the one before is superseded."""
    actor, now = accepted.actor, accepted.at
    document = session.get_one(Document, accepted.payload["document_id"], with_for_update=True)
    version = session.get_one(Version, accepted.payload["version_id"])
    LIFE.transition(version.state, "publish")
    _check_publisher(version, actor)
    values = {mark: getattr(version, mark, "given") for mark in rules.MARKS}
    rules.check_marks(values, given_later=GIVEN_LATER)
    _check_publishable(session, document, version, now)
    before = queries.current(session, document.id)
    if before is not None:
        _supersede(session, document, before, now)
    _make_current(session, document, version, accepted)
    sheet = sheets.tell(session, document, version, Told("sign", "second"), actor=actor, now=now)
    sheets.file_publication(session, sheet, actor=actor, now=now)
    demands.fulfil(session, document, version, actor=actor, now=now)
    announcing.changed(
        session,
        document,
        "publish",
        actor=actor,
        now=now,
        detail={"version": str(version.version), "requested_by": accepted.requested_by},
    )
    events.publish(session, VersionPublished(document.id, version.id, document.number, now))


def _supersede(session: Session, document: Document, before: Version, now: datetime) -> None:
    before.state = LIFE.transition(before.state, "supersede").after(before.state)
    placing.move_files(session, before, places.history_folder(document), now)


def _make_current(session: Session, document: Document, version: Version, accepted: ConfirmationAccepted) -> None:
    now = accepted.at
    version.state = LIFE.transition(version.state, "publish").after(version.state)
    version.published_at, version.effective_on = now, local_day(now)
    version.published_by = f"{accepted.requested_by}、{accepted.actor.name}"
    document.head_id, document.state, document.title = version.id, State.CURRENT, version.title
    document.missing = []
    if document.review_months is not None:
        document.next_review = rules.review_due(local_day(now), document.review_months)
    session.flush()
    session.refresh(document, ["head"])
    placing.move_folder(session, document, now)
    placing.move_files(session, version, document.path, now)


def revise(  # noqa: PLR0913 - what a revision begins with
    session: Session,
    document_id: int,
    new: NewDraft,
    reason: str,
    file: Staged,
    original_name: str,
    *,
    actor: Actor,
    now: datetime,
    attachments: Sequence[Taken] = (),
) -> Document:
    """现行 → 现行（修订中）: a newer draft beside the current version (D6), with those attachments that it takes over."""
    document = queries.get(session, document_id, actor, to_change=True)
    require(actor, Permission.DOCUMENT_REGISTER, document.unit_id)
    if document.state is not State.CURRENT:
        raise TransitionForbidden(state=document.state.label, verb="修订")
    if (waiting := queries.open_version(document)) is not None:
        raise RevisionOpen(number=document.number, version=waiting.version)
    if not reason.strip():
        raise ReasonMissing(what="修订原因")
    current = queries.current(session, document.id)
    rules.check_later(rules.VersionNumber.parse(new.version), current.version if current else None)
    version = add_version(session, document, new, actor=actor, now=now)
    version.reason = reason.strip()
    take_file(session, document, version, file, original_name, now)
    for one in attachments:
        documents.attach(session, document.id, one.file, one.original_name, one.title, actor=actor, now=now)
    announcing.changed(
        session, document, "revise", actor=actor, now=now, detail={"version": new.version, "reason": reason}
    )
    return document
