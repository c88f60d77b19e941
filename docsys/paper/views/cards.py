"""What the room shows elsewhere: its link, its cards on the 工作台, where a confirmation leads, the copies of a document."""

from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from docsys.documents.models import Document
from docsys.paper import queries
from docsys.paper.models import Loan, PaperCopy, Recall
from docsys.paper.queries import overdue, within
from docsys.paper.states import WAITING, LoanState
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, scope
from docsys.people.views.confirming import Kind
from docsys.web.filters import days_left
from docsys.web.state import Card, CardItem, NavItem

SHOWN = 6
SOON = 3  # days


def _to_copy(confirmation: Confirmation) -> str:
    return url_for("paper.show", copy_id=confirmation.payload["copy_id"])


KINDS = {"paper.destroy": Kind("销毁纸质份", _to_copy)}


def _holds(actor: Actor, *permissions: Permission) -> bool:
    return any((units := scope(actor, one)) is None or bool(units) for one in permissions)


def _handled(actor: Actor) -> Any:
    """Loans that wait for this person: to be approved, to be handed out."""
    lending = within(actor, Permission.PAPER_LEND)
    ready = or_(~Loan.is_guarded, Loan.state == LoanState.APPROVED)
    approving = Loan.is_guarded & (Loan.state == LoanState.REQUESTED) & within(actor, Permission.PAPER_APPROVE)
    query = select(Loan).join(PaperCopy).join(Document).where(Loan.borrower_id != actor.user_id)
    return query.where(Loan.state.in_(WAITING), (lending & ready) | approving)


def waiting(session: Session, actor: Actor) -> int:
    """What stands in the navigation: loans that wait for this person's hand."""
    if not _holds(actor, Permission.PAPER_LEND, Permission.PAPER_APPROVE):
        return 0
    return session.scalar(select(func.count()).select_from(_handled(actor).subquery())) or 0


def lending_card(session: Session, actor: Actor, today: date) -> Card | None:
    """For who lends or approves: requests first, then what is overdue."""
    if not _holds(actor, Permission.PAPER_LEND, Permission.PAPER_APPROVE):
        return None
    asked = session.scalars(_handled(actor).order_by(Loan.id).limit(SHOWN)).all()
    late_query = select(Loan).join(PaperCopy).join(Document).where(overdue(today), within(actor, Permission.PAPER_LEND))
    late = session.scalars(late_query.order_by(Loan.due_on).limit(SHOWN)).all()
    items = [_item(loan, loan.state.label, "draft") for loan in asked] + [_late(loan, today) for loan in late]
    return Card(
        "纸质借阅", items[:SHOWN], url_for("paper.loan_list"), len(items), "books", "没有待办理的借阅，也没有逾期未还。"
    )


def borrowing_card(session: Session, actor: Actor, today: date) -> Card | None:
    """For who has paper in his hands, or asked for it: when it is due back, what must be given back at once."""
    open_states = (LoanState.OUT, *WAITING)
    mine = select(Loan).where(Loan.borrower_id == actor.user_id, Loan.state.in_(open_states)).order_by(Loan.due_on)
    back = select(Recall).where(Recall.holder_id == actor.user_id, Recall.done_at.is_(None)).order_by(Recall.due_on)
    loans, recalls = session.scalars(mine.limit(SHOWN)).all(), session.scalars(back.limit(SHOWN)).all()
    if not loans and not recalls:
        return None
    items = [_to_give_back(recall, today) for recall in recalls]
    for loan in loans:
        is_out = loan.state is LoanState.OUT
        items.append(_late(loan, today) if is_out else _item(loan, loan.state.label, "draft"))
    address = url_for("paper.loan_list", mine="1")
    return Card("我借阅的纸质文件", items[:SHOWN], address, len(items), "book", group="due")


def recall_card(session: Session, actor: Actor, today: date) -> Card | None:
    """For who keeps paper: what is to be brought back, the latest first."""
    if not _holds(actor, Permission.PAPER_KEEP):
        return None
    query = select(Recall).join(PaperCopy).join(Document)
    query = query.where(Recall.done_at.is_(None), within(actor, Permission.PAPER_KEEP))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if not total:
        return None
    found = session.scalars(query.order_by(Recall.due_on, Recall.id).limit(SHOWN)).all()
    items = [_recall_item(one, today, url_for("paper.show", copy_id=one.copy_id)) for one in found]
    return Card("待回收纸质文件", items, url_for("paper.recall_list"), total, "arrow-back-up", group="due")


def _to_give_back(recall: Recall, today: date) -> CardItem:
    """For who has it: no longer valid, to be given back."""
    address = url_for("paper.show", copy_id=recall.copy_id)
    note = f"须交回：{recall.reason}，{days_left(recall.due_on, today)}"
    return CardItem(recall.copy.document.title, address, note, "late", "待回收")


def _late(loan: Loan, today: date) -> CardItem:
    tone = "late" if loan.due_on < today else "soon" if (loan.due_on - today).days <= SOON else "valid"
    return _item(loan, days_left(loan.due_on, today), tone)


def _item(loan: Loan, label: str, tone: str) -> CardItem:
    document = loan.copy.document
    address = url_for("paper.loan", loan_id=loan.id)
    return CardItem(document.title, address, f"{loan.borrower_name} · {loan.number}", tone, label)


def _recall_item(recall: Recall, today: date, address: str) -> CardItem:
    tone = "late" if recall.due_on < today else "soon"
    return CardItem(recall.copy.document.title, address, recall.holder, tone, days_left(recall.due_on, today))


def of_document(session: Session, document_id: int, actor: Actor) -> list[tuple[str, str, str, str]]:
    """The copies of a document for its page: number, where it is, state, address."""
    return [
        (copy.code, copy.holder or copy.location, copy.state.label, url_for("paper.show", copy_id=copy.id))
        for copy in queries.copies_of(session, document_id, actor)
    ]


CARDS = (lending_card, borrowing_card, recall_card)
NAV = NavItem("paper.index", "纸质", "books", count=waiting, match=("paper.",))
