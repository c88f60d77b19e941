"""What can be asked of documents. Every list, search, count, export and download goes through `visible`."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from docsys.documents.models import Document, UseRight, Version
from docsys.documents.rules import APPROVERS, EFFECTIVE, OPEN, WIDE, Right, State, may_approve
from docsys.errors import NotFound
from docsys.folders.models import Folder
from docsys.numbering.queries import successor_of
from docsys.people.rules import Actor, Permission, scope
from docsys.people.rules import may as holds
from docsys.vault.models import StoredFile


def visible(actor: Actor, today: date | None = None) -> ColumnElement[bool]:
    """Documents this person may know of: those of units where he reads everything, those he wrote or registered, those he
    has to approve, and effective ones that a use right lists. One condition for every channel (1.3, 4.5.1).
    """
    if actor.user_id is None and actor.channel in {"job", "cli"}:
        return true()
    mine = or_(
        Document.created_by_id == actor.user_id,
        _has_version(Version.author_id == actor.user_id),
    )
    return or_(
        _of_units(actor),
        mine,
        _to_approve(actor),
        and_(Document.state.in_(EFFECTIVE), allowed(actor, Right.LIST, today)),
    )


def _has_version(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a version of the document is so, also where the query itself joins versions."""
    return exists().where(Version.document_id == Document.id, *conditions).correlate(Document)


def _of_units(actor: Actor) -> ColumnElement[bool]:
    units = scope(actor, Permission.DOCUMENT_READ_ALL)
    if units is None:
        return true()
    return Document.unit_id.in_(units) if units else false()


def _to_approve(actor: Actor) -> ColumnElement[bool]:
    """What waits for this person's judgement: approvers of the unit, 证信办 and 网管办 for their levels."""
    waiting = _has_version(Version.state.in_(OPEN - {State.DRAFT}))
    units = scope(actor, Permission.DOCUMENT_APPROVE)
    here = true() if units is None else Document.unit_id.in_(units) if units else false()
    levels = [level for level, role in APPROVERS.items() if actor.holds(role, actor.unit_id)]
    of_level = _has_version(Version.level.in_(levels)) if levels else false()
    return or_(and_(waiting, here), and_(Document.state != State.DRAFT, of_level))


def allowed(actor: Actor, right: Right, today: date | None = None) -> ColumnElement[bool]:
    """A use right of the document itself, or where it has none of its own that of its folder, gives `right` (4.5.1).

    A row that names neither department nor post counts only for 公开 and 内部.
    """
    applies = or_(
        and_(Document.own_rights, UseRight.document_id == Document.id),
        and_(~Document.own_rights, UseRight.folder_id == _rights_folder()),
    )
    head = select(Version.secrecy).where(Version.id == Document.head_id).correlate(Document).scalar_subquery()
    wide = head.in_(WIDE)
    named = and_(UseRight.department_id.is_not(None), UseRight.post_id.is_not(None))
    holds = [
        and_(
            or_(UseRight.department_id.is_(None), UseRight.department_id == department),
            or_(UseRight.post_id.is_(None), UseRight.post_id == post),
        )
        for department, post in actor.assignments
    ]
    return (
        exists()
        .where(
            applies,
            or_(UseRight.unit_id.is_(None), UseRight.unit_id == actor.unit_id),
            or_(*holds) if holds else false(),
            or_(named, wide),
            getattr(UseRight, f"may_{right.value}"),
            or_(UseRight.valid_to.is_(None), UseRight.valid_to >= (today or func.current_date())),
        )
        .correlate(Document)
    )


def _rights_folder() -> ColumnElement[Any]:
    # Correlated by name: two levels down nothing is correlated of itself, and the folder of any document would do.
    nearest = func.coalesce(Folder.rights_from_id, Folder.id)
    return select(nearest).where(Folder.id == Document.folder_id).correlate(Document).scalar_subquery()


def get(session: Session, document_id: int, actor: Actor, *, to_change: bool = False) -> Document:
    """The document with its versions.

    Raises:
        NotFound: there is none, or `actor` may not know of it; both answer alike.

    """
    query = select(Document).where(Document.id == document_id, visible(actor)).options(*_whole())
    if to_change:
        query = query.with_for_update(of=Document).execution_options(populate_existing=True)
    return _found(session.scalar(query))


