"""Archiving by two persons: one asks, another confirms; then the record is locked, and a job makes its PDF (2.3.3)."""

from datetime import datetime

from sqlalchemy.orm import Session

from docsys import audit, events, jobs
from docsys.clock import local_day
from docsys.forms import definitions
from docsys.forms.shape import Form
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Actor, Permission, require
from docsys.records import periods, queries, registers, rules, steps
from docsys.records.actions.keeping import advance, asked, kept_revision
from docsys.records.events import RecordArchived
from docsys.records.models import FormRevision, Record, RegisterPeriod
from docsys.records.rules import State

RECORD = "record.archive"
LIST = "register.archive"


def archive(session: Session, record_id: int, *, actor: Actor, now: datetime) -> None:
    """Ask for a completed sheet to be archived; a second person confirms."""
    record = queries.get(session, record_id, actor, to_change=True)
    require(actor, Permission.RECORD_ARCHIVE, record.unit_id)
    steps.check_by_hand(queries.form_of(record))
    rules.workflow_of(queries.form_of(record).kind).transition(record.state, "archive")
    asked(session, record, "archive", record.data, actor=actor, now=now)
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


def archive_period(session: Session, form: Form, unit_id: int, period: str, *, actor: Actor, now: datetime) -> None:
    """Ask for a list to be archived: every row is closed, and its month or year is over (10.3.5)."""
    require(actor, Permission.RECORD_ARCHIVE, unit_id)
    _check_period(session, form, unit_id, period, now)
    revision = kept_revision(session, form, now)
    confirmations.request(
        session,
        kind=LIST,
        subject=f"{form.code}-{unit_id}-{period}",
        title=f"归档{form.title} {period}",
        payload={"form_code": form.code, "unit_id": unit_id, "period": period, "revision_id": revision.id},
        actor=actor,
        now=now,
        permission=Permission.RECORD_ARCHIVE,
        unit_id=unit_id,
    )


def carry_out(session: Session, accepted: ConfirmationAccepted) -> None:
    """Listen for the second person's yes, in whose transaction the record or the month is locked and its PDF ordered."""
    if accepted.kind == RECORD:
        _archive_record(session, accepted)
    elif accepted.kind == LIST:
        _archive_period(session, accepted)


def _archive_record(session: Session, accepted: ConfirmationAccepted) -> None:
    actor, now = accepted.actor, accepted.at
    record = session.get_one(Record, accepted.payload["record_id"], with_for_update=True)
    record.archived_at = now
    remark = f"{accepted.requested_by}申请，{actor.name}确认"
    advance(session, record, "archive", actor=actor, now=now, remark=remark)
    jobs.enqueue(session, RECORD, {"record_id": record.id}, now=now, key=f"{RECORD}:{record.id}")
    events.publish(session, RecordArchived(record.id, record.number, record.form_code))


def _archive_period(session: Session, accepted: ConfirmationAccepted) -> None:
    actor, now = accepted.actor, accepted.at
    unit_id, period = accepted.payload["unit_id"], accepted.payload["period"]
    form = definitions.restore(session.get_one(FormRevision, accepted.payload["revision_id"]).definition)
    rows = _check_period(session, form, unit_id, period, now)
    if not (form.register and form.register.life):
        for row in rows:
            row.state, row.archived_at = State.ARCHIVED, now
    kept = RegisterPeriod(
        form_code=form.code,
        form_revision_id=accepted.payload["revision_id"],
        unit_id=unit_id,
        period=period,
        count=len(rows),
        requested_by=accepted.requested_by,
        confirmed_by=actor.name,
        archived_at=now,
    )
    session.add(kept)
    session.flush()
    audit.record(session, LIST, actor, accepted.subject, now=now, detail={"rows": [row.number for row in rows]})
    jobs.enqueue(session, LIST, {"period_id": kept.id}, now=now, key=f"{LIST}:{kept.id}")


def _check_period(session: Session, form: Form, unit_id: int, period: str, now: datetime) -> list[Record]:
    if periods.archived(session, form.code, unit_id, period):
        raise registers.PeriodArchived(period=period)
    rows = list(periods.rows_of(session, form, unit_id, period))
    still_open = sum(row.state is State.OPEN for row in rows)
    registers.check_period(form, period, local_day(now), still_open, len(rows))
    return rows
