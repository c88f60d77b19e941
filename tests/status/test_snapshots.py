"""12.2.1: each day has its snapshot, and each snapshot its row in the audit."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.people.rules import SYSTEM
from docsys.status import snapshots
from docsys.vault import snapshot

pytestmark = [pytest.mark.db, pytest.mark.rule("R-12.2.1-1")]


@pytest.fixture
def context(database, settings, clock):
    return SimpleNamespace(database=database, settings=settings, clock=clock, services={})


def acts(database):
    with database.read() as session:
        return list(session.scalars(select(AuditRow.act).order_by(AuditRow.id)))


def test_a_day_has_one_snapshot_however_often_the_job_runs(context, settings):
    snapshots.take_due(context, {})
    snapshots.take_due(context, {})

    assert len(snapshot.listed(settings.archive)) == 1
    assert acts(context.database) == ["status.snapshot"]


def test_the_next_day_has_its_own(context, settings, clock):
    snapshots.take_due(context, {})
    clock.move(days=1)
    snapshots.take_due(context, {})

    assert len(snapshot.listed(settings.archive)) == 2


def test_what_is_older_than_a_year_goes_and_leaves_a_row(context, settings, clock):
    snapshots.take_due(context, {})
    clock.move(days=400)
    snapshots.take_due(context, {})

    assert len(snapshot.listed(settings.archive)) == 1
    assert acts(context.database) == ["status.snapshot", "status.snapshot", "status.snapshot_purge"]


def test_a_snapshot_by_hand_is_recorded_to_its_actor(database, settings, clock):
    taken = snapshots.take_and_record(database, settings.archive, SYSTEM, clock.now())

    with database.read() as session:
        row = session.scalars(select(AuditRow)).one()
    assert (row.subject, row.detail["sha256"]) == (taken.path, taken.sha256)
