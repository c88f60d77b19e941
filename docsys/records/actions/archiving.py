"""Archiving by two persons: one asks, another confirms; then the record is locked, and a job makes its PDF (2.3.3)."""

from datetime import datetime

from sqlalchemy.orm import Session

from docsys import audit, events, jobs
from docsys.clock import local_day
from docsys.forms.shape import Form
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Actor, Permission, require
from docsys.records import queries, rules
from docsys.records.actions.drafting import advance
from docsys.records.events import RecordArchived
from docsys.records.models import Record, RegisterMonth
from docsys.records.rules import State

RECORD = "record.archive"
MONTH = "register.archive"


def archive(session: Session, record_id: int, *, actor: Actor, now: datetime) -> None:
    """Ask for a completed sheet to be archived; a second person confirms."""
    record = queries.get(session, record_id, actor, to_change=True)
    require(actor, Permission.RECORD_ARCHIVE, record.unit_id)
    rules.SHEET.transition(record.state, "archive")
    confirmations.request(
        session,
        kind=RECORD,
        subject=record.number,
        title=f"归档 {record.number}《{record.title}》",
        payload={"record_id": record.id},
        actor=actor,
        now=now,
        permission=Permission.RECORD_ARCHIVE,
        unit_id=record.unit_id,
    )


def archive_month(session: Session, form: Form, unit_id: int, month: str, *, actor: Actor, now: datetime) -> None:
    """Ask for the list of a month to be archived. Everybody has left, and the month is over (10.3.5)."""
    require(actor, Permission.RECORD_ARCHIVE, unit_id)
    _check_month(session, form.code, unit_id, month, now)
    confirmations.request(
        session,
        kind=MONTH,
        subject=f"{form.code}-{unit_id}-{month}",
        title=f"归档{form.title} {month}",
        payload={"form_code": form.code, "unit_id": unit_id, "month": month},
        actor=actor,
        now=now,
        permission=Permission.RECORD_ARCHIVE,
        unit_id=unit_id,
    )


def carry_out(session: Session, accepted: ConfirmationAccepted) -> None:
    """Listen for the second person's yes, in whose transaction the record or the month is locked and its PDF ordered."""
    if accepted.kind == RECORD:
        _archive_record(session, accepted)
    elif accepted.kind == MONTH:
        _archive_month(session, accepted)


def _archive_record(session: Session, accepted: ConfirmationAccepted) -> None:
    actor, now = accepted.actor, accepted.at
    record = session.get_one(Record, accepted.payload["record_id"], with_for_update=True)
    record.archived_at = now
    remark = f"{accepted.requested_by}申请，{actor.name}确认"
    advance(session, record, "archive", actor=actor, now=now, remark=remark)
    jobs.enqueue(session, RECORD, {"record_id": record.id}, now=now, key=f"{RECORD}:{record.id}")
    events.publish(session, RecordArchived(record.id, record.number, record.form_code))


def _archive_month(session: Session, accepted: ConfirmationAccepted) -> None:
    actor, now = accepted.actor, accepted.at
    code, unit_id, month = (accepted.payload[name] for name in ("form_code", "unit_id", "month"))
    rows = _check_month(session, code, unit_id, month, now)
    for row in rows:
        row.state, row.archived_at = State.ARCHIVED, now
    kept = RegisterMonth(
        form_code=code,
        unit_id=unit_id,
        month=month,
        count=len(rows),
        requested_by=accepted.requested_by,
        confirmed_by=actor.name,
        archived_at=now,
    )
    session.add(kept)
    session.flush()
    audit.record(session, MONTH, actor, accepted.subject, now=now, detail={"rows": [row.number for row in rows]})
    jobs.enqueue(session, MONTH, {"month_id": kept.id}, now=now, key=f"{MONTH}:{kept.id}")


def _check_month(session: Session, code: str, unit_id: int, month: str, now: datetime) -> list[Record]:
    if queries.archived_month(session, code, unit_id, month):
        raise rules.MonthArchived(month=month)
    rows = list(queries.month_rows(session, code, unit_id, month))
    still_open = sum(row.state is State.OPEN for row in rows)
    rules.check_month(month, local_day(now), still_open, len(rows))
    return rows
