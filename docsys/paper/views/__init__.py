"""Pages of paper: copies and what is done with them, loans, recalls, volumes, scans, the paper catalogue, 纸电核对."""

from docsys.paper.views import acting, copies, directory, lists, loans, registering, scans, volumes
from docsys.paper.views.cards import CARDS, KINDS, NAV, of_document
from docsys.paper.views.room import bp

__all__ = [
    "CARDS",
    "KINDS",
    "NAV",
    "acting",
    "bp",
    "copies",
    "directory",
    "lists",
    "loans",
    "of_document",
    "registering",
    "scans",
    "volumes",
]
