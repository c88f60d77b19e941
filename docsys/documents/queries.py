"""What can be asked of documents. Every list, search, count, export and download goes through `visible`."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from docsys.documents.models import Attachment, Document, UseRight, Version
from docsys.documents.rules import APPROVERS, EFFECTIVE, OPEN, VOID, WIDE, Right, State, may_approve
from docsys.errors import NotFound
from docsys.folders.models import Folder
from docsys.folders.rules import MAX_DEPTH
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
        _among(select(Version.document_id).where(Version.author_id == actor.user_id)),
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


def _among(ids: Select[Any]) -> ColumnElement[bool]:
    """Found once for the whole statement and not for each document: a list of thousands looks it up. Nothing of `ids` is
    correlated, whatever tables the query around it names.
    """
    return Document.id.in_(ids.correlate(None))


def _of_units(actor: Actor) -> ColumnElement[bool]:
    units = scope(actor, Permission.DOCUMENT_READ_ALL)
    if units is None:
        return true()
    return Document.unit_id.in_(units) if units else false()


def _to_approve(actor: Actor) -> ColumnElement[bool]:
    """What waits for this person's judgement: approvers of the unit, 证信办 and 网管办 for their levels."""
    waiting = _among(select(Version.document_id).where(Version.state.in_(OPEN - {State.DRAFT})))
    units = scope(actor, Permission.DOCUMENT_APPROVE)
    here = true() if units is None else Document.unit_id.in_(units) if units else false()
    levels = [level for level, role in APPROVERS.items() if actor.holds(role, actor.unit_id)]
    of_level = _has_version(Version.level.in_(levels)) if levels else false()
    return or_(and_(waiting, here), and_(Document.state != State.DRAFT, of_level))


def allowed(actor: Actor, right: Right, today: date | None = None) -> ColumnElement[bool]:
    """A use right of the document itself, or where it has none of its own that of its folder, gives `right` (4.5.1).

    A row that names neither department nor post counts only for 公开 and 内部.
    """
    head = select(Version.secrecy).where(Version.id == Document.head_id).correlate(Document).scalar_subquery()
    named = and_(UseRight.department_id.is_not(None), UseRight.post_id.is_not(None))
    given = _given(actor, right, today)
    return or_(_applying(*given, named), and_(_applying(*given, ~named), head.in_(WIDE)))


def _given(actor: Actor, right: Right, today: date | None) -> tuple[ColumnElement[bool], ...]:
    """Rows that speak of this person, give `right`, and have not run out."""
    holds = [
        and_(
            or_(UseRight.department_id.is_(None), UseRight.department_id == department),
            or_(UseRight.post_id.is_(None), UseRight.post_id == post),
        )
        for department, post in actor.assignments
    ]
    return (
        or_(UseRight.unit_id.is_(None), UseRight.unit_id == actor.unit_id),
        or_(*holds) if holds else false(),
        getattr(UseRight, f"may_{right.value}"),
        or_(UseRight.valid_to.is_(None), UseRight.valid_to >= (today or func.current_date())),
    )


def _applying(*rows: ColumnElement[bool]) -> ColumnElement[bool]:
    """Documents to which such a row applies: one of their own, or where they have none of their folder."""
    own = select(UseRight.document_id).where(UseRight.document_id.is_not(None), *rows)
    nearest = func.coalesce(Folder.rights_from_id, Folder.id)
    of_folder = select(Folder.id).join(UseRight, UseRight.folder_id == nearest).where(*rows)
    return or_(
        and_(Document.own_rights, _among(own)),
        and_(~Document.own_rights, Document.folder_id.in_(of_folder.correlate(None))),
    )


def get(session: Session, document_id: int, actor: Actor, *, to_change: bool = False) -> Document:
    """The document with its versions.

    Raises:
        NotFound: there is none, or `actor` may not know of it; both answer alike.

    """
    query = select(Document).where(Document.id == document_id, visible(actor))
    if to_change:
        query = query.with_for_update(of=Document).execution_options(populate_existing=True)
    return _found(session, query)


def several(session: Session, ids: Collection[int], actor: Actor) -> Sequence[Document]:
    """Those of `ids` that `actor` may know of, each as `get` would give it, by number."""
    return whole(session, actor, Document.id.in_(ids))


