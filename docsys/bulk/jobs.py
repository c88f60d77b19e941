"""Batches that are too long to wait for: one transaction a document, so that it goes on where it stopped."""

from typing import Any

from sqlalchemy import select

from docsys.bulk.actions import RUN, work
from docsys.bulk.changing import Change, Doing
from docsys.bulk.models import Batch, BatchLine
from docsys.jobs import Context
from docsys.people import queries as people


def run(context: Context, payload: dict[str, Any]) -> None:
    """Do every line that is neither done nor refused; it may run twice."""
    with context.database.read() as session:
        batch = session.get_one(Batch, payload["batch_id"])
        change = Change.of(batch.change)
        actor = people.actor_of(session, payload["user_id"], channel="job")
        open_lines = select(BatchLine.id).where(
            BatchLine.batch_id == batch.id, BatchLine.why == "", BatchLine.done_at.is_(None)
        )
        ids = list(session.scalars(open_lines.order_by(BatchLine.ordinal)))
    for line_id in ids:
        doing = Doing(actor, context.clock.now(), payload.get("asked_by", ""), payload.get("asked_by_id", 0))
        with context.database.act() as session:
            work(session, session.get_one(BatchLine, line_id, with_for_update=True), change, doing)


JOBS = {RUN: run}
