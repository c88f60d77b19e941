"""Borrowing paper (F-13, 4.5.1): asked for, approved where it is guarded, handed out, extended, brought back."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from docsys import audit
from docsys.clock import local_day
from docsys.documents import queries as documents
from docsys.documents.rules import Right
from docsys.errors import Forbidden, InvalidInput, Refused
from docsys.numbering import actions as numbering
from docsys.paper import queries, rules, sheets
from docsys.paper.actions import recalling
from docsys.paper.actions.copies import Place, check_in_force, check_unbound, give_back, set_holder, to_store
from docsys.paper.models import Loan, PaperCopy
from docsys.paper.rules import HolderKind
from docsys.paper.states import COPY, LOAN, CopyState, LoanState
from docsys.people import queries as people
from docsys.people.models import User
from docsys.people.rules import Actor, Permission, require
from docsys.records.actions import Told
from docsys.settings import Settings


class TooOften(Refused):
    message = "{number} 已续借 {count} 次，不能再续。请先归还，再重新申请。"


@dataclass(frozen=True)
class Wish:
    """What a borrower wants it for, and until when."""

    purpose: str
    due: date


def ask(session: Session, copy_id: int, wish: Wish, *, actor: Actor, now: datetime) -> Loan:
    """A person asks to borrow a copy that lies in the store.

    Raises:
        MayNotBorrow: no use right of borrowing; NotInForce, BoundInVolume, AlreadyAsked, TransitionForbidden.

    """
    copy = queries.get_copy(session, copy_id, actor, to_change=True)
    _check(session, copy, actor)
    loan = _loan(session, copy, actor, wish, actor, now)
    _record(session, loan, "ask", actor, now)
    return loan


def lend(session: Session, copy_id: int, borrower_id: int, wish: Wish, *, actor: Actor, now: datetime) -> Loan:
    """At the counter: who keeps the store lends at once what needs nobody's approval, to somebody else."""
    copy = queries.get_copy(session, copy_id, actor, to_change=True)
    require(actor, Permission.PAPER_LEND, copy.document.unit_id)
    borrower = people.actor_of(session, borrower_id)
    _check(session, copy, borrower)
    secrecy = copy.version.secrecy
    if rules.needs_approval(secrecy):
        raise rules.NeedsApproval(number=copy.document.number, secrecy=secrecy)
    loan = _loan(session, copy, borrower, wish, actor, now)
    _hand_over(session, loan, actor, now)
    return loan


def _check(session: Session, copy: PaperCopy, borrower: Actor) -> None:
    COPY.transition(copy.state, "lend")
    check_in_force(copy, "借阅")
    check_unbound(copy, "借出")
    if not documents.may(session, copy.document, borrower, Right.BORROW):
        raise rules.MayNotBorrow(name=borrower.name, number=copy.document.number)
    waiting = queries.open_loan(session, copy)
    if waiting is not None:
        raise rules.AlreadyAsked(code=copy.code, name=waiting.borrower_name, number=waiting.number)


def _loan(session: Session, copy: PaperCopy, borrower: Actor, wish: Wish, actor: Actor, now: datetime) -> Loan:
    if borrower.user_id is None:
        raise Forbidden(permission=Right.BORROW.label)
    if not wish.purpose.strip():
        raise InvalidInput(fields={"purpose": ["请填写借阅用途。"]})
    rules.check_due(wish.due, local_day(now), _longest(session))
    unit = copy.document.unit.code
    number = numbering.issue_form(session, sheets.LOAN, unit, now=now, actor=actor, subject=f"借阅 {copy.code}")
    department, post = _place_of(session, borrower.user_id)
    loan = Loan(
        number=number,
        copy=copy,
        state=LoanState.REQUESTED,
        borrower_id=borrower.user_id,
        borrower_name=borrower.name,
        department=department,
        post=post,
        purpose=wish.purpose.strip()[:500],
        is_guarded=rules.needs_approval(copy.version.secrecy),
        asked_at=now,
        due_on=wish.due,
    )
    session.add(loan)
    session.flush()
    sheets.open_loan(session, loan, actor=actor, now=now)
    return loan


