"""A batch is begun, confirmed where a second person is needed, and done document by document."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from docsys import audit, jobs
from docsys.bulk import queries
from docsys.bulk.changing import KINDS, Change, Doing, words
from docsys.bulk.models import Batch, BatchLine
from docsys.bulk.queries import Planned
from docsys.bulk.rules import AT_ONCE, MixedUnits, NothingPermitted, What, check_count
from docsys.documents import queries as documents
from docsys.errors import Refused
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Actor, Permission, may

RENUMBER = "bulk.renumber"
RUN = "bulk.run"


def begin(session: Session, ids: Collection[int], change: Change, *, actor: Actor, now: datetime) -> Batch:
    """Write the batch down with every line, and do what is permitted: at once, as a job where it is much, and after a
    second person's yes where documents move (2.3.3).

    Raises:
        NothingChosen, TooMany; NothingPermitted: not one of them; MixedUnits: a move of several units by who may only one's.

    """
    check_count(len(set(ids)))
    doing = Doing(actor, now)
    planned = queries.plan(session, ids, change, doing)
    check_count(len(planned))
    permitted = [one for one in planned if not one.why]
    if not permitted:
        raise NothingPermitted(count=len(planned))
    batch = _written(session, planned, change, doing)
    detail = {
        "what": batch.label,
        "rows": len(permitted),
        "left_out": len(planned) - len(permitted),
        "reason": change.reason,
    }
    audit.record(session, "bulk.begin", actor, f"批量 {batch.id}", now=now, detail=detail)
    if change.what is What.FOLDER:
        _ask(session, batch, permitted, change, doing)
    elif len(permitted) <= AT_ONCE:
        for line in batch.lines:
            work(session, line, change, doing)
    else:
        jobs.enqueue(session, RUN, {"batch_id": batch.id, "user_id": actor.user_id}, now=now, key=f"{RUN}:{batch.id}")
    return batch


def _written(session: Session, planned: list[Planned], change: Change, doing: Doing) -> Batch:
    units = {one.document.unit_id for one in planned if not one.why}
    told = words(session, list(change.rows)) or next(one.new for one in planned if not one.why)
    batch = Batch(
        what=change.what.value,
        change=change.stored(),
        told=told,
        unit_id=units.pop() if len(units) == 1 else None,
        by_id=doing.actor.user_id,
        by=doing.actor.name,
        asked_at=doing.now,
        lines=[
            BatchLine(
                ordinal=at,
                document_id=one.document.id,
                number=one.document.number,
                title=one.document.title,
                old=one.old,
                new=one.new,
                why=one.why,
            )
            for at, one in enumerate(planned, 1)
        ],
    )
    session.add(batch)
    session.flush()
    return batch


def _ask(session: Session, batch: Batch, permitted: list[Planned], change: Change, doing: Doing) -> None:
    """One confirmation for the whole batch."""
    if batch.unit_id is None and not may(doing.actor, Permission.NUMBER_ADMINISTER):
        raise MixedUnits(count=len({one.document.unit_id for one in permitted}))
    asked = confirmations.request(
        session,
        RENUMBER,
        f"批量 {batch.id}",
        f"批量改号：{len(permitted)} 份文档移至 {batch.told.removesuffix('，取新编号')}",
        {"batch_id": batch.id, "folder": change.folder, "reason": change.reason},
        doing.actor,
        doing.now,
        Permission.NUMBER_ADMINISTER,
        batch.unit_id,
    )
    batch.confirmation_id = asked.id
    session.flush()


def carry_out(session: Session, accepted: ConfirmationAccepted) -> None:
    """Listen for the second person's yes. The work is a job: each move takes a number in a transaction of its own."""
    if accepted.kind == RENUMBER:
        payload = {"batch_id": accepted.payload["batch_id"], "user_id": accepted.actor.user_id}
        payload |= {"asked_by": accepted.requested_by, "asked_by_id": accepted.requested_by_id}
        jobs.enqueue(session, RUN, payload, now=accepted.at, key=f"{RUN}:{payload['batch_id']}")


def work(session: Session, line: BatchLine, change: Change, doing: Doing) -> None:
    """One document, unless it was done or refused before; what refuses it now is written beside it."""
    if line.why or line.done_at is not None:
        return
    try:
        with session.begin_nested():
            document = documents.get(session, line.document_id, doing.actor, to_change=True)
            KINDS[change.what].do(session, document, change, doing)
    except Refused as refusal:
        line.why = refusal.sentence[:1000]
        detail = {"refused": type(refusal).__name__, "reason": refusal.sentence}
        audit.record(
            session, f"bulk.{change.what}", doing.actor, line.number, now=doing.now, detail=detail, result="refused"
        )
    else:
        line.done_at = doing.now
        line.new = document.number if change.what is What.FOLDER else line.new
    session.flush()