def whole(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> Sequence[Document]:
    """Documents that `actor` may know of, each as `get` would give it, by number."""
    query = select(Document).where(visible(actor), *conditions).options(*_whole())
    return session.scalars(query.order_by(Document.number)).unique().all()


def downloadable(actor: Actor) -> ColumnElement[bool]:
    """Documents whose files this person may take along."""
    if actor.user_id is None and actor.channel in {"job", "cli"}:
        return true()
    return or_(_of_units(actor), Document.created_by_id == actor.user_id, allowed(actor, Right.DOWNLOAD))


def by_number(session: Session, number: str, actor: Actor) -> Document:
    """The document that bears the number now, also by one that it bore before (3.7)."""
    number = number.strip()
    numbers = {number, successor_of(session, number) or number}
    return _found(session, select(Document).where(Document.number.in_(numbers), visible(actor)))


def _found(session: Session, query: Select[Any]) -> Document:
    """The one document of `query` with all that its page tells: one statement."""
    found = session.scalars(query.options(*_whole())).unique().all()
    if len(found) != 1:
        raise NotFound
    return cast("Document", found[0])


def _whole() -> tuple[Any, ...]:
    above = joinedload(Document.folder)
    for _level in range(1, MAX_DEPTH):
        above = above.joinedload(Folder.parent)
    versions = joinedload(Document.versions)
    return (
        above,
        joinedload(Document.unit),
        versions.joinedload(Version.file),
        versions.joinedload(Version.attachments).joinedload(Attachment.file),
    )


def may(session: Session, document: Document, actor: Actor, right: Right) -> bool:
    """Whether this person may do that with the effective version."""
    return right in rights_of(session, document, actor, right)


def rights_of(session: Session, document: Document, actor: Actor, *asked: Right) -> frozenset[Right]:
    """Which of `asked`, or of all, this person may do with the effective version: one statement."""
    wanted = asked or tuple(Right)
    if actor.user_id in {None, document.created_by_id} or holds(actor, Permission.DOCUMENT_READ_ALL, document.unit_id):
        return frozenset(wanted)
    free = _to_approve(actor)
    columns = (case((or_(free, allowed(actor, right)), 1), else_=0) for right in wanted)
    row = session.execute(select(*columns).where(Document.id == document.id)).one()
    return frozenset(right for right, may in zip(wanted, row, strict=True) if may)


def current(session: Session, document_id: int) -> Version | None:
    """The version that counts now: the resolver that every channel uses (4.4.1)."""
    return session.scalar(select(Version).where(Version.document_id == document_id, Version.state.in_(EFFECTIVE)))


def open_version(document: Document) -> Version | None:
    """The draft, or what is under review."""
    return next((one for one in document.versions if one.state in OPEN), None)


def twins(session: Session, sha256: str, actor: Actor) -> Sequence[Document]:
    """Visible documents that hold the same bytes, the first one first; what was withdrawn holds nothing."""
    holding = select(Version.document_id).join(StoredFile, StoredFile.id == Version.file_id)
    same = holding.where(StoredFile.sha256 == sha256, Version.state != State.WITHDRAWN)
    return session.scalars(select(Document).where(Document.id.in_(same), visible(actor)).order_by(Document.id)).all()


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
    """As `get`; an abolished or destroyed one also for whoever its use rights let know of it (4.5.2)."""
    return _found(session, select(Document).where(Document.id == document_id, _known(actor)))


def referred_to(session: Session, number: str, actor: Actor) -> Document:
    """What a number leads to, for ever: the one it has, had as a draft or before it moved, or had before the library, or has in an archive (3.7).

    Raises:
        NotFound: never given, hidden, or of the library before and borne by several; all answer alike.

    """
    numbers = {number, successor_of(session, number) or number}
    query = select(Document).where(_known(actor))
    is_ours = session.scalar(select(query.where(Document.number.in_(numbers)).exists()))
    elsewhere = or_(Document.old_number == number, Document.archive_number == number)
    return _found(session, query.where(Document.number.in_(numbers) if is_ours else elsewhere))


def _known(actor: Actor) -> ColumnElement[bool]:
    knew = and_(Document.state.in_(VOID), allowed(actor, Right.LIST))
    return or_(visible(actor), knew)


def handles(document: Document, actor: Actor) -> bool:
    """Only those who handle a document see what is not in force: who wrote, judges, keeps or audits it (4.4.1)."""
    if actor.user_id in {document.created_by_id, *(one.author_id for one in document.versions)}:
        return True
    if holds(actor, Permission.DOCUMENT_READ_ALL, document.unit_id):
        return True
    return any(may_approve(actor, one.level, document.unit_id) for one in document.versions)


def right_rows(session: Session, document: Document) -> Sequence[UseRight]:
    """The rows that count for a document: its own, or those of the folder that it takes them from (4.5.1)."""
    if document.own_rights:
        return document.rights
    of_folder = UseRight.folder_id == (document.folder.rights_from_id or document.folder_id)
    return session.scalars(select(UseRight).where(of_folder).order_by(UseRight.id)).all()


def has_rights(session: Session, document: Document) -> bool:
    """Whether anybody may use it at all: rows of its own, or of the folder that counts (4.5.1)."""
    of_folder = exists().where(UseRight.folder_id == (document.folder.rights_from_id or document.folder_id))
    return document.own_rights or bool(session.scalar(select(of_folder)))
