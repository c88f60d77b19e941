"""What must hold of a library at every moment, in sentences that name what does not."""

from collections import Counter as Count
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import vault
from docsys.audit.models import AuditRow
from docsys.catalogue.checking import digest
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE, OPEN, State
from docsys.numbering.models import Counter, LedgerEntry
from docsys.numbering.queries import successor_of
from docsys.numbering.rules import NumberState
from docsys.people.models import Confirmation
from docsys.publication.actions.ending import ABOLISH
from docsys.publication.actions.publishing import PUBLISH
from docsys.publication.actions.renumbering import RENUMBER

BY_TWO = {"document.publish": PUBLISH, "document.abolish": ABOLISH, "document.renumber": RENUMBER}


def disorder(session: Session, archive: Path) -> list[str]:
    """Everything that is wrong, whatever still has to be moved or made."""
    documents = list(session.scalars(select(Document).order_by(Document.id)))
    found = [what for document in documents for what in _of_versions(document)]
    found += [what for document in documents for what in _of_number(session, document)]
    return [*found, *_of_ledger(session, documents), *_of_confirmations(session), *_of_files(session, archive)]


def _of_versions(document: Document) -> Iterator[str]:
    """Exactly one current version of what is in force, none of what is not; never two drafts side by side."""
    states = Count(version.state for version in document.versions)
    in_force = sum(states[state] for state in EFFECTIVE)
    if in_force != (document.state in EFFECTIVE):
        yield f"{document.number} {document.state}: {in_force} current versions"
    if document.head is None or document.head.state != document.state:
        yield f"{document.number} {document.state}: its head is {document.head and document.head.state}"
    if (most := sum(states[state] for state in OPEN)) > (document.state not in {State.ABOLISHED, State.WITHDRAWN}):
        yield f"{document.number} {document.state}: {most} open versions"
    published = [one.version for one in document.versions if one.state in EFFECTIVE | {State.SUPERSEDED}]
    if len(published) != len(set(published)) or (in_force and published[-1] != max(published)):
        yield f"{document.number}: published as {', '.join(map(str, published))}"
    if in_force and document.head and document.head.version != max(published):
        yield f"{document.number}: in force is {document.head.version}, published {max(published)}"


def _of_number(session: Session, document: Document) -> Iterator[str]:
    """The number says what became of its document; one it had before leads to it."""
    entry = session.scalar(select(LedgerEntry).where(LedgerEntry.number == document.number))
    ended = {State.ABOLISHED: NumberState.RETIRED, State.WITHDRAWN: NumberState.VOID}
    if entry is None or entry.state != ended.get(document.state, NumberState.ACTIVE) or entry.successor:
        yield f"{document.number} {document.state}: in the ledger {entry and entry.state} → {entry and entry.successor}"


def _of_ledger(session: Session, documents: list[Document]) -> Iterator[str]:
    """Each series counts without a gap, and a number that no document bears says why and by which it was followed."""
    held = {document.number for document in documents}
    series: dict[str, list[int]] = {}
    for entry in session.scalars(select(LedgerEntry).order_by(LedgerEntry.series, LedgerEntry.seq)):
        series.setdefault(entry.series, []).append(entry.seq)
        if entry.state != NumberState.ACTIVE and not entry.reason:
            yield f"{entry.number}: {entry.state} without a reason"
        if entry.number not in held and successor_of(session, entry.number) not in held:
            yield f"{entry.number}: given, borne by nothing"
    for key, given in series.items():
        if given != list(range(1, len(given) + 1)) or session.get_one(Counter, key).next != len(given) + 1:
            yield f"{key}: given {given}, next {session.get_one(Counter, key).next}"


def _of_confirmations(session: Session) -> Iterator[str]:
    """Each act of two persons was asked for by one and confirmed by another, after all that it was about."""
    log = list(session.scalars(select(AuditRow).where(AuditRow.result == "ok").order_by(AuditRow.id)))
    for at, row in enumerate(log):
        if (kind := BY_TWO.get(row.act)) is None:
            continue
        former = row.detail.get("former", row.subject)
        accepted = next((one for one in reversed(log[:at]) if one.act.startswith("confirmation.")), None)
        if accepted is None or (accepted.act, accepted.detail["kind"], accepted.user_id) != (
            "confirmation.accept",
            kind,
            row.user_id,
        ):
            yield f"{row.act} {row.subject} by {row.name}: no second person"
            continue
        asked = [one for one in log[:at] if (one.act, one.detail.get("kind")) == ("confirmation.request", kind)]
        asked = [one for one in asked if one.detail["title"] == accepted.detail["title"]]
        if not asked or {one.user_id for one in asked[-1:]} == {row.user_id}:
            yield f"{row.act} {former}: asked for and confirmed by {row.name}"
    for waiting in session.scalars(select(Confirmation).where(Confirmation.accepted.is_(True))):
        if waiting.requested_by_id == waiting.decided_by_id:
            yield f"{waiting.title}: one person"
    yield from _of_publications(session)


def _of_publications(session: Session) -> Iterator[str]:
    """What is or was in force: judged by somebody else than its author, then published by exactly one accepted request."""
    accepted = list(
        session.scalars(select(Confirmation).where(Confirmation.accepted.is_(True), Confirmation.kind == PUBLISH))
    )
    for version in session.scalars(select(Version).where(Version.published_at.is_not(None))):
        if version.state is State.ARCHIVED:
            continue
        mine = [one for one in accepted if one.payload["version_id"] == version.id]
        if len(mine) != 1:
            yield f"{version.document.number} {version.version}: {len(mine)} confirmations"
        if version.approved_by_id in {None, version.author_id, version.document.created_by_id}:
            yield f"{version.document.number} {version.version}: approved by its author or by nobody"
        if version.approved_at is None or any(one.requested_at < version.approved_at for one in mine):
            yield f"{version.document.number} {version.version}: asked for before it was approved"


def _of_files(session: Session, archive: Path) -> Iterator[str]:
    """Whoever got a "saved" has it: every version reads as it was approved, also while moves are open."""
    for version in session.scalars(select(Version).where(Version.file_id.is_not(None))):
        file = version.file
        if file and digest(vault.resolve(session, archive, file)) != file.sha256:
            yield f"{version.document.number} {version.version}: other bytes at {file.path}"
