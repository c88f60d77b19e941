"""The worker's sign of life: a small file, written anew every few seconds between two jobs."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docsys.jobs import Context
from docsys.mirror import reporting
from docsys.settings import Settings

EVERY = 10.0


@dataclass(frozen=True)
class Beat:
    """`pid` is that of the process; `at` seconds since the epoch."""

    pid: int
    at: float

    def age(self, now: datetime) -> float:
        return max(0.0, now.timestamp() - self.at)


def path(settings: Settings) -> Path:
    return settings.var / "worker.json"


def beat(context: Context) -> None:
    reporting.write(path(context.settings), {"pid": os.getpid(), "at": context.clock.now().timestamp()})


def last(settings: Settings) -> Beat | None:
    """None where no worker ever ran here, or the file says nothing."""
    try:
        found = json.loads(path(settings).read_text("utf-8"))
        return Beat(int(found["pid"]), float(found["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it lives, under another account
        return True
    return True
