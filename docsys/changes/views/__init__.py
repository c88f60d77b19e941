"""The pages of change orders, and what they contribute to the frame."""

from docsys.changes.views import emergencies, lists, showing
from docsys.changes.views.room import NAV, bp

__all__ = ["NAV", "bp", "emergencies", "lists", "showing"]
