"""What may be done about backup and jobs, by whom; a brake and a new disk need two persons."""

import json
import shutil

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.errors import Forbidden, NotFound, TransitionForbidden
from docsys.jobs import Job, State, enqueue
from docsys.mirror import marker, queries, reporting
from docsys.people import confirmations
from docsys.people.models import Confirmation
from docsys.people.rules import Permission
from docsys.status import actions, jobs, snapshots
from docsys.status.actions import NothingToAccept, NotReleasable, StaleBrake
from tests.mirror.worlds import tree
from tests.status.conftest import BRAKE

pytestmark = pytest.mark.db


def acts(database):
    with database.read() as session:
        return list(session.scalars(select(AuditRow.act).where(AuditRow.channel != "job").order_by(AuditRow.id)))


def waiting_jobs(database):
    with database.read() as session:
        return [(job.kind, job.payload) for job in session.scalars(select(Job).order_by(Job.id))]


def ask_release(database, settings, clock, actor, brake_id):
    with database.act() as session:
        return actions.request_release(session, settings, brake_id, actor=actor, now=clock.now()).id


def confirm(database, clock, actor, confirmation_id):
    with database.act() as session:
        confirmations.decide(session, confirmation_id, actor, clock.now(), accept=True)


def release_file(settings):
    path = reporting.release_path(settings)
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def is_decided(database):
    with database.read() as session:
        return session.scalars(select(Confirmation)).one().decided_at is not None


@pytest.mark.rule("R-4.3.6-3")
def test_two_persons_release_a_mass_deletion_and_the_mirror_obeys(world, database, settings, clock, people):
    for number in range(201):
        world.write(f"现行库/{number}.txt", str(number))
    world.sync()
    shutil.rmtree(world.library / "现行库")
    world.write("留.txt")
    world.sync()
    brake = world.status()["brake"]

    asked = ask_release(database, settings, clock, people.docadmin, brake["id"])
    assert release_file(settings) is None
    confirm(database, clock, people.sysadmin, asked)
    world.sync()

    assert (world.status()["brake"], tree(world.backup)) == (None, tree(world.library))
    assert len(world.history()) == 201
    assert acts(database)[-3:] == ["confirmation.request", "confirmation.accept", "mirror.release"]


def test_two_namesakes_are_two_persons_to_the_mirror(database, settings, clock, people, says):
    says(brake=BRAKE)

    confirm(database, clock, people.namesake, ask_release(database, settings, clock, people.sysadmin, "b1"))

    assert release_file(settings) == {
        "brake_id": "b1",
        "by": ["张伟（admin1）", "张伟（admin2）"],
        "at": "2026-11-23T09:00:05+08:00",
    }


@pytest.mark.rule("R-2.3.3-1")
def test_one_person_cannot_release_alone(database, settings, clock, people, says):
    says(brake=BRAKE)
    asked = ask_release(database, settings, clock, people.docadmin, "b1")

    with pytest.raises(confirmations.SamePerson):
        confirm(database, clock, people.docadmin, asked)

    assert release_file(settings) is None


def test_a_brake_that_went_meanwhile_is_not_released(database, settings, clock, people, says):
    """Another brake may have come in its place: what was confirmed was never looked at."""
    says(brake=BRAKE)
    asked = ask_release(database, settings, clock, people.docadmin, "b1")
    says(brake={**BRAKE, "id": "b2"})

    with pytest.raises(StaleBrake) as refused:
        confirm(database, clock, people.sysadmin, asked)

    assert "请到“备份”页核对现状" in refused.value.sentence
    assert release_file(settings) is None
    assert not is_decided(database)


@pytest.mark.parametrize("brake", [None, {**BRAKE, "id": "b2"}])
def test_a_page_that_shows_an_old_brake_asks_for_nothing(database, settings, clock, people, says, brake):
    says(brake=brake)

    with pytest.raises(StaleBrake):
        ask_release(database, settings, clock, people.docadmin, "b1")


def test_a_library_that_is_gone_is_not_released(database, settings, clock, people, says):
    says(brake={**BRAKE, "kind": "missing", "reason": "找不到文档库文件夹"})

    with pytest.raises(NotReleasable) as refused:
        ask_release(database, settings, clock, people.docadmin, "b1")

    assert refused.value.sentence.startswith("找不到文档库文件夹：这种情况不能放行。请恢复或重新挂载")


def test_a_confirmation_of_another_room_is_not_ours(database, settings, clock, people, says):
    says(brake=BRAKE)
    wanted = actions.release_of(BRAKE)
    with database.act() as session:
        permission = Permission.MIRROR_OPERATE
        other = confirmations.request(
            session, "other.kind", "镜像", "别的", wanted, people.docadmin, clock.now(), permission
        )

    confirm(database, clock, people.sysadmin, other.id)

    assert release_file(settings) is None


