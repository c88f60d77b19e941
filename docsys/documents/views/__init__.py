"""Pages of documents: the list, the page of one with its tabs, registration and marks, use rights, files."""

from docsys.documents.views import files, listing, registering
from docsys.documents.views.cards import CARDS, KINDS
from docsys.documents.views.room import address, bp
from docsys.documents.views.showing import show_page

__all__ = ["CARDS", "KINDS", "address", "bp", "files", "listing", "registering", "show_page"]
