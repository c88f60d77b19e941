"""How long things hold: a session, a password, a lock-out. Pure rules over plain values (13.1.1; level 3, 8.1.4.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from docsys.settings import Settings

FAILURES = 5
FAILURES_OF_ONE_SOURCE = 50
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class SessionLimits:
    """After how long without a request, and after how long at all, a session ends."""

    idle: timedelta
    absolute: timedelta


def limits_of(settings: Settings) -> SessionLimits:
    return SessionLimits(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))


def is_alive(begun_at: datetime, seen_at: datetime, now: datetime, limits: SessionLimits) -> bool:
    return now - seen_at < limits.idle and now - begun_at < limits.absolute


def locked_until(failures: Sequence[datetime], now: datetime, allowed: int = FAILURES) -> datetime | None:
    """Until when nobody is let in after these failures of one account from one source; None while it is open.

    15 minutes from the last failure that counted. An account is not locked for other sources, so that nobody can lock
    the last administrator out from afar.
    """
    recent = sorted(moment for moment in failures if now - moment < WINDOW)
    return recent[-1] + WINDOW if len(recent) >= allowed else None


def password_expires(set_at: datetime, days: int) -> datetime | None:
    """When a password set at `set_at` must be changed; never where `days` is 0."""
    return set_at + timedelta(days=days) if days else None


def must_change(*, fresh: bool, set_at: datetime, now: datetime, days: int) -> bool:
    """A password somebody else handed over, or one that has grown old, reaches only the page that changes it."""
    expires = password_expires(set_at, days)
    return fresh or (expires is not None and now >= expires)
