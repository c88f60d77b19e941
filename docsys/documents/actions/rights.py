"""Who may use what: rows of unit, department and post for a folder, replaced by a document's own (4.5.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from docsys import audit
from docsys.documents import announcing, queries
from docsys.documents.models import Document, UseRight
from docsys.documents.rules import WIDE, Right
from docsys.errors import RuleBroken
from docsys.folders import queries as folders
from docsys.folders.models import Folder
from docsys.people.rules import Actor, Permission, require


class TooWide(RuleBroken):
    article: ClassVar[str | None] = "4.5.1"
    message: ClassVar[str] = "使用权限须具体到部门和岗位；只有公开、内部文档可以写“全部”。"


@dataclass(frozen=True)
class RightRow:
    """None means any unit, department or post."""

    unit_id: int | None
    department_id: int | None
    post_id: int | None
    rights: frozenset[Right]
    valid_to: date | None = None

    @property
    def is_named(self) -> bool:
        return self.department_id is not None and self.post_id is not None


def rows_of(stored: Iterable[UseRight]) -> list[RightRow]:
    """The same rows, for another document."""
    return [
        RightRow(
            row.unit_id,
            row.department_id,
            row.post_id,
            frozenset(right for right in Right if getattr(row, f"may_{right.value}")),
            row.valid_to,
        )
        for row in stored
    ]


def set_document_rights(
    session: Session, document_id: int, rows: Sequence[RightRow], *, actor: Actor, now: datetime
) -> Document:
    """Replace a document's own rows; without any it follows its folder."""
    document = queries.get(session, document_id, actor, to_change=True)
    check_document_rights(document, rows, actor)
    session.execute(delete(UseRight).where(UseRight.document_id == document.id))
    session.add_all(_stored(row, document_id=document.id) for row in rows)
    document.own_rights = bool(rows)
    session.flush()
    session.refresh(document, ["rights"])
    # The attribute page and 元数据.json state them.
    announcing.changed(session, document, "set_rights", actor=actor, now=now, detail={"rows": len(rows)})
    return document


def check_document_rights(document: Document, rows: Sequence[RightRow], actor: Actor) -> None:
    """Raises what `set_document_rights` would raise."""
    if document.created_by_id != actor.user_id:
        require(actor, Permission.DOCUMENT_EDIT, document.unit_id)
    head = document.head
    if head is not None and head.secrecy and head.secrecy not in WIDE and not all(row.is_named for row in rows):
        raise TooWide


def set_folder_rights(session: Session, code: str, rows: Sequence[RightRow], *, actor: Actor, now: datetime) -> Folder:
    """Replace a folder's rows; folders below that have none of their own follow the nearest that has."""
    require(actor, Permission.FOLDER_CREATE)
    folder = folders.by_code(session, code)
    session.execute(delete(UseRight).where(UseRight.folder_id == folder.id))
    session.add_all(_stored(row, folder_id=folder.id) for row in rows)
    session.flush()
    inherit(session)
    audit.record(session, "folder.set_rights", actor, folder.code, now=now, detail={"rows": len(rows)})
    return folder


def inherit(session: Session) -> None:
    """Write into every folder which folder's rows apply to it: its own, or those of the nearest above."""
    owning = set(session.scalars(select(UseRight.folder_id).where(UseRight.folder_id.is_not(None))))
    applied: dict[int, int | None] = {}
    for folder in session.scalars(select(Folder).order_by(Folder.depth)):
        above = applied.get(folder.parent_id) if folder.parent_id is not None else None
        folder.rights_from_id = None if folder.id in owning else above
        applied[folder.id] = folder.rights_from_id or folder.id
    session.flush()


def _stored(row: RightRow, *, document_id: int | None = None, folder_id: int | None = None) -> UseRight:
    return UseRight(
        document_id=document_id,
        folder_id=folder_id,
        unit_id=row.unit_id,
        department_id=row.department_id,
        post_id=row.post_id,
        valid_to=row.valid_to,
        **{f"may_{right.value}": right in row.rights for right in Right},
    )
