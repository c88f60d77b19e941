"""The pages of change orders, and what they contribute to the frame."""

from typing import Any

from docsys.changes import queries
from docsys.changes.views import (
    archiving,
    closing,
    emergencies,
    figures,
    guarding,
    implementing,
    lists,
    notifying,
    planning,
    reviewing,
    showing,
    tracking,
)
from docsys.changes.views.cards import CARDS
from docsys.changes.views.room import NAV, bp

SERVICES: dict[str, Any] = {
    "record_homes": {queries.FORM: guarding.home},
    "record_panels": {queries.FORM: guarding.panel},
    "record_lists": {queries.FORM: (f"{bp.name}.listed", NAV.label)},
}
"""What the pages of forms show of orders: where a sheet goes on, what stands beside it, where their list is."""

__all__ = [
    "CARDS",
    "NAV",
    "SERVICES",
    "archiving",
    "bp",
    "closing",
    "emergencies",
    "figures",
    "guarding",
    "implementing",
    "lists",
    "notifying",
    "planning",
    "reviewing",
    "showing",
    "tracking",
]
