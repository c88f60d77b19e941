from datetime import UTC, datetime, timedelta

import pytest

from docsys.people import lifetimes

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LIMITS = lifetimes.SessionLimits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))


@pytest.mark.parametrize(
    ("begun", "seen", "alive"),
    [(0, 0, True), (60, 29.9, True), (60, 30, False), (719, 1, True), (720, 1, False)],
)
def test_a_session_ends_after_half_an_hour_of_silence_or_half_a_day(begun, seen, alive):
    assert lifetimes.is_alive(NOW - timedelta(minutes=begun), NOW - timedelta(minutes=seen), NOW, LIMITS) is alive


def minutes_ago(*minutes):
    return [NOW - timedelta(minutes=value) for value in minutes]


def test_the_fifth_failure_locks_for_fifteen_minutes():
    assert lifetimes.locked_until(minutes_ago(4, 3, 2, 1), NOW) is None
    assert lifetimes.locked_until(minutes_ago(5, 4, 3, 2, 1), NOW) == NOW + timedelta(minutes=14)


def test_old_failures_are_forgotten():
    assert lifetimes.locked_until(minutes_ago(16, 15, 3, 2, 1), NOW) is None


def test_a_password_grows_old_after_ninety_days_or_never():
    old = NOW - timedelta(days=90)

    assert lifetimes.must_change(fresh=False, set_at=old, now=NOW, days=90)
    assert not lifetimes.must_change(fresh=False, set_at=old + timedelta(seconds=1), now=NOW, days=90)
    assert not lifetimes.must_change(fresh=False, set_at=old, now=NOW, days=0)
    assert lifetimes.must_change(fresh=True, set_at=NOW, now=NOW, days=0)
