"""Search over entries: the room knows numbers, titles, texts and who owns them by id, and nothing of documents.

attach(database, settings)        once, at the start: which engine serves
put(session, Entry(…), pages)     in the transaction of the act
find(session, "运管中心 -废止", within=visible_ids)
"""

from docsys.search.actions import Entry, put, rebuild, remove, set_state, set_text
from docsys.search.chunks import PageText
from docsys.search.engines.opening import attach
from docsys.search.models import TextState
from docsys.search.queries import Filters, Hit, Results, find, states, verify

__all__ = [
    "Entry",
    "Filters",
    "Hit",
    "PageText",
    "Results",
    "TextState",
    "attach",
    "find",
    "put",
    "rebuild",
    "remove",
    "set_state",
    "set_text",
    "states",
    "verify",
]
