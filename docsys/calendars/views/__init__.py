"""Pages of the calendars: a year as twelve months, the import with its preview, what waits for its second person."""

from docsys.calendars.views import importing, showing
from docsys.calendars.views.room import KINDS, TABS, alarms, bp

__all__ = ["KINDS", "TABS", "alarms", "bp", "importing", "showing"]
