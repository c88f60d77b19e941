"""Which rows of use rights apply to a document, and the same in words (4.5.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from docsys.documents.describing import EVERYBODY, granted
from docsys.documents.models import Document, UseRight
from docsys.documents.rules import WIDE, Right
from docsys.folders.models import Folder
from docsys.people.models import Department

# So many departments are named at the head of a page; all of them stand under 权限.
SHOWN = 3


@dataclass(frozen=True)
class Applied:
    """The rows that count; `folder` is where they come from, None where the document has its own."""

    rows: Sequence[UseRight]
    folder: Folder | None


def applied(session: Session, document: Document) -> Applied:
    if document.own_rights:
        return Applied(_rows(session, UseRight.document_id == document.id), None)
    folder = session.get_one(Folder, document.folder.rights_from_id or document.folder_id)
    return of_folder(session, folder)


def of_folder(session: Session, folder: Folder) -> Applied:
    return Applied(_rows(session, UseRight.folder_id == folder.id), folder)


def _rows(session: Session, of: ColumnElement[bool]) -> Sequence[UseRight]:
    whole = (
        joinedload(UseRight.unit),
        joinedload(UseRight.department).joinedload(Department.unit),
        joinedload(UseRight.post),
    )
    return session.scalars(select(UseRight).where(of).options(*whole).order_by(UseRight.id)).all()


def in_short(rows: Iterable[UseRight], right: Right = Right.READ) -> str:
    """`运行部 · 值班人员、值班负责人；网络部 · 网络管理员`: who has `right`, posts gathered by department."""
    posts: dict[str, list[str]] = {}
    for row in rows:
        if right in granted(row):
            posts.setdefault(_place(row), []).append(row.post.name if row.post else "各岗位")
    told = [f"{place} · {'、'.join(dict.fromkeys(names))}" for place, names in posts.items()]
    more = f" 等 {len(told)} 个部门" if len(told) > SHOWN else ""
    return "；".join(told[:SHOWN]) + more


def as_printed(given: Applied) -> str:
    """`运管中心运行部 · 值班人员（看目录、阅读）；…（继承自 SC 技术手册类）`, as they stand at the time of print (19.4)."""
    told = [f"{_place(row)} · {row.post.name if row.post else '各岗位'}（{_labels(row)}）" for row in given.rows]
    source = f"（继承自 {given.folder.code} {given.folder.name}）" if given.folder and told else ""
    return "；".join(told) + source


def sentences(rows: Iterable[UseRight], secrecy: str) -> list[tuple[str, str]]:
    """Each row as a sentence, and why it does not count where it does not."""
    return [(_sentence(row), _why_not(row, secrecy)) for row in rows]


def _sentence(row: UseRight) -> str:
    who = f"{_place(row)}的{row.post.name if row.post else '各岗位人员'}"
    until = f"，至 {row.valid_to} 止" if row.valid_to else ""
    return f"{who}可以{_labels(row)}{until}"


def _labels(row: UseRight) -> str:
    return "、".join(right.label for right in granted(row))


def _place(row: UseRight) -> str:
    if row.department is not None:
        unit = row.department.unit.short_name if row.unit is None else row.unit.short_name
        return f"{unit}{row.department.name}"
    return f"{row.unit.short_name}各部门" if row.unit else f"{EVERYBODY}单位"


def _why_not(row: UseRight, secrecy: str) -> str:
    is_named = row.department_id is not None and row.post_id is not None
    if not is_named and secrecy not in WIDE:
        return "未写明部门和岗位，只对公开、内部文档生效（4.5.1）"
    return ""
