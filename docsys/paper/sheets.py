"""The sheets that paper writes: 借阅登记单 (JY, F-13) and 回收销毁登记 (HS, F-15). A copy has one of each open at a time."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys.clock import local_day
from docsys.numbering import actions as numbering
from docsys.paper.models import Loan, PaperCopy, Recall
from docsys.people.rules import Actor
from docsys.records import actions as records
from docsys.records.actions import About, Told
from docsys.records.models import Record

LOAN, RECALL = "JY", "HS"


def open_loan(session: Session, loan: Loan, *, actor: Actor, now: datetime) -> None:
    """The request, under the number of the loan."""
    values = _document(loan.copy) | {
        "borrower": loan.borrower_name,
        "department": loan.department,
        "post": loan.post,
        "purpose": loan.purpose,
        "due_on": str(loan.due_on),
        "status": loan.state.label,
    }
    record = _opened(session, LOAN, loan.copy, values, loan.number, actor=actor, now=now)
    records.write_led(session, record, {}, Told("submit", remark=loan.purpose), actor=actor, now=now)


def tell_loan(
    session: Session, loan: Loan, told: Told, values: dict[str, Any] | None = None, *, actor: Actor, now: datetime
) -> None:
    """A step of the loan; with its end the sheet is archived."""
    record = records.open_titled(session, LOAN, loan.copy.code)
    if record is None:
        return
    stands = {"due_on": str(loan.due_on), "status": loan.state.label}
    records.write_led(session, record, stands | (values or {}), told, actor=actor, now=now)
    if told.step == "return":
        records.write_led(session, record, {}, Told("archive"), actor=actor, now=now)


def drop_loan(session: Session, loan: Loan, remark: str, *, actor: Actor, now: datetime) -> None:
    """It was never lent."""
    if record := records.open_titled(session, LOAN, loan.copy.code):
        records.give_up(session, record, remark, actor=actor, now=now)


def collect(session: Session, recall: Recall, *, actor: Actor, now: datetime) -> None:
    """A copy is back, or lost: what was recalled is entered, under the number of the recall."""
    values = _document(recall.copy) | {
        "reason": recall.reason,
        "holder": recall.holder,
        "due_on": str(recall.due_on),
        "collected": recall.outcome,
        "collected_on": str(local_day(now)),
    }
    record = _opened(session, RECALL, recall.copy, values, recall.number, actor=actor, now=now)
    records.write_led(session, record, {}, Told("submit"), actor=actor, now=now)
    records.write_led(session, record, {}, Told("sign", "collect", recall.outcome), actor=actor, now=now)


def end(session: Session, copy: PaperCopy, handling: str, *, actor: Actor, now: datetime) -> None:
    """What became of a copy that was not destroyed: 遗失, 恢复在库."""
    if record := records.open_titled(session, RECALL, copy.code):
        values = {"handling": handling}
        records.write_led(session, record, values, Told("archive", remark=handling), actor=actor, now=now)


def ask_destruction(session: Session, copy: PaperCopy, handling: str, *, actor: Actor, now: datetime) -> None:
    """The first of two persons; of a spare copy, which nobody recalled, the sheet begins here."""
    record = records.open_titled(session, RECALL, copy.code)
    if record is None:
        unit = copy.document.unit.code
        number = numbering.issue_form(session, RECALL, unit, now=now, actor=actor, subject=f"销毁 {copy.code}")
        values = _document(copy) | {"reason": handling, "holder": copy.holder}
        record = _opened(session, RECALL, copy, values, number, actor=actor, now=now)
        records.write_led(session, record, {}, Told("submit"), actor=actor, now=now)
    written = {"handling": handling, "asked": "申请销毁"}
    records.write_led(session, record, written, Told("sign", "first", handling), actor=actor, now=now)


def destroyed(session: Session, copy: PaperCopy, *, actor: Actor, now: datetime) -> None:
    """The second person said yes: the sheet is complete."""
    record = records.open_titled(session, RECALL, copy.code)
    if record is None:
        return
    values = {"confirmed": "同意销毁", "destroyed_on": str(local_day(now))}
    records.write_led(session, record, values, Told("sign", "second", "同意销毁"), actor=actor, now=now)
    records.write_led(session, record, {}, Told("archive"), actor=actor, now=now)


def _opened(  # noqa: PLR0913 - a sheet is opened by whom, when, of which copy, under which number
    session: Session, form: str, copy: PaperCopy, values: dict[str, Any], number: str, *, actor: Actor, now: datetime
) -> Record:
    about = About(copy.document.unit_id, copy.document_id, number)
    return records.open_led(session, records.led_form(session, form), values, about, actor=actor, now=now)


def _document(copy: PaperCopy) -> dict[str, Any]:
    return {
        "title": copy.document.title,
        "number": copy.document.number,
        "version": str(copy.version.version),
        "copy": copy.code,
        "secrecy": copy.version.secrecy,
    }
