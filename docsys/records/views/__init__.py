"""The pages of forms and records."""

from docsys.records.views import lists, registers, sheets
from docsys.records.views.room import bp

__all__ = ["bp", "lists", "registers", "sheets"]
