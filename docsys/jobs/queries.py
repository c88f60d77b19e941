"""What can be asked of the outbox: its rows, how many there are in each state, how long the oldest has been due."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from docsys.jobs.models import Job, State


def listed(state: str = "", kind: str = "") -> Select[Job]:
    """All jobs, or those in a state, of a kind."""
    query = select(Job)
    if state in set(State):
        query = query.where(Job.state == state)
    return query.where(Job.kind == kind) if kind else query


def kinds(session: Session) -> list[str]:
    return list(session.scalars(select(Job.kind).distinct().order_by(Job.kind)))


def counts(session: Session) -> dict[State, int]:
    """How many there are in each state, 0 included."""
    found = dict(session.execute(select(Job.state, func.count()).group_by(Job.state)).all())
    return {state: found.get(state.value, 0) for state in State}


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Since when the longest waiting job could have been begun; None where none is due."""
    query = select(Job.run_at).where(Job.state == State.WAITING.value, Job.run_at <= now)
    return session.scalar(query.order_by(Job.run_at).limit(1))


def is_one_under_lease(session: Session, now: datetime) -> bool:
    """Whether a worker is in the midst of a job: it may say nothing else for as long as its lease."""
    query = select(Job.id).where(Job.state == State.RUNNING.value, Job.lease_until >= now)
    return session.scalar(query.limit(1)) is not None
