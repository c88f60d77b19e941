"""The pages of publication, and what the room shows elsewhere."""

from docsys.publication.views import comparing, stepping, supplementing
from docsys.publication.views.cards import CARDS
from docsys.publication.views.comparing import links
from docsys.publication.views.room import bp

__all__ = ["CARDS", "bp", "comparing", "links", "stepping", "supplementing"]
