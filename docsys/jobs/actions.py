"""Putting work into the outbox, taking it out, and ending it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from docsys.jobs.models import Job, State
from docsys.jobs.rules import LEASE, MOST_ATTEMPTS, pause_after


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    key: str | None = None,
    delay_seconds: float = 0,
) -> Job:
    """Have `kind` done after the commit. The same `key`, still waiting, stands once: the earlier time holds.

    A negative delay goes before what became due in that time: for work that somebody sits and waits for.
    """
    waiting = select(Job).where(Job.key == key, Job.state == State.WAITING.value, Job.attempts == 0).limit(1)
    # Locked, so that no worker begins it before this act has committed; one that a worker is just taking is not ours.
    found = session.scalar(waiting.with_for_update(skip_locked=True)) if key is not None else None
    if found is not None:
        return found
    run_at = now + timedelta(seconds=delay_seconds)
    job = Job(kind=kind, payload=dict(payload), key=key, run_at=run_at, created_at=now)
    session.add(job)
    session.flush()
    return job


def withdraw(session: Session, key: str) -> None:
    """What `key` asked for has been done in this very act: nobody need begin it."""
    session.execute(delete(Job).where(Job.key == key, Job.state == State.WAITING.value))


def take(session: Session, lease: str, now: datetime) -> Job | None:
    """The next due job, leased; also one whose worker died with it."""
    due = and_(Job.state == State.WAITING.value, Job.run_at <= now)
    orphaned = and_(Job.state == State.RUNNING.value, Job.lease_until < now)
    query = select(Job).where(or_(due, orphaned)).order_by(Job.run_at, Job.id).limit(1)
    job = session.scalar(query.with_for_update(skip_locked=True))
    if job is not None:
        job.state, job.lease, job.lease_until = State.RUNNING.value, lease, now + LEASE
        job.attempts += 1
    return job


def release(session: Session, is_dead: Callable[[str], bool], now: datetime) -> int:
    """Give back what is leased to workers that are dead for certain, without waiting for the lease; answers how many."""
    count = 0
    for job in session.scalars(select(Job).where(Job.state == State.RUNNING.value, Job.lease.is_not(None))):
        if is_dead(job.lease or ""):
            job.state, job.run_at, job.lease = State.WAITING.value, now, None
            count += 1
    return count


def finish(session: Session, job_id: int, lease: str, now: datetime) -> None:
    job = _leased(session, job_id, lease)
    if job is not None:
        job.state, job.finished_at, job.error, job.lease = State.DONE.value, now, None, None


def fail(session: Session, job_id: int, lease: str, now: datetime, error: str) -> None:
    """Try again later, longer and longer; after the last attempt it stays, named on the status page."""
    job = _leased(session, job_id, lease)
    if job is None:
        return
    job.error, job.lease = error[:2000], None
    if job.attempts >= MOST_ATTEMPTS:
        job.state, job.finished_at = State.FAILED.value, now
    else:
        job.state, job.run_at = State.WAITING.value, now + pause_after(job.attempts)


def retry(job: Job, now: datetime) -> None:
    """A job that had failed for good begins anew, with all its attempts. What it said last stays until it is done."""
    job.state, job.attempts, job.run_at = State.WAITING.value, 0, now
    job.finished_at = job.lease = job.lease_until = None


def forget(session: Session, before: datetime) -> None:
    """Remove what was done before that moment; what failed stays."""
    session.execute(delete(Job).where(Job.state == State.DONE.value, Job.finished_at < before))


def _leased(session: Session, job_id: int, lease: str) -> Job | None:
    """The job, if it is still this worker's: after the lease another may have it."""
    return session.scalar(select(Job).where(Job.id == job_id, Job.lease == lease).with_for_update())
