"""What every page shows of the mirror and the snapshots: read from files, kept for a moment, never asked of the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from docsys.clock import Clock, local_day
from docsys.mirror import queries as mirror
from docsys.printing import fonts
from docsys.settings import Settings
from docsys.status.rules import Part, Standing, judge_fonts, judge_snapshots
from docsys.vault import snapshot

KEPT = 3.0  # seconds
FONTS_KEPT = 600.0  # asking for fonts starts a child process


@dataclass(frozen=True)
class Glance:
    """As of one moment: what the mirror says, and the sentences that whoever administers must see on every page."""

    status: Mapping[str, Any]
    alarms: tuple[str, ...]
    snapshots: Part

    @property
    def open(self) -> int:
        """How many files wait or failed: the figure in the navigation."""
        return int(self.status["waiting"]) + len(self.status["failed"]) + len(self.status["damaged"])


class Watch:
    """One per application; its threads share what was read last."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = Lock()
        self._glance: tuple[float, Glance] | None = None
        self._fonts: tuple[float, Part] | None = None

    def glance(self) -> Glance:
        now = self._clock.now().timestamp()
        with self._lock:
            if self._glance is None or now - self._glance[0] > KEPT:
                self._glance = now, look(self._settings, self._clock)
            return self._glance[1]

    def fonts(self) -> Part:
        now = self._clock.now().timestamp()
        with self._lock:
            if self._fonts is None or now - self._fonts[0] > FONTS_KEPT:
                self._fonts = now, look_at_fonts()
            return self._fonts[1]


def look(settings: Settings, clock: Clock) -> Glance:
    """Two small files and one list of folders."""
    status = mirror.status(settings, clock=clock)
    snapshots = judge_snapshots(last_snapshot(settings.archive), local_day(clock.now()))
    late = [f"数据库快照：{snapshots.sentence}。"] if snapshots.standing is Standing.BROKEN else []
    return Glance(status, (*status["alarms"], *late), snapshots)


def look_at_fonts() -> Part:
    found = fonts.check()
    return judge_fonts((*found.found, *found.optional), found.missing, found.sentence)


def last_snapshot(archive: Path) -> date | None:
    """The newest day folder that holds a finished copy, told by the names alone: a copy has its 清单 when it is whole."""
    folders = sorted((archive / snapshot.FOLDER).glob("????-??-??"), reverse=True)
    return next((date.fromisoformat(one.name) for one in folders if any(one.glob("docsys_*.json"))), None)
