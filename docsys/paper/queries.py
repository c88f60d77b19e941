"""What can be asked about paper. Copies are seen with their document; loans by who borrows, lends or approves."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from docsys.documents.listed import ORDER
from docsys.documents.models import Document, Version
from docsys.documents.queries import visible
from docsys.documents.rules import EFFECTIVE
from docsys.errors import NotFound
from docsys.folders.models import Folder
from docsys.numbering.models import LedgerEntry
from docsys.paper.models import Loan, PaperCopy, Recall, Scan, VolumeItem
from docsys.paper.states import CopyState, LoanState
from docsys.paper.unscanned import copy_lacks_scan
from docsys.people.models import Unit
from docsys.people.rules import Actor, Permission, scope

Thing = TypeVar("Thing")
Own = aliased(Version)
COPY_ASKED = ("q", "state", "folder", "unit", "important", "scan", "bound")
COPY_COLUMNS: Mapping[str, Sequence[ColumnElement[Any]]] = {
    "order": (*ORDER, PaperCopy.ordinal.expression),
    "code": (PaperCopy.code.expression,),
    "title": (Document.title.expression,),
    "state": (PaperCopy.state.expression,),
    "holder": (PaperCopy.holder.expression,),
    "id": (PaperCopy.id.expression,),
}
LOAN_ASKED = ("q", "state", "mine")
LOAN_COLUMNS: Mapping[str, Sequence[ColumnElement[Any]]] = {
    "number": (Loan.number.expression,),
    "borrower": (Loan.borrower_name.expression,),
    "due": (Loan.due_on.expression,),
    "state": (Loan.state.expression,),
    "id": (Loan.id.expression,),
}
RECALL_COLUMNS: Mapping[str, Sequence[ColumnElement[Any]]] = {
    "number": (Recall.number.expression,),
    "due": (Recall.due_on.expression,),
    "holder": (Recall.holder.expression,),
    "id": (Recall.id.expression,),
}


# `important=yes`, `scan=no` …
YES_OR_NO: Mapping[str, ColumnElement[bool]] = {
    "important": PaperCopy.is_important.expression,
    "scan": PaperCopy.scans.any(),
    "bound": PaperCopy.item.has(),
}


def within(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """The document belongs to a unit in which `actor` has `permission`."""
    units = scope(actor, permission)
    if units is None:
        return true()
    return Document.unit_id.in_(units) if units else false()


def copy_visible(actor: Actor) -> ColumnElement[bool]:
    """Copies of documents that he may know of; those of versions out of force only for who keeps or audits them, and for
    who has one in his hands (4.4.1).
    """
    if actor.user_id is None and actor.channel in {"job", "cli"}:
        return true()
    current = Own.state.in_(EFFECTIVE)
    mine = PaperCopy.holder_id == actor.user_id
    return or_(and_(visible(actor), or_(current, within(actor, Permission.PAPER_READ))), mine)


def copies(actor: Actor, asked: Mapping[str, str]) -> Select[PaperCopy]:
    """Copies that `actor` may know of, narrowed as `asked`."""
    query = joined(select(PaperCopy)).where(copy_visible(actor), *_narrowed(asked))
    return query.options(*_copy_parts())


def joined(query: Select[Any]) -> Select[Any]:
    return (
        query.join(Document, Document.id == PaperCopy.document_id)
        .join(Own, Own.id == PaperCopy.version_id)
        .join(Folder, Folder.id == Document.folder_id)
        .join(Unit, Unit.id == Document.unit_id)
        .outerjoin(LedgerEntry, LedgerEntry.number == Document.number)
    )


def _copy_parts() -> tuple[Any, ...]:
    return (
        joinedload(PaperCopy.document).selectinload(Document.unit),
        selectinload(PaperCopy.version),
        selectinload(PaperCopy.scans),
        selectinload(PaperCopy.item).selectinload(VolumeItem.volume),
    )


def _narrowed(asked: Mapping[str, str]) -> list[ColumnElement[bool]]:
    state = asked.get("state", "")
    found: list[ColumnElement[bool]] = []
    if state in set(CopyState):
        found.append(PaperCopy.state == CopyState(state))
    elif state != "all":
        found.append(PaperCopy.state != CopyState.DESTROYED)
    if folder := asked.get("folder", "").strip():
        found.append(Folder.code.startswith(folder, autoescape=True))
    if unit := asked.get("unit", "").strip():
        found.append(Unit.code == unit)
    if words := asked.get("q", "").strip():
        columns = (PaperCopy.code, Document.number, Document.title, PaperCopy.holder, PaperCopy.location)
        found.append(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if asked.get("scan") == "lacking":
        return [*found, copy_lacks_scan(Own)]
    return found + [what if asked[name] == "yes" else ~what for name, what in YES_OR_NO.items() if asked.get(name)]


def get_copy(session: Session, copy_id: int, actor: Actor, *, to_change: bool = False) -> PaperCopy:
    """The copy with all that belongs to it.

    Raises:
        NotFound: there is none, or `actor` may not know of it; both answer alike.

    """
    query = copies(actor, {"state": "all"}).where(PaperCopy.id == copy_id)
    found: PaperCopy | None = session.scalar(_held(query, PaperCopy) if to_change else query)
    return _found(found)


def copy_by_code(session: Session, code: str, actor: Actor) -> PaperCopy:
    query = copies(actor, {"state": "all"}).where(PaperCopy.code == code.strip())
    found = session.scalar(query)
    if found is None:
        raise NotFound(message="没有份号为 {code} 的纸质份，请核对后再查。", code=code.strip())
    return found


def copies_of(session: Session, document_id: int, actor: Actor) -> Sequence[PaperCopy]:
    query = copies(actor, {"state": "all"}).where(PaperCopy.document_id == document_id)
    return session.scalars(query.order_by(PaperCopy.ordinal)).all()


def _held(query: Select[Any], what: type[Any]) -> Select[Any]:
    return query.with_for_update(of=what).execution_options(populate_existing=True)


def _found(thing: Thing | None) -> Thing:
    if thing is None:
        raise NotFound
    return thing


def loan_visible(actor: Actor) -> ColumnElement[bool]:
    """One's own; those of units where he lends or reads; of guarded documents also those where he approves."""
    if actor.user_id is None and actor.channel in {"job", "cli"}:
        return true()
    keeping = or_(within(actor, Permission.PAPER_LEND), within(actor, Permission.PAPER_READ))
    approving = and_(Loan.is_guarded, within(actor, Permission.PAPER_APPROVE))
    return or_(Loan.borrower_id == actor.user_id, keeping, approving)


