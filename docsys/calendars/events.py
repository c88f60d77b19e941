"""What the room of calendars tells the rooms above."""

from dataclasses import dataclass
from datetime import datetime

from docsys.calendars.rules import Which


@dataclass(frozen=True)
class CalendarChanged:
    """A year was loaded or a day of it changed: due dates that rest on it (暂定 ones above all) are computed again."""

    which: Which
    year: int
    at: datetime
