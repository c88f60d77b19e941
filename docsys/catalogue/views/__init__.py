"""Pages of the directory: the tree with the list of a folder, new folders, the check."""

from docsys.catalogue.views import browsing, checks, exporting
from docsys.catalogue.views.room import NAV, bp

__all__ = ["NAV", "bp", "browsing", "checks", "exporting"]
