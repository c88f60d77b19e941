"""Pages of documents: the list, the page of one with its tabs, registration and marks, use rights, files."""

from docsys.documents.views import (
    comparing,
    contracting,
    dating,
    editing,
    entitled,
    files,
    listing,
    previewing,
    referring,
    registering,
    relating,
    rights,
    showing,
    transferring,
)
from docsys.documents.views.cards import CARDS, KINDS
from docsys.documents.views.dating import late
from docsys.documents.views.room import address, bp

__all__ = [
    "CARDS",
    "KINDS",
    "address",
    "bp",
    "comparing",
    "contracting",
    "dating",
    "editing",
    "entitled",
    "files",
    "late",
    "listing",
    "previewing",
    "referring",
    "registering",
    "relating",
    "rights",
    "showing",
    "transferring",
]
