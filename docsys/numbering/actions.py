"""Giving numbers, and taking them out of use. Whoever calls has permitted the act that needs the number.

Giving one writes no row to the log: the ledger is its record, and locking the log's head before the counter would let two
acts wait for each other on PostgreSQL.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from docsys import audit, jobs
from docsys.numbering import queries, rules
from docsys.numbering.models import Counter, LedgerEntry
from docsys.numbering.rules import NumberKind, NumberState, Series
from docsys.people.models import Unit
from docsys.people.rules import Actor, Permission, require

LEDGER = "numbering.ledger"


def issue_document(  # noqa: PLR0913 - a number has these parts
    session: Session,
    *,
    library: str,
    folder_code: str,
    pattern: str,
    unit_code: str,
    subject: str,
    actor: Actor,
    now: datetime,
) -> str:
    """A permanent number by pattern A or B of its folder."""
    return _issue(session, rules.document_series(library, folder_code, pattern, unit_code, now), subject, actor, now)


def issue_archive(  # noqa: PLR0913 - a number has these parts
    session: Session, *, library: str, folder_code: str, form_number: str, subject: str, actor: Actor, now: datetime
) -> str:
    """Pattern C: the archive number of a form whose own number is in use.

    Raises:
        NotIssued: the form number was typed, not given, or is out of use.
        NumberTaken: the form is archived there already.

    """
    number = rules.archive_number(library, folder_code, form_number)
    form = session.scalar(select(LedgerEntry).where(LedgerEntry.number == form_number))
    if form is None or form.state != NumberState.ACTIVE:
        raise rules.NotIssued(number=form_number)
    if session.scalar(select(LedgerEntry.id).where(LedgerEntry.number == number)) is not None:
        raise rules.NumberTaken(number=number)
    series = Series(NumberKind.DOCUMENT, (library, folder_code, form.series), 4, form.unit_code, form.year)
    _enter(session, number, series, form.seq, subject, actor, now)
    return number


def issue_form(
    session: Session, form_code: str, unit_code: str | None, *, now: datetime, actor: Actor, subject: str = ""
) -> str:
    """The number of a filled-in form: by unit, or for the whole network (`NETWORK_FORMS`, or no unit named)."""
    return _issue(session, rules.form_series(form_code, unit_code, now), subject, actor, now)


def issue_draft(session: Session, *, subject: str, actor: Actor, now: datetime) -> str:
    """A temporary number, `CG-2026-0001`, until the first submission."""
    return _issue(session, rules.draft_series(now), subject, actor, now)


def issue_register(
    session: Session, form_code: str, unit_code: str, *, subject: str, actor: Actor, now: datetime
) -> str:
    """The number of a thing kept in a register, without a year: `SB-SHFE-00012`."""
    return _issue(session, rules.register_series(form_code, unit_code), subject, actor, now)


def issue_volume(session: Session, *, library: str, folder_code: str, subject: str, actor: Actor, now: datetime) -> str:
    """The number of a paper volume: `ZLW-ZD07-J2026-01` (3.4)."""
    return _issue(session, rules.volume_series(library, folder_code, now), subject, actor, now)


def void(session: Session, number: str, *, reason: str, actor: Actor, now: datetime) -> None:
    """空号: withdrawn before it was of use. It stays taken."""
    entry = queries.entry(session, number)
    _permit(session, entry, actor)
    _change(entry, "void", reason)
    _record(session, entry, "void", actor, now)


def retire(session: Session, number: str, *, reason: str, successor: str | None, actor: Actor, now: datetime) -> None:
    """停用: abolished, or renumbered to `successor`, which must be in the ledger too."""
    entry = queries.entry(session, number)
    _permit(session, entry, actor)
    following = rules.check_successor(number, queries.entry(session, successor).number) if successor else None
    _change(entry, "retire", reason)
    entry.successor = following
    _record(session, entry, "retire", actor, now)


def _permit(session: Session, entry: LedgerEntry, actor: Actor) -> None:
    """A draft's number follows its document, permitted there; a permanent one is the administrators' of its unit."""
    if entry.kind == NumberKind.DRAFT:
        return
    unit_id = session.scalar(select(Unit.id).where(Unit.code == entry.unit_code)) if entry.unit_code else None
    require(actor, Permission.NUMBER_ADMINISTER, unit_id)


def _change(entry: LedgerEntry, verb: str, reason: str) -> None:
    target = rules.check_transition(verb, entry.state)
    entry.reason = rules.check_reason(reason)
    entry.state = target


def _record(session: Session, entry: LedgerEntry, verb: str, actor: Actor, now: datetime) -> None:
    detail = {"state": entry.state.label, "reason": entry.reason, "successor": entry.successor}
    audit.record(session, f"number.{verb}", actor, entry.number, now=now, detail=detail)
    _announce(session, now)


def _issue(session: Session, series: Series, subject: str, actor: Actor, now: datetime) -> str:
    seq = _take(session, series)
    number = series.number(seq)
    _enter(session, number, series, seq, subject, actor, now)
    return number


def _take(session: Session, series: Series) -> int:
    """The next sequence; a row lock lasts until the transaction ends, so that a rolled-back one leaves no gap."""
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Counter).values(series=series.key, next=2)
    statement = statement.on_conflict_do_update(index_elements=[Counter.series], set_={"next": Counter.next + 1})
    taken: int = session.execute(statement.returning(Counter.next - 1)).scalar_one()
    return taken


def _enter(  # noqa: PLR0913, PLR0917 - a line of the ledger has these columns
    session: Session, number: str, series: Series, seq: int, subject: str, actor: Actor, now: datetime
) -> None:
    entry = LedgerEntry(
        number=number,
        kind=series.kind,
        series=series.key,
        year=series.year,
        unit_code=series.unit_code,
        seq=seq,
        state=NumberState.ACTIVE,
        subject=subject[: rules.SUBJECT_LENGTH],
        successor=None,
        actor_id=actor.user_id,
        actor_name=actor.name,
        at=now,
        reason="",
    )
    session.add(entry)
    session.flush()
    _announce(session, now)


def _announce(session: Session, now: datetime) -> None:
    """编号台账.csv follows every number."""
    jobs.enqueue(session, LEDGER, {}, now=now, key=LEDGER)
