"""鉴定: one person says what becomes of the lines, another confirms (2.3.3); only then anything is destroyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from docsys import audit
from docsys.clock import local_day
from docsys.documents.models import Document
from docsys.errors import InvalidInput
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, require
from docsys.records.models import Record
from docsys.retention import queries, rules
from docsys.retention.actions import periods
from docsys.retention.actions.destroying import destroy
from docsys.retention.queries import DESTROY, EXTEND, SHORTEN, Line

MOST = 200
LONGEST = 500


@dataclass(frozen=True)
class Verdict:
    """What is to become of the chosen lines: destroyed, or kept until a later day."""

    kind: str
    reason: str
    until: date | None = None


def request(
    session: Session, refs: Sequence[str], verdict: Verdict, *, actor: Actor, now: datetime
) -> list[Confirmation]:
    """Ask for a second person, once for each unit that the lines belong to.

    Raises:
        InvalidInput: no reason, no day, too many; NotFound; NotDueYet, Kept, PaperLeft, UntilTooEarly; AlreadyWaiting.

    """
    _check_input(verdict, refs)
    lines = sorted(queries.chosen(session, actor, refs), key=lambda line: (line.unit_id, line.number))
    for line in lines:
        require(actor, Permission.RETENTION_APPRAISE, line.unit_id)
        if line.waiting:
            raise confirmations.AlreadyWaiting(title=f"{line.waiting} {line.number}")
        _check(line, verdict, local_day(now))
    return [
        _ask(session, list(of_unit), verdict, actor, now) for _unit, of_unit in groupby(lines, lambda one: one.unit_id)
    ]


def _check_input(verdict: Verdict, refs: Sequence[str]) -> None:
    wrong: dict[str, list[str]] = {}
    if not 0 < len(verdict.reason.strip()) <= LONGEST:
        wrong["reason"] = [f"请写明鉴定理由，不超过 {LONGEST} 字。"]
    if verdict.kind == EXTEND and verdict.until is None:
        wrong["until"] = ["请填写延长保存到哪一天。"]
    if not 0 < len(refs) <= MOST:
        wrong["chosen"] = [f"请勾选要鉴定的行，一次不超过 {MOST} 行。"]
    if wrong:
        raise InvalidInput(fields=wrong)


def _check(line: Line, verdict: Verdict, today: date) -> None:
    """Asked once when it is requested, and once more when the second person says yes."""
    if verdict.kind == EXTEND:
        if verdict.until is None or (line.term.due is not None and verdict.until <= max(line.term.due, today)):
            raise rules.UntilTooEarly(number=line.number, due=max(line.term.due or today, today))
        return
    if line.hold:
        raise rules.Kept(number=line.number, reason=line.hold["reason"])
    rules.check_due(line.number, line.term, today)
    if line.paper:
        raise rules.PaperLeft(number=line.number, count=line.paper)


def _ask(session: Session, lines: list[Line], verdict: Verdict, actor: Actor, now: datetime) -> Confirmation:
    first = lines[0]
    many = f"等 {len(lines)} 件" if len(lines) > 1 else ""
    what = "销毁保存期满的 " if verdict.kind == DESTROY else f"延长保存至 {verdict.until}："
    title = f"{what}{first.number}《{first.title}》{many}（{verdict.reason.strip()}）"
    payload = {
        "refs": [line.ref for line in lines],
        "reason": verdict.reason.strip(),
        "until": str(verdict.until) if verdict.kind == EXTEND else None,
    }
    may = Permission.RETENTION_APPRAISE
    subject = first.number
    return confirmations.request(session, verdict.kind, subject, title[:200], payload, actor, now, may, first.unit_id)


def carry_out(session: Session, accepted: ConfirmationAccepted) -> None:
    """Listen for the second person's yes."""
    if accepted.kind == SHORTEN:
        periods.shorten(session, accepted)
    if accepted.kind not in {EXTEND, DESTROY}:
        return
    until = accepted.payload["until"]
    verdict = Verdict(accepted.kind, accepted.payload["reason"], date.fromisoformat(until) if until else None)
    lines = queries.chosen(session, accepted.actor, accepted.payload["refs"])
    for line in lines:
        _check(line, verdict, local_day(accepted.at))
    if verdict.kind == DESTROY:
        destroy(session, lines, verdict.reason, accepted)
    else:
        for line in lines:
            _extend(session, line, verdict, accepted)
    session.flush()


def _extend(session: Session, line: Line, verdict: Verdict, accepted: ConfirmationAccepted) -> None:
    row: Document | Record = (
        session.get_one(Document, line.id) if line.is_document else session.get_one(Record, line.id)
    )
    row.keeping = {**row.keeping, "until": str(verdict.until)}
    detail = {"until": str(verdict.until), "reason": verdict.reason, "requested_by": accepted.requested_by}
    audit.record(session, EXTEND, accepted.actor, line.number, now=accepted.at, detail=detail)
