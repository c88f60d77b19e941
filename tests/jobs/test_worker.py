"""Work is done after the commit, once, again after a failure, and by another when its worker died."""

import os
import subprocess
import sys
import threading
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from docsys import jobs
from docsys.jobs import actions, leases
from docsys.jobs.models import Job, State
from docsys.jobs.rules import LEASE, MOST_ATTEMPTS, pause_after

pytestmark = pytest.mark.db


@pytest.fixture
def done():
    return []


@pytest.fixture
def worker(database, settings, clock, done):
    def note(_context, payload):
        done.append(payload)

    def break_down(_context, _payload):
        raise ValueError("纸张用尽")

    context = jobs.Context(database, settings, clock)
    return jobs.Worker(context, {"note": note, "break": break_down}, daily=[jobs.Daily(time(1, 0), "note")])


def order(database, clock, kind="note", **options):
    with database.act() as session:
        jobs.enqueue(session, kind, {"number": 7}, now=clock.now(), **options)


def kept(database):
    with database.read() as session:
        return [(job.kind, job.state, job.attempts) for job in session.scalars(select(Job).order_by(Job.id))]


def test_a_job_is_done_once(worker, database, clock, done):
    order(database, clock)

    assert worker.drain() == 1
    assert worker.drain() == 0
    assert done == [{"number": 7}]
    assert kept(database) == [("note", State.DONE, 1)]


@pytest.mark.parametrize(("holder", "taken"), [("dead", True), ("alive", False), ("elsewhere", False)])
def test_what_a_killed_worker_of_this_machine_held_is_taken_up_at_once(worker, database, clock, done, holder, taken):
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    own, _, _rest = leases.fresh().partition("-")
    lease = {
        "dead": f"{own}-{process.pid}-0",
        "alive": f"{own}-{os.getpid()}-0",
        "elsewhere": f"{'0' * 8}-{process.pid}-0",
    }[holder]
    order(database, clock)
    with database.act() as session:
        actions.take(session, lease, clock.now())
    stop = threading.Event()
    stop.set()

    worker.run(stop)
    worker.drain()

    assert bool(done) is taken


def test_work_of_a_rolled_back_act_is_never_done(worker, database, clock, done):
    with database.session(acting=True) as session:
        jobs.enqueue(session, "note", {}, now=clock.now())
        session.rollback()

    assert (worker.drain(), done) == (0, [])


def test_the_same_key_waiting_stands_once(worker, database, clock, done):
    order(database, clock, key="catalogue:ZD")
    order(database, clock, key="catalogue:ZD")

    worker.drain()

    assert len(done) == 1


def test_a_delayed_job_waits(worker, database, clock, done):
    order(database, clock, delay_seconds=30)
    assert worker.drain() == 0

    clock.move(seconds=30)

    assert (worker.drain(), len(done)) == (1, 1)


def test_work_that_somebody_waits_for_goes_before_what_became_due_shortly(worker, database, clock):
    """And after what has waited longer than that."""
    order(database, clock)
    clock.move(seconds=601)
    order(database, clock)
    order(database, clock, kind="break", delay_seconds=-600)

    seen = []
    while worker.step():
        seen.append([state for _kind, state, _attempts in kept(database)])

    assert seen == [["done", "waiting", "waiting"]] * 2 + [["done", "done", "waiting"]]
    assert [attempts for _kind, _state, attempts in kept(database)] == [1, 1, 1]


def test_what_failed_is_tried_again_later_and_in_the_end_stays_with_its_reason(worker, database, clock):
    order(database, clock, "break")
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert worker.drain() == 1
        assert worker.drain() == 0
        clock.move(seconds=pause_after(attempt).total_seconds())

    with database.read() as session:
        job = session.scalars(select(Job)).one()
    assert (job.state, job.attempts, job.error) == (State.FAILED, MOST_ATTEMPTS, "ValueError: 纸张用尽")
    assert worker.drain() == 0


def test_a_dead_workers_job_is_taken_up_when_its_lease_ends(worker, database, clock, done):
    order(database, clock)
    with database.act() as session:
        assert actions.take(session, "dead", clock.now()) is not None
    assert worker.drain() == 0

    clock.move(seconds=LEASE.total_seconds() + 1)

    assert (worker.drain(), len(done)) == (1, 1)
    assert kept(database) == [("note", State.DONE, 2)]


def test_who_lost_the_lease_can_no_longer_end_the_job(database, clock):
    order(database, clock)
    with database.act() as session:
        job = actions.take(session, "slow", clock.now())
        assert job
        actions.take(session, "quick", clock.now() + LEASE + timedelta(seconds=1))
        actions.finish(session, job.id, "slow", clock.now())
        assert job.state == State.RUNNING


def test_a_daily_job_is_ordered_once_a_day_from_its_hour_on(worker, clock, done):
    for _hour in range(30):
        worker.tick()
        worker.drain()
        clock.move(hours=1)

    assert [payload["day"] for payload in done] == ["2026-11-23", "2026-11-24"]
