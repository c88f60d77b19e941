"""What can be asked of the outbox."""

from datetime import timedelta

import pytest

from docsys.jobs import Job, State, queries
from docsys.jobs.rules import LEASE

pytestmark = pytest.mark.db


@pytest.fixture
def put(session, clock):
    def put(state, kind="note", **values):
        now = clock.now()
        job = Job(kind=kind, payload={}, state=state.value, run_at=now, created_at=now, attempts=0)
        for name, value in values.items():
            setattr(job, name, value)
        session.add(job)
        session.flush()
        return job

    return put


def test_jobs_are_counted_by_state_none_left_out(session, put):
    put(State.WAITING)
    put(State.WAITING)
    put(State.FAILED)

    assert queries.counts(session) == {State.WAITING: 2, State.RUNNING: 0, State.DONE: 0, State.FAILED: 1}


def test_jobs_are_listed_by_state_and_kind(session, put):
    one, other = put(State.WAITING), put(State.FAILED, kind="print")

    assert session.scalars(queries.listed().order_by(Job.id)).all() == [one, other]
    assert session.scalars(queries.listed("failed")).all() == [other]
    assert session.scalars(queries.listed("", "note")).all() == [one]
    assert queries.kinds(session) == ["note", "print"]


def test_the_oldest_is_that_which_could_have_been_begun_longest(session, put, clock):
    assert queries.oldest_due(session, clock.now()) is None
    now = clock.now()
    put(State.WAITING, run_at=now + timedelta(hours=1))
    put(State.DONE, run_at=now - timedelta(hours=3))
    assert queries.oldest_due(session, now) is None

    put(State.WAITING, run_at=now - timedelta(hours=1))
    put(State.WAITING, run_at=now - timedelta(hours=2))

    assert queries.oldest_due(session, now) == now - timedelta(hours=2)


def test_a_job_is_under_lease_until_the_lease_ends(session, put, clock):
    put(State.RUNNING, lease_until=clock.now() + LEASE)
    assert queries.is_one_under_lease(session, clock.now())

    clock.move(minutes=11)
    assert not queries.is_one_under_lease(session, clock.now())
