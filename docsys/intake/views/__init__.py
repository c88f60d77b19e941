"""Pages of importing: the imports and how one is opened, the table of proposals, the report, the inbox."""

from docsys.intake.views import correcting, opening, showing
from docsys.intake.views.room import CARDS, NAV, bp

__all__ = ["CARDS", "NAV", "bp", "correcting", "opening", "showing"]
