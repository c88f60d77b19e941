"""What a person may do now with a copy or a loan, drawn from their tables; a greyed step says why (look: workflow)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.clock import local
from docsys.documents import queries as documents
from docsys.documents.rules import EFFECTIVE, Right
from docsys.paper import queries, rules
from docsys.paper.actions.destroying import DESTROY
from docsys.paper.models import Loan, PaperCopy
from docsys.paper.states import COPY, LOAN, CopyState, LoanState
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, may

RISKY = {"lose", "destroy", "refuse"}
FORWARD = {"lend", "collect", "return", "hand_out", "take_back", "approve", "borrow"}
# Steps that begin at once, after a question, without another word.
PLAIN = {"return", "collect", "reinstate", "find", "hand_out", "take_back", "cancel"}
NEEDS_FORCE = {"issue", "lend", "reinstate", "borrow"}
NEEDS_FREE = {"issue", "lend", "retire", "destroy", "borrow"}


@dataclass(frozen=True)
class Offer:
    """One button; `why` greys it."""

    verb: str
    label: str
    article: str = ""
    why: str = ""

    @property
    def kind(self) -> str:
        return "primary" if self.verb in FORWARD else "risk" if self.verb in RISKY else "default"

    @property
    def is_plain(self) -> bool:
        return self.verb in PLAIN


def of_copy(session: Session, copy: PaperCopy, actor: Actor) -> list[Offer]:
    """Dangerous steps first, the one that leads on last."""
    return sorted(_of_copy(session, copy, actor), key=lambda one: (one.verb in FORWARD, one.verb not in RISKY))


def _of_copy(session: Session, copy: PaperCopy, actor: Actor) -> Iterator[Offer]:
    unit = copy.document.unit_id
    lent = next((loan for loan in copy.loans if loan.state is LoanState.OUT), None)
    for row in COPY.offers(copy.state):
        if row.permission is None or not may(actor, Permission(row.permission), unit):
            continue
        if row.verb in {"return", "lose"} and lent is not None:
            continue  # ends its loan too: from the page of the loan
        yield Offer(row.verb, row.label, row.article, _why_not(session, copy, row.verb))
    if copy.state is CopyState.IN_STORE and documents.may(session, copy.document, actor, Right.BORROW):
        yield Offer("borrow", "申请借阅", "4.5.1", _why_not(session, copy, "borrow"))


def _why_not(session: Session, copy: PaperCopy, verb: str) -> str:
    if verb in NEEDS_FREE and copy.item is not None:
        return f"不符合 4.3.7：已编入卷 {copy.item.volume.number}，不能单独处理。"
    if verb in NEEDS_FORCE and copy.version.state not in EFFECTIVE:
        return f"不符合 4.4.1：{copy.version.version} {copy.version.state.label}，请使用现行版本的纸质份。"
    if verb in {"borrow", "lend"} and (loan := queries.open_loan(session, copy)) is not None:
        return f"{loan.borrower_name} 已申请借阅（{loan.number}）。"
    if verb == "lend" and rules.needs_approval(copy.version.secrecy):
        return f"不符合 4.5.1：{copy.version.secrecy}文件须先申请，由上级领导批准。"
    return _waiting(session, copy) if verb == "destroy" else ""


def _waiting(session: Session, copy: PaperCopy) -> str:
    """Who asked for the second person's yes, where that is still awaited."""
    asked = session.scalar(
        select(Confirmation).where(
            Confirmation.kind == DESTROY, Confirmation.subject == copy.code, Confirmation.decided_at.is_(None)
        )
    )
    if asked is None:
        return ""
    return f"{asked.requested_by.name} 已于 {local(asked.requested_at):%Y-%m-%d %H:%M} 申请，待另一人确认（2.3.3）。"


def of_loan(loan: Loan, actor: Actor) -> list[Offer]:
    """The steps of a loan that are this person's."""
    return sorted(_of_loan(loan, actor), key=lambda one: (one.verb in FORWARD, one.verb not in RISKY))


def _of_loan(loan: Loan, actor: Actor) -> Iterator[Offer]:
    unit = loan.copy.document.unit_id
    for row in LOAN.offers(loan.state):
        if row.verb == "approve" and not loan.is_guarded:
            continue
        if row.permission is None:
            is_his = actor.user_id == loan.borrower_id
        else:
            is_his = may(actor, Permission(row.permission), unit)
        if row.verb == "refuse" and loan.is_guarded:
            is_his = is_his or may(actor, Permission.PAPER_APPROVE, unit)
        if is_his:
            yield Offer(row.verb, row.label, row.article, _why_not_loan(loan, row.verb, actor))


def _why_not_loan(loan: Loan, verb: str, actor: Actor) -> str:
    if verb in {"approve", "hand_out"} and actor.user_id == loan.borrower_id:
        return "不符合 2.3.3：不能为自己办理，请由另一人办理。"
    if verb == "hand_out" and loan.is_guarded and loan.state is not LoanState.APPROVED:
        return "不符合 4.5.1：敏感文件须先由上级领导批准。"
    if verb in {"hand_out", "extend"} and loan.copy.version.state not in EFFECTIVE:
        return f"不符合 4.4.1：{loan.copy.version.version} {loan.copy.version.state.label}。"
    if verb == "hand_out" and loan.copy.state is not CopyState.IN_STORE:
        return f"该份现为“{loan.copy.state.label}”，不能借出。"
    if verb == "extend" and loan.extensions >= rules.MOST_EXTENSIONS:
        return f"已续借 {loan.extensions} 次，不能再续。"
    return ""
