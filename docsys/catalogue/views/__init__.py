"""Pages of the directory: the tree with the list of a folder, new folders, the check."""

from docsys.catalogue.views import browsing, categories, checks, exporting
from docsys.catalogue.views.categories import KINDS
from docsys.catalogue.views.room import NAV, bp

__all__ = ["KINDS", "NAV", "bp", "browsing", "categories", "checks", "exporting"]