def by_number(session: Session, number: str, actor: Actor) -> Document:
    """The document that bears the number now, also by one that it bore before (3.7)."""
    number = number.strip()
    numbers = {number, successor_of(session, number) or number}
    return _found(
        session.scalar(select(Document).where(Document.number.in_(numbers), visible(actor)).options(*_whole()))
    )


def _found(document: Document | None) -> Document:
    if document is None:
        raise NotFound
    return document


def _whole() -> tuple[Any, ...]:
    return (
        selectinload(Document.folder),
        selectinload(Document.unit),
        selectinload(Document.versions).selectinload(Version.file),
    )


def may(session: Session, document: Document, actor: Actor, right: Right) -> bool:
    """Whether this person may do that with the effective version."""
    free = or_(_of_units(actor), Document.created_by_id == actor.user_id, _to_approve(actor))
    query = select(Document.id).where(Document.id == document.id, or_(free, allowed(actor, right)))
    return (actor.user_id is None) or session.scalar(query) is not None


def current(session: Session, document_id: int) -> Version | None:
    """The version that counts now: the resolver that every channel uses (4.4.1)."""
    return session.scalar(select(Version).where(Version.document_id == document_id, Version.state.in_(EFFECTIVE)))


def open_version(document: Document) -> Version | None:
    """The draft, or what is under review."""
    return next((one for one in document.versions if one.state in OPEN), None)


def twins(session: Session, sha256: str, actor: Actor) -> Sequence[Document]:
    """Visible documents that hold the same bytes."""
    holding = select(Version.document_id).join(StoredFile, StoredFile.id == Version.file_id)
    same = holding.where(StoredFile.sha256 == sha256)
    return session.scalars(select(Document).where(Document.id.in_(same), visible(actor))).all()


def findable(actor: Actor, *, hiding: date | None = None) -> Select[int]:
    """Ids that the search may answer with: visible, readable, effective. `hiding`: readers without any part in a document
    find none that had expired by that day.
    """
    used = allowed(actor, Right.READ)
    if hiding is not None:
        used = and_(used, or_(Document.valid_until.is_(None), Document.valid_until >= hiding))
    readable = or_(_of_units(actor), Document.created_by_id == actor.user_id, used)
    return select(Document.id).where(visible(actor), readable)


def get_or_tombstone(session: Session, document_id: int, actor: Actor) -> Document:
    """As `get`; an abolished one also for whoever its use rights let know of it (4.5.2)."""
    query = select(Document).where(Document.id == document_id, _known(actor)).options(*_whole())
    return _found(session.scalar(query))


def referred_to(session: Session, number: str, actor: Actor) -> Document:
    """What a number leads to, for ever: the one it has, had as a draft or before it moved, or had before the library (3.7).

    Raises:
        NotFound: never given, hidden, or of the library before and borne by several; all answer alike.

    """
    numbers = {number, successor_of(session, number) or number}
    query = select(Document).where(_known(actor)).options(*_whole())
    found = session.scalars(query.where(Document.number.in_(numbers))).all()
    found = found or session.scalars(query.where(Document.old_number == number).limit(2)).all()
    return _found(found[0] if len(found) == 1 else None)


def _known(actor: Actor) -> ColumnElement[bool]:
    knew = and_(Document.state == State.ABOLISHED, allowed(actor, Right.LIST))
    return or_(visible(actor), knew)


def handles(document: Document, actor: Actor) -> bool:
    """Only those who handle a document see what is not in force: who wrote, judges, keeps or audits it (4.4.1)."""
    if actor.user_id in {document.created_by_id, *(one.author_id for one in document.versions)}:
        return True
    if holds(actor, Permission.DOCUMENT_READ_ALL, document.unit_id):
        return True
    return any(may_approve(actor, one.level, document.unit_id) for one in document.versions)


def has_rights(session: Session, document: Document) -> bool:
    """Whether anybody may use it at all: rows of its own, or of the folder that counts (4.5.1)."""
    of_folder = exists().where(UseRight.folder_id == (document.folder.rights_from_id or document.folder_id))
    return document.own_rights or bool(session.scalar(select(of_folder)))