def _place_of(session: Session, user_id: int) -> tuple[str, str]:
    """Department with its unit, and post, as they are today."""
    user = session.get_one(User, user_id)
    held = user.assignments[0] if user.assignments else None
    return (f"{user.unit.short_name}{held.department.name}", held.post.name) if held else (user.unit.short_name, "")


def _longest(session: Session) -> int:
    settings = session.info.get("settings")
    return settings.loan_days if isinstance(settings, Settings) else Settings.loan_days


def approve(session: Session, loan_id: int, opinion: str, *, actor: Actor, now: datetime) -> Loan:
    """A superior agrees that guarded paper goes out; nobody agrees to his own request (2.3.3)."""
    loan = queries.get_loan(session, loan_id, actor, to_change=True)
    require(actor, Permission.PAPER_APPROVE, loan.copy.document.unit_id)
    if actor.user_id == loan.borrower_id:
        raise rules.OwnRequest
    _step(loan, "approve")
    loan.approved_by, loan.approved_at = actor.name, now
    loan.remark = opinion.strip()[:500]
    said = loan.remark or "同意"
    sheets.tell_loan(session, loan, Told("sign", "approve", said), {"approval": said}, actor=actor, now=now)
    _record(session, loan, "approve", actor, now)
    return loan


def refuse(session: Session, loan_id: int, reason: str, *, actor: Actor, now: datetime) -> Loan:
    """Who lends, or who should approve, says no and why."""
    loan = queries.get_loan(session, loan_id, actor, to_change=True)
    unit = loan.copy.document.unit_id
    require(
        actor, Permission.PAPER_APPROVE if loan.is_guarded and not _lends(actor, unit) else Permission.PAPER_LEND, unit
    )
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["请写明不同意的原因，借阅人会看到。"]})
    _step(loan, "refuse")
    loan.remark = reason.strip()[:500]
    sheets.drop_loan(session, loan, f"不同意：{loan.remark}", actor=actor, now=now)
    _record(session, loan, "refuse", actor, now, reason=loan.remark)
    return loan


def _lends(actor: Actor, unit_id: int) -> bool:
    try:
        require(actor, Permission.PAPER_LEND, unit_id)
    except Forbidden:
        return False
    return True


def cancel(session: Session, loan_id: int, *, actor: Actor, now: datetime) -> Loan:
    """The borrower does not want it any more."""
    loan = queries.get_loan(session, loan_id, actor, to_change=True)
    if actor.user_id != loan.borrower_id:
        raise Forbidden(message="只有借阅人本人可以取消申请；您可以选择“不同意”并写明原因。")
    _step(loan, "cancel")
    sheets.drop_loan(session, loan, "借阅人取消申请", actor=actor, now=now)
    _record(session, loan, "cancel", actor, now)
    return loan


def hand_out(session: Session, loan_id: int, *, actor: Actor, now: datetime) -> Loan:
    """The copy goes over the counter; the right to borrow is looked at once more."""
    loan = queries.get_loan(session, loan_id, actor, to_change=True)
    copy = loan.copy
    require(actor, Permission.PAPER_LEND, copy.document.unit_id)
    LOAN.transition(loan.state, "hand_out")
    if loan.is_guarded and loan.state is not LoanState.APPROVED:
        raise rules.NeedsApproval(number=copy.document.number, secrecy=copy.version.secrecy)
    check_in_force(copy, "借出")
    check_unbound(copy, "借出")
    borrower = people.actor_of(session, loan.borrower_id)
    if not documents.may(session, copy.document, borrower, Right.BORROW):
        raise rules.MayNotBorrow(name=borrower.name, number=copy.document.number)
    _hand_over(session, loan, actor, now)
    return loan


def _hand_over(session: Session, loan: Loan, actor: Actor, now: datetime) -> None:
    if actor.user_id == loan.borrower_id:
        raise rules.OwnRequest(message="不能给自己办理借出，请由另一位文档管理员办理。")
    copy = loan.copy
    copy.state = COPY.transition(copy.state, "lend").after(copy.state)
    _step(loan, "hand_out")
    loan.lent_by, loan.lent_at = actor.name, now
    set_holder(copy, Place(HolderKind.PERSON, loan.borrower_name, loan.borrower_id))
    values = {"lent": "已交付", "lent_on": str(local_day(now))}
    sheets.tell_loan(session, loan, Told("sign", "lend", "已交付"), values, actor=actor, now=now)
    _record(session, loan, "hand_out", actor, now, due=str(loan.due_on))


