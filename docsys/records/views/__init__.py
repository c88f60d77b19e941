"""The pages of forms and records, and what they contribute to the frame."""

from docsys.records.views import batches, files, importing, lists, missing, picking, registers, scans, sheets
from docsys.records.views.cards import CARDS, KINDS, NAV
from docsys.records.views.room import bp

__all__ = [
    "CARDS",
    "KINDS",
    "NAV",
    "batches",
    "bp",
    "files",
    "importing",
    "lists",
    "missing",
    "picking",
    "registers",
    "scans",
    "sheets",
]
