"""Search over entries: the room knows numbers, titles, texts and who owns them by id, and nothing of documents.

    attach(database, settings)        once, at the start: which engine serves
    put(session, Entry(…), pages)     in the transaction of the act
    find(session, "运管中心 -废止", within=visible_ids)

Names are fetched when asked for: the extraction child lies in this package and starts in a tenth of the time.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docsys.search.actions import Entry, put, rebuild, remove, set_state, set_text
    from docsys.search.engines.opening import attach
    from docsys.search.pages import PageText, TextState
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

_HOMES = {
    "actions": ("Entry", "put", "rebuild", "remove", "set_state", "set_text"),
    "engines.opening": ("attach",),
    "pages": ("PageText", "TextState"),
    "queries": ("Filters", "Hit", "Results", "find", "states", "verify"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