def test_two_persons_take_a_new_disk_into_use(world, database, settings, clock, people, context):
    world.write("一.txt")
    world.sync()
    shutil.rmtree(world.backup)
    world.backup.mkdir()
    with database.act() as session:
        asked = actions.request_acceptance(session, settings, actor=people.docadmin, now=clock.now())

    confirm(database, clock, people.sysadmin, asked.id)
    assert [kind for kind, _ in waiting_jobs(database)] == [jobs.ACCEPT]
    jobs.accept_target(context, {})
    jobs.accept_target(context, {})

    assert marker.read(world.backup / marker.TARGET) == marker.read(world.library / marker.LIBRARY)
    assert "mirror.accept_target" in acts(database)


def test_a_disk_that_came_back_meanwhile_is_not_taken_into_use_anew(world, database, settings, clock, people):
    world.sync()
    kept = (world.backup / marker.TARGET).read_bytes()
    (world.backup / marker.TARGET).unlink()
    with database.act() as session:
        asked = actions.request_acceptance(session, settings, actor=people.docadmin, now=clock.now())
    (world.backup / marker.TARGET).write_bytes(kept)

    with pytest.raises(NothingToAccept):
        confirm(database, clock, people.sysadmin, asked.id)

    assert waiting_jobs(database) == []


def test_a_target_in_use_needs_no_acceptance(world, database, settings, clock, people):
    world.sync()

    with pytest.raises(NothingToAccept), database.act() as session:
        actions.request_acceptance(session, settings, actor=people.docadmin, now=clock.now())


def test_a_comparison_is_asked_for_after_the_commit(database, settings, clock, people, says):
    says()

    with database.act() as session:
        actions.compare(session, settings, actor=people.docadmin, now=clock.now())
        assert not reporting.request_path(settings).exists()

    assert reporting.request_path(settings).exists()
    assert acts(database)[-1] == "mirror.compare"


def test_without_a_running_mirror_nobody_would_compare(database, settings, clock, people):
    with pytest.raises(queries.NotRunning), database.act() as session:
        actions.compare(session, settings, actor=people.docadmin, now=clock.now())

    assert not reporting.request_path(settings).exists()


def test_verification_and_snapshot_are_work_for_the_worker(database, clock, people):
    with database.act() as session:
        actions.verify(session, actor=people.sysadmin, now=clock.now())
        actions.verify(session, actor=people.sysadmin, now=clock.now())
        actions.take_snapshot(session, actor=people.sysadmin, now=clock.now())

    assert waiting_jobs(database) == [
        (jobs.VERIFY, {"sample": actions.SAMPLE}),
        (snapshots.KIND, {"asked_at": clock.now().isoformat()}),
    ]


@pytest.mark.parametrize("who", ["auditor", "security", "zxb", "staff"])
def test_who_only_reads_operates_nothing(database, settings, clock, people, says, who):
    says(brake=BRAKE)
    actor, now = getattr(people, who), clock.now()
    tried = [
        lambda session: actions.compare(session, settings, actor=actor, now=now),
        lambda session: actions.verify(session, actor=actor, now=now),
        lambda session: actions.take_snapshot(session, actor=actor, now=now),
        lambda session: actions.request_release(session, settings, "b1", actor=actor, now=now),
        lambda session: actions.request_acceptance(session, settings, actor=actor, now=now),
        lambda session: actions.retry(session, 1, actor=actor, now=now),
    ]

    for act in tried:
        with pytest.raises(Forbidden), database.act() as session:
            act(session)

    assert waiting_jobs(database) == []


def failed(database, clock, **changes):
    with database.act() as session:
        job = enqueue(session, "documents.print", {"document_id": 7}, now=clock.now())
        values = {"state": State.FAILED.value, "attempts": 8, "error": "ValueError: 纸张用尽"} | changes
        for name, value in values.items():
            setattr(job, name, value)
        return job.id


def test_a_failed_job_is_tried_again_from_the_beginning(database, clock, people):
    job_id = failed(database, clock, finished_at=clock.now())

    with database.act() as session:
        actions.retry(session, job_id, actor=people.sysadmin, now=clock.now())

    with database.read() as session:
        job = session.get_one(Job, job_id)
        row = session.scalars(select(AuditRow).where(AuditRow.act == "status.retry")).one()
    assert (job.state, job.attempts, job.run_at, job.finished_at) == (State.WAITING, 0, clock.now(), None)
    assert (row.login, row.detail["error"]) == ("admin1", "ValueError: 纸张用尽")


@pytest.mark.parametrize("state", [State.WAITING, State.RUNNING, State.DONE])
def test_only_what_failed_is_tried_again(database, clock, people, state):
    job_id = failed(database, clock, state=state.value)

    with pytest.raises(TransitionForbidden), database.act() as session:
        actions.retry(session, job_id, actor=people.sysadmin, now=clock.now())


def test_a_job_that_does_not_exist_is_not_found(database, clock, people):
    with pytest.raises(NotFound), database.act() as session:
        actions.retry(session, 99, actor=people.sysadmin, now=clock.now())


def test_a_document_administrator_does_not_retry_jobs(database, clock, people):
    job_id = failed(database, clock)

    with pytest.raises(Forbidden), database.act() as session:
        actions.retry(session, job_id, actor=people.docadmin, now=clock.now())
