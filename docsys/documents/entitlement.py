"""What a person may use, and who may read a document: the one condition `visible`/`may` told for people (4.5.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from docsys.documents import queries
from docsys.documents.describing import granted
from docsys.documents.models import Document, UseRight
from docsys.documents.rules import EFFECTIVE, WIDE, Right, may_approve
from docsys.folders.models import Folder
from docsys.people.models import User
from docsys.people.queries import everybody
from docsys.people.rules import Actor, Permission, may


@dataclass(frozen=True)
class Entitled:
    """What somebody may do with the documents of a folder: with 公开 and 内部 ones, and with 敏感 and 高度敏感 ones."""

    folder: Folder
    wide: tuple[Right, ...]
    narrow: tuple[Right, ...]
    source: Folder
    until: date | None


@dataclass(frozen=True)
class Reader:
    """Somebody who may read a document, and whereby."""

    user: User
    why: str


def counts(row: UseRight, actor: Actor, day: date, *, wide: bool) -> bool:
    """Whether a row gives its rights to this person: unit, department and post fit, it has not ended, and a row that names
    neither department nor post counts only for 公开 and 内部.
    """
    fits = any(
        row.department_id in {None, department} and row.post_id in {None, post}
        for department, post in actor.assignments
    )
    named = row.department_id is not None and row.post_id is not None
    ended = row.valid_to is not None and row.valid_to < day
    return fits and row.unit_id in {None, actor.unit_id} and (named or wide) and not ended


def of_folders(session: Session, actor: Actor, day: date) -> list[Entitled]:
    """The folders whose documents this person may use by use rights, in the order of the directory; two queries."""
    folders = {one.id: one for one in session.scalars(select(Folder).order_by(Folder.ordinal, Folder.code))}
    rows = session.scalars(select(UseRight).where(UseRight.folder_id.is_not(None))).all()
    found = (_entitled(one, folders[one.rights_from_id or one.id], rows, actor, day) for one in folders.values())
    return [one for one in found if one.wide or one.narrow]


def _entitled(folder: Folder, source: Folder, rows: Sequence[UseRight], actor: Actor, day: date) -> Entitled:
    own = [row for row in rows if row.folder_id == source.id]
    wide = [row for row in own if counts(row, actor, day, wide=True)]
    narrow = [row for row in wide if counts(row, actor, day, wide=False)]
    ends = [row.valid_to for row in wide if row.valid_to]
    until = min(ends) if ends and len(ends) == len(wide) else None
    return Entitled(folder, _together(wide), _together(narrow), source, until)


def _together(rows: Iterable[UseRight]) -> tuple[Right, ...]:
    held = {right for row in rows for right in granted(row)}
    return tuple(right for right in Right if right in held)


def of_documents(session: Session, actor: Actor, day: date, viewer: Actor) -> list[tuple[Document, tuple[Right, ...]]]:
    """Documents with rows of their own that give this person something, of those that `viewer` may know of."""
    both = (queries.visible(actor, day), queries.visible(viewer, day))
    query = select(Document).where(Document.own_rights, Document.state.in_(EFFECTIVE), *both).order_by(Document.number)
    query = query.options(selectinload(Document.rights), selectinload(Document.head))
    found = ((one, _together(_counting(one, actor, day))) for one in session.scalars(query))
    return [(document, rights) for document, rights in found if rights]


def _counting(document: Document, actor: Actor, day: date) -> list[UseRight]:
    wide = document.head is not None and document.head.secrecy in WIDE
    return [row for row in document.rights if counts(row, actor, day, wide=wide)]


def readers(session: Session, document: Document) -> list[Reader]:
    """Every active account that may read the document now, by name; asked of `queries.may`, person by person."""
    return [
        Reader(user, _why(document, actor))
        for user, actor in everybody(session)
        if queries.may(session, document, actor, Right.READ)
    ]


def _why(document: Document, actor: Actor) -> str:
    if may(actor, Permission.DOCUMENT_READ_ALL, document.unit_id):
        return "文档管理或审计"
    if actor.user_id in {document.created_by_id, *(one.author_id for one in document.versions)}:
        return "编写或登记"
    if any(may_approve(actor, one.level, document.unit_id) for one in document.versions):
        return "审批"
    return "使用权限"
