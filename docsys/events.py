"""Notices upward: a lower room tells upper rooms, at once and inside the same transaction.

Past-tense events (`VersionPublished`) report; events in the -ing form (`VersionPublishing`) may be refused by a
listener that raises. `app/listeners.py` lists who listens. The bus travels in `session.info["bus"]`, so that there is no global.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")


class Bus:
    """Who wants to know what. One per application; filled by `app`."""

    def __init__(self) -> None:
        self._listeners: defaultdict[type, list[Callable[[Any, Any], None]]] = defaultdict(list)

    def subscribe(self, event: type[E], listener: Callable[[Any, E], None]) -> None:
        """Call `listener(session, event)` for each event of this class."""
        self._listeners[event].append(listener)

    def deliver(self, session: Any, event: object) -> None:
        for listener in self._listeners[type(event)]:
            listener(session, event)


def publish(session: Any, event: object) -> None:
    """Deliver `event` to whoever subscribed, within the transaction of `session`; what a listener raises undoes the act."""
    bus = session.info.get("bus")
    if bus is not None:
        bus.deliver(session, event)
