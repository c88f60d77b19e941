"""Copies that must come back: when a version is superseded, a document abolished, or somebody says so (4.4.1, 4.5.2)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from docsys import audit
from docsys.calendars import queries as calendars
from docsys.calendars.rules import Due, Which, due_day
from docsys.clock import local_day
from docsys.errors import InvalidInput
from docsys.numbering import actions as numbering
from docsys.paper import queries, sheets
from docsys.paper.models import Loan, PaperCopy, Recall
from docsys.paper.rules import HolderKind
from docsys.paper.states import COPY, ENDED, LOAN, OUT, CopyState, LoanState
from docsys.people.rules import SYSTEM, Actor, Permission, require
from docsys.records.actions import Told
from docsys.settings import Settings


def recall(session: Session, copy_id: int, reason: str, *, actor: Actor, now: datetime) -> Recall:
    """在用、借出 → 待回收, with a task until the due day."""
    copy = queries.get_copy(session, copy_id, actor, to_change=True)
    require(actor, Permission.PAPER_KEEP, copy.document.unit_id)
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["请写明回收原因。"]})
    return _open(session, copy, reason.strip()[:500], actor, now)


def call_back(session: Session, document_id: int, reason: str, now: datetime, *, but: int | None = None) -> int:
    """Every copy of a document that may not be used any more, but for those of version `but`: what is in the store is taken
    out of use at once, what is outside gets a task. Answers how many tasks there are now.
    """
    query = select(PaperCopy).where(
        PaperCopy.document_id == document_id, PaperCopy.state.in_(OUT | {CopyState.IN_STORE})
    )
    if but is not None:
        query = query.where(PaperCopy.version_id != but)
    query = query.options(selectinload(PaperCopy.document)).order_by(PaperCopy.ordinal)
    found = list(session.scalars(query.with_for_update(of=PaperCopy)))
    outside = [copy for copy in found if copy.state in OUT]
    for copy in found:
        if copy.state is CopyState.IN_STORE:
            copy.state = COPY.transition(copy.state, "retire").after(copy.state)
            audit.record(session, "paper.retire", SYSTEM, copy.code, now=now, detail={"reason": reason})
    for copy in outside:
        _open(session, copy, reason, SYSTEM, now)
    return len(outside)


def _open(session: Session, copy: PaperCopy, reason: str, actor: Actor, now: datetime) -> Recall:
    """The row of the log comes before the number, unlike elsewhere: recalls also begin within the second person's yes, whose
    transaction holds the head of the log already, and nobody may want the two in the other order.
    """
    copy.state = COPY.transition(copy.state, "recall").after(copy.state)
    last = due(session, now)
    detail = {"reason": reason, "holder": copy.holder, "due": last.label}
    audit.record(session, "paper.recall", actor, copy.code, now=now, detail=detail)
    unit = copy.document.unit.code
    number = numbering.issue_form(session, sheets.RECALL, unit, now=now, actor=actor, subject=f"回收 {copy.code}")
    made = Recall(
        number=number,
        copy=copy,
        reason=reason,
        holder=copy.holder,
        holder_id=copy.holder_id,
        asked_at=now,
        due_on=last.on,
        due_is_provisional=last.provisional,
    )
    session.add(made)
    session.flush()
    return made


def due(session: Session, now: datetime) -> Due:
    """So many working days on."""
    settings = session.info.get("settings")
    days = settings.recall_days if isinstance(settings, Settings) else Settings.recall_days
    return due_day(calendars.load(session, Which.WORKING), local_day(now), days)


def settle_due_days(session: Session, now: datetime) -> None:
    """A year was imported: what was 暂定 is computed again from the day of the recall."""
    query = select(Recall).where(Recall.due_is_provisional, Recall.done_at.is_(None)).order_by(Recall.id)
    for waiting in session.scalars(query.options(selectinload(Recall.copy))):
        found, before = due(session, waiting.asked_at), waiting.due_on
        waiting.due_on, waiting.due_is_provisional = found.on, found.provisional
        if found.on != before:
            detail = {"number": waiting.number, "before": str(before), "after": found.label}
            audit.record(session, "paper.settle_due", SYSTEM, waiting.copy.code, now=now, detail=detail)


def collect(session: Session, copy_id: int, *, actor: Actor, now: datetime) -> PaperCopy:
    """待回收 → 已回收: it is back, the task is ticked off; of a lent one the loan ends with it."""
    copy = queries.get_copy(session, copy_id, actor, to_change=True)
    require(actor, Permission.PAPER_KEEP, copy.document.unit_id)
    take_in(session, copy, actor, now)
    return copy


def take_in(session: Session, copy: PaperCopy, actor: Actor, now: datetime) -> None:
    """What collecting does, however it came back."""
    _end_loan(session, copy, actor, now)
    copy.state = COPY.transition(copy.state, "collect").after(copy.state)
    before = copy.holder
    copy.holder_kind, copy.holder, copy.holder_id = HolderKind.STORE, copy.location, None
    close(session, copy, "已回收", actor, now)
    audit.record(session, "paper.collect", actor, copy.code, now=now, detail={"holder": before})


def _end_loan(session: Session, copy: PaperCopy, actor: Actor, now: datetime) -> None:
    loan = queries.open_loan(session, copy)
    if loan is not None and loan.state is LoanState.OUT:
        loan.state = LOAN.transition(loan.state, "take_back").after(loan.state)
        loan.received_by, loan.returned_at = actor.name, now
        end_sheet(session, loan, "已归还", actor, now)
        detail = {"number": loan.number, "name": loan.borrower_name}
        audit.record(session, "loan.take_back", actor, copy.code, now=now, detail=detail)


def end_sheet(session: Session, loan: Loan, said: str, actor: Actor, now: datetime) -> None:
    """The last step of a loan in its sheet, however it came to its end."""
    values = {"returned": said, "returned_on": str(local_day(now))}
    sheets.tell_loan(session, loan, Told("sign", "return", said), values, actor=actor, now=now)


def close(session: Session, copy: PaperCopy, outcome: str, actor: Actor, now: datetime) -> None:
    """Tick off the open recall of a copy, where there is one."""
    waiting = queries.open_recall(session, copy)
    if waiting is not None:
        waiting.done_at, waiting.done_by, waiting.outcome = now, actor.name, outcome
        session.flush()
        sheets.collect(session, waiting, actor=actor, now=now)
        if copy.state in ENDED:
            sheets.end(session, copy, outcome, actor=actor, now=now)
