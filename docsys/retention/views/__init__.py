"""Pages of appraisal: what is due, what is frozen, the periods, what was destroyed."""

from docsys.retention.views import appraising, keeping
from docsys.retention.views.room import CARDS, KINDS, bp

__all__ = ["CARDS", "KINDS", "appraising", "bp", "keeping"]
