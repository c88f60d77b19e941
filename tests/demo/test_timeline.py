"""Moments of the past, also where months and years turn."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.clock import SHANGHAI, local
from docsys.demo import orders, visits
from docsys.demo.timeline import Calendar, play
from docsys.records.models import Record
from tests.demo.stage import scene, stage

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TURNS = [
    datetime(2027, 1, 1, 0, 10, tzinfo=SHANGHAI),
    datetime(2028, 2, 29, 23, 50, tzinfo=SHANGHAI),
    datetime(2026, 11, 1, 7, 0, tzinfo=SHANGHAI),
    datetime(2027, 3, 6, 12, 0, tzinfo=SHANGHAI),
]


def test_a_weekend_becomes_the_friday_before():
    assert local(Calendar(NOW).at(1, 9, 40)) == datetime(2026, 11, 20, 9, 40, tzinfo=SHANGHAI)
    assert local(Calendar(NOW).at(3, 9, 40)) == datetime(2026, 11, 20, 9, 40, tzinfo=SHANGHAI)


def test_nothing_happens_ahead_of_now():
    assert Calendar(NOW).at(0, 18, 0) == NOW


@pytest.mark.rule("R-15.6.4-4")
def test_changes_are_carried_out_on_saturdays():
    assert Calendar(NOW).saturday(2) == date(2026, 11, 21)
    assert Calendar(NOW).saturday(-5) == date(2026, 11, 28)
    assert {Calendar(NOW).saturday(days).weekday() for days in range(-10, 10)} == {5}


def test_working_days_are_counted_within_their_month():
    assert Calendar(NOW).working_day(0, 1) == date(2026, 11, 2)
    assert Calendar(NOW).working_day(11, 2) == date(2025, 12, 2)


def test_stories_are_told_together_in_the_order_of_their_moments():
    said = []

    def story(name, *hours):
        for hour in hours:
            yield datetime(2026, 11, 1, hour, tzinfo=UTC)
            said.append(f"{name}{hour}")

    play([story("a", 1, 4), story("b", 2, 3), story("c")])

    assert said == ["a1", "b2", "b3", "a4"]


@pytest.mark.db
@pytest.mark.parametrize("now", TURNS, ids=str)
def test_orders_and_visits_can_be_told_on_any_day(databases, tmp_path, now):
    now = now.astimezone(UTC)
    with stage(tmp_path / "home", databases, now) as place:
        with place.database.act() as session:
            on_it = scene(session, now)
            play([*orders.stories(on_it), *visits.stories(on_it)])
        with place.database.read() as session:
            records = session.scalars(select(Record)).all()
            acts = session.scalars(select(AuditRow.at).where(AuditRow.act.like("record.%")).order_by(AuditRow.id)).all()

    assert {one.form_code for one in records} <= {"BG", "BT", "JC", "XC"}
    assert max(one.updated_at for one in records) <= now
    assert acts == sorted(acts)
