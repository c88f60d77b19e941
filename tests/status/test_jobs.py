"""A sample of the copies is read on both sides; a snapshot asked for by a person comes although the day has one."""

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.mirror import queries
from docsys.status import jobs, snapshots
from docsys.vault import snapshot

pytestmark = pytest.mark.db


@pytest.mark.rule("R-12.3.2-1")
def test_a_rotten_copy_is_found_mended_and_written_down(world, context, database, settings):
    world.write("一.txt", "好")
    world.sync()
    (world.backup / "一.txt").write_text("坏")

    jobs.verify(context, {"sample": 500})

    with database.read() as session:
        row = session.scalars(select(AuditRow)).one()
    assert (row.act, row.detail) == ("mirror.verify", {"checked": 1, "ok": 0, "pending": 0, "findings": 1})
    assert (world.backup / "一.txt").read_text() == "好"
    world.sync()
    assert queries.status(settings)["last_verify"]["findings"][0]["kind"] == "repaired"


def test_a_person_gets_a_snapshot_besides_that_of_the_day(context, settings, clock):
    snapshots.take_due(context, {"day": "2026-11-23"})
    clock.move(minutes=1)
    asked = {"asked_at": clock.now().isoformat()}

    snapshots.take_due(context, asked)
    clock.move(minutes=1)
    snapshots.take_due(context, asked)
    snapshots.take_due(context, {"day": "2026-11-23"})

    assert len(snapshot.listed(settings.archive)) == 2


def test_a_target_that_needs_no_acceptance_is_left_alone(world, context):
    world.sync()
    before = (world.backup / ".docsys-mirror").stat().st_mtime_ns

    jobs.accept_target(context, {})

    assert (world.backup / ".docsys-mirror").stat().st_mtime_ns == before
