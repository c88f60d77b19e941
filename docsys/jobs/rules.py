"""How long a job is somebody's, how often it is tried, and how long it rests between."""

from datetime import timedelta

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 8
LONGEST_PAUSE = timedelta(hours=1)


def pause_after(attempts: int) -> timedelta:
    """2, 8, 32, 128 … seconds, an hour at most."""
    return min(timedelta(seconds=2 * 4 ** (attempts - 1)), LONGEST_PAUSE)