def loans(actor: Actor, asked: Mapping[str, str], today: date) -> Select[Loan]:
    """Loans that `actor` may know of, narrowed as `asked`; `state=late` are those that are overdue."""
    query = select(Loan).join(PaperCopy).join(Document).where(loan_visible(actor))
    state = asked.get("state", "")
    if state in set(LoanState):
        query = query.where(Loan.state == LoanState(state))
    elif state == "late":
        query = query.where(overdue(today))
    if asked.get("mine"):
        query = query.where(Loan.borrower_id == actor.user_id)
    if words := asked.get("q", "").strip():
        columns = (Loan.number, Loan.borrower_name, PaperCopy.code, Document.title)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return query.options(joinedload(Loan.copy).joinedload(PaperCopy.document))


def overdue(today: date) -> ColumnElement[bool]:
    return and_(Loan.state == LoanState.OUT, Loan.due_on < today)


def get_loan(session: Session, loan_id: int, actor: Actor, *, to_change: bool = False) -> Loan:
    """As `get_copy`, by what a person may know of loans."""
    query = select(Loan).join(PaperCopy).join(Document).where(Loan.id == loan_id, loan_visible(actor))
    query = query.options(selectinload(Loan.copy).options(*_copy_parts()), selectinload(Loan.borrower))
    found: Loan | None = session.scalar(_held(query, Loan) if to_change else query)
    return _found(found)


def loan_by_number(session: Session, number: str, actor: Actor) -> Loan:
    query = select(Loan).join(PaperCopy).join(Document).where(Loan.number == number.strip(), loan_visible(actor))
    return _found(session.scalar(query))


def open_loan(session: Session, copy: PaperCopy) -> Loan | None:
    """The one that holds the copy, or waits for it."""
    waiting = (LoanState.OUT, LoanState.REQUESTED, LoanState.APPROVED)
    return session.scalar(select(Loan).where(Loan.copy_id == copy.id, Loan.state.in_(waiting)).order_by(Loan.id))


def recalls(actor: Actor, asked: Mapping[str, str], today: date) -> Select[Recall]:
    """Recalls of units where he reads, and of what he has himself."""
    mine = Recall.holder_id == actor.user_id
    query = select(Recall).join(PaperCopy).join(Document)
    if not (actor.user_id is None and actor.channel in {"job", "cli"}):
        query = query.where(or_(within(actor, Permission.PAPER_READ), mine))
    state = asked.get("state", "open")
    if state == "open":
        query = query.where(Recall.done_at.is_(None))
    elif state == "late":
        query = query.where(Recall.done_at.is_(None), Recall.due_on < today)
    elif state == "done":
        query = query.where(Recall.done_at.is_not(None))
    if words := asked.get("q", "").strip():
        columns = (Recall.number, Recall.holder, PaperCopy.code, Document.title)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return query.options(joinedload(Recall.copy).joinedload(PaperCopy.document))


def open_recall(session: Session, copy: PaperCopy) -> Recall | None:
    return session.scalar(select(Recall).where(Recall.copy_id == copy.id, Recall.done_at.is_(None)))


def get_scan(session: Session, scan_id: int, actor: Actor) -> Scan:
    """A scan of a copy that this person may know of."""
    query = joined(select(Scan).join(PaperCopy, PaperCopy.id == Scan.copy_id)).where(
        Scan.id == scan_id, copy_visible(actor)
    )
    found: Scan | None = session.scalar(query.options(joinedload(Scan.copy).joinedload(PaperCopy.document)))
    return _found(found)


def next_ordinal(session: Session, document_id: int) -> int:
    """The next 份 of a document; a number once given is never given again. The document's row is held meanwhile."""
    last = select(PaperCopy.ordinal).where(PaperCopy.document_id == document_id)
    return (session.scalar(last.order_by(PaperCopy.ordinal.desc()).limit(1)) or 0) + 1
