"""纸电核对 (report 4): where paper and electronic library do not agree, each line with its kind; what is due, too."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from docsys.documents.listed import ORDER
from docsys.documents.listed import joined as documents_joined
from docsys.documents.models import Document
from docsys.documents.queries import visible
from docsys.documents.rules import EFFECTIVE, Medium, State
from docsys.paper.models import Loan, PaperCopy, VolumeItem
from docsys.paper.queries import joined, overdue, within
from docsys.paper.states import ENDED, VALID, CopyState
from docsys.people.rules import Actor, Permission


class Kind(StrEnum):
    VERSION = "version"
    VOID = "void"
    NO_SCAN = "no-scan"
    NO_FILE = "no-file"
    NO_COPY = "no-copy"
    UNBOUND = "unbound"
    LATE = "late"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Mapping[Kind, str] = {
    Kind.VERSION: "版本不一致",
    Kind.VOID: "作废未回收",
    Kind.NO_SCAN: "重要未扫描",
    Kind.NO_FILE: "纸质无电子",
    Kind.NO_COPY: "未登记纸质份",
    Kind.UNBOUND: "未装订",
    Kind.LATE: "借出逾期",
}
TONES: Mapping[Kind, str] = {
    Kind.VERSION: "late",
    Kind.VOID: "late",
    Kind.NO_SCAN: "soon",
    Kind.NO_FILE: "soon",
    Kind.NO_COPY: "soon",
    Kind.UNBOUND: "plain",
    Kind.LATE: "late",
}
OUTSIDE = VALID | {CopyState.TO_RECALL}


@dataclass(frozen=True)
class Line:
    """One finding. `code` is empty where it concerns no single copy."""

    kind: Kind
    number: str
    title: str
    version: str
    code: str
    holder: str
    detail: str
    document_id: int
    copy_id: int | None = None


def lines(session: Session, actor: Actor, today: date, kind: str = "") -> list[Line]:
    """Every finding among what `actor` may know of and keeps or audits, by kind and in number order."""
    copies = _copies(session, actor)
    found = [
        *_of_copies(copies),
        *_of_documents(copies),
        *_without_copies(session, actor),
        *_late(session, actor, today),
    ]
    order = list(Kind)
    return sorted((one for one in found if kind in {"", one.kind}), key=lambda one: order.index(one.kind))


def _copies(session: Session, actor: Actor) -> Sequence[PaperCopy]:
    query = joined(select(PaperCopy)).where(
        PaperCopy.state.not_in(ENDED), visible(actor), within(actor, Permission.PAPER_READ)
    )
    query = query.options(
        joinedload(PaperCopy.document).selectinload(Document.head),
        selectinload(PaperCopy.version),
        selectinload(PaperCopy.scans),
        selectinload(PaperCopy.item).selectinload(VolumeItem.volume),
    )
    return session.scalars(query.order_by(*ORDER, PaperCopy.ordinal)).all()


def _of_copies(copies: Iterable[PaperCopy]) -> Iterator[Line]:
    for copy in copies:
        if copy.state not in OUTSIDE:
            continue
        if copy.document.state is State.ABOLISHED:
            yield _line(Kind.VOID, copy, f"文档已废止，纸质份{copy.state.label}，须收回。")
        elif copy.version.state not in EFFECTIVE and copy.document.head is not None:
            current = copy.document.head.version
            yield _line(Kind.VERSION, copy, f"现行 {current}，此份为 {copy.version.version}，须收回换发。")


def _of_documents(copies: Iterable[PaperCopy]) -> Iterator[Line]:
    """One line a document: of the paper of the version in force."""
    current = (copy for copy in copies if copy.version.state in EFFECTIVE)
    for _document, group in groupby(current, key=lambda copy: copy.document_id):
        yield from _of_version(list(group))


def _of_version(copies: Sequence[PaperCopy]) -> Iterator[Line]:
    important = [copy for copy in copies if copy.is_important]
    stored = [copy for copy in copies if copy.state is CopyState.IN_STORE]
    if important and not any(copy.scans for copy in copies):
        yield _line(Kind.NO_SCAN, important[0], "重要纸质文件没有扫描备份（4.3.8）。")
    if copies[0].version.file_id is None:
        yield _line(Kind.NO_FILE, copies[0], "只有纸质，没有电子版。")
    if stored and not any(copy.item and copy.item.volume.bound_at for copy in copies):
        among = next((copy.item.volume.number for copy in copies if copy.item), "")
        yield _line(
            Kind.UNBOUND, stored[0], f"在编卷 {among}，尚未装订。" if among else "在库，尚未装订成册（4.3.7）。"
        )


def _line(kind: Kind, copy: PaperCopy, detail: str) -> Line:
    document = copy.document
    return Line(
        kind,
        document.number,
        document.title,
        str(copy.version.version),
        copy.code,
        copy.holder,
        detail,
        document.id,
        copy.id,
    )


def _without_copies(session: Session, actor: Actor) -> Iterator[Line]:
    """What says it is on paper and has none of the version in force (4.4.2)."""
    there = exists().where(PaperCopy.version_id == Document.head_id, PaperCopy.state.not_in(ENDED)).correlate(Document)
    query = documents_joined(select(Document)).where(
        Document.state.in_(EFFECTIVE),
        Document.medium != Medium.ELECTRONIC.value,
        ~there,
        visible(actor),
        within(actor, Permission.PAPER_READ),
    )
    for one in session.scalars(query.options(joinedload(Document.head)).order_by(*ORDER, Document.id)):
        version = str(one.head.version) if one.head else ""
        detail = f"载体为“{one.medium}”，现行 {version} 没有登记纸质份（4.4.2）。"
        yield Line(Kind.NO_COPY, one.number, one.title, version, "", "", detail, one.id)


def _late(session: Session, actor: Actor, today: date) -> Iterator[Line]:
    query = select(Loan).join(PaperCopy).join(Document).where(overdue(today), within(actor, Permission.PAPER_READ))
    whole = joinedload(Loan.copy).options(joinedload(PaperCopy.document), selectinload(PaperCopy.version))
    for loan in session.scalars(query.options(whole).order_by(Loan.due_on, Loan.id)):
        days = (today - loan.due_on).days
        detail = f"{loan.number}，{loan.borrower_name} 应于 {loan.due_on} 归还，逾期 {days} 天。"
        yield _line(Kind.LATE, loan.copy, detail)