def extend(session: Session, loan_id: int, due: date, *, actor: Actor, now: datetime) -> Loan:
    """A later day, a few times at most, and not for what is to be recalled."""
    loan = queries.get_loan(session, loan_id, actor, to_change=True)
    require(actor, Permission.PAPER_LEND, loan.copy.document.unit_id)
    LOAN.transition(loan.state, "extend")
    check_in_force(loan.copy, "续借")
    if loan.copy.state is CopyState.TO_RECALL:
        raise InvalidInput(fields={"due": ["该份正在回收，不能续借，请尽快收回（4.4.1）。"]})
    if loan.extensions >= rules.MOST_EXTENSIONS:
        raise TooOften(number=loan.number, count=loan.extensions)
    rules.check_due(due, local_day(now), _longest(session))
    before, loan.due_on = loan.due_on, due
    loan.extensions += 1
    sheets.tell_loan(session, loan, Told("sign", remark=f"续借至 {due}"), actor=actor, now=now)
    _record(session, loan, "extend", actor, now, due=str(due), reason=f"原应还 {before}")
    return loan


def take_back(session: Session, loan_id: int, *, actor: Actor, now: datetime) -> Loan:
    """It is back: to its place in the store, or, where it was to be recalled, out of use; the recall is ticked off."""
    loan = queries.get_loan(session, loan_id, actor, to_change=True)
    copy = loan.copy
    require(actor, Permission.PAPER_LEND, copy.document.unit_id)
    LOAN.transition(loan.state, "take_back")
    if copy.state is CopyState.TO_RECALL:
        recalling.take_in(session, copy, actor, now)
        return loan
    copy.state = COPY.transition(copy.state, "return").after(copy.state)
    to_store(copy)
    _step(loan, "take_back")
    loan.received_by, loan.returned_at = actor.name, now
    recalling.end_sheet(session, loan, "已归还", actor, now)
    _record(session, loan, "take_back", actor, now)
    return loan


def bring_back(session: Session, copy_id: int, *, actor: Actor, now: datetime) -> PaperCopy:
    """It is back, however it was out: a lent one ends its loan, one to be recalled its recall, one in use lies in the store."""
    copy = queries.get_copy(session, copy_id, actor)
    loan = queries.open_loan(session, copy)
    if loan is not None and loan.state is LoanState.OUT:
        return take_back(session, loan.id, actor=actor, now=now).copy
    if copy.state is CopyState.TO_RECALL:
        return recalling.collect(session, copy_id, actor=actor, now=now)
    return give_back(session, copy_id, actor=actor, now=now)


def lose(session: Session, loan_id: int, reason: str, *, actor: Actor, now: datetime) -> Loan:
    """The borrower lost it."""
    loan = queries.get_loan(session, loan_id, actor, to_change=True)
    copy = loan.copy
    require(actor, Permission.PAPER_LEND, copy.document.unit_id)
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["请写明遗失情况。"]})
    _step(loan, "lose")
    loan.remark, loan.returned_at, loan.received_by = reason.strip()[:500], now, actor.name
    copy.state = COPY.transition(copy.state, "lose").after(copy.state)
    recalling.close(session, copy, "遗失", actor, now)
    recalling.end_sheet(session, loan, f"遗失：{loan.remark}", actor, now)
    _record(session, loan, "lose", actor, now, reason=loan.remark)
    return loan


def _step(loan: Loan, verb: str) -> None:
    loan.state = LOAN.transition(loan.state, verb).after(loan.state)


def _record(session: Session, loan: Loan, verb: str, actor: Actor, now: datetime, **more: str) -> None:
    session.flush()
    detail = {"number": loan.number, "name": loan.borrower_name, **more}
    audit.record(session, f"loan.{verb}", actor, loan.copy.code, now=now, detail=detail)
