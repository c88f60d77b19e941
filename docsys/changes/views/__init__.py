"""The pages of change orders, and what they contribute to the frame."""

from docsys.changes.views import emergencies, lists, showing
from docsys.changes.views.cards import CARDS
from docsys.changes.views.room import NAV, bp

__all__ = ["CARDS", "NAV", "bp", "emergencies", "lists", "showing"]
