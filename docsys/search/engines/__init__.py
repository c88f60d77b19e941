"""The engines behind one small interface. An engine answers one question: which entries contain this needle, in how many
places, and where first. Everything else (boolean logic, permission, ranking, snippets) is done once, above it.

The engine in use travels in `session.info["search"]`, as the bus does; without one it is the database's own.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, cast

from sqlalchemy.orm import Session

from docsys.search.engines.database import DatabaseEngine
from docsys.search.engines.places import Place

__all__ = ["Engine", "Place", "Progress", "of"]

Progress = Callable[[int, int], None]


class Engine(Protocol):
    """`match` is asked for folded needles of at most `chunks.OVERLAP` characters."""

    name: str
    hint: str

    def store(self, session: Session, entry_id: int, chunks: Mapping[int, str]) -> None:
        """Take up the folded chunks of an entry, by chunk id. What it had before was dropped."""
        ...

    def drop(self, session: Session, entry_id: int, chunk_ids: Sequence[int]) -> None:
        """Forget an entry. Called while its chunks are still there."""
        ...

    def match(self, session: Session, needle: str) -> dict[int, Place]:
        """Each entry that contains the needle."""
        ...

    def clear(self, session: Session) -> None:
        """Forget everything: a rebuild begins."""
        ...

    def finish(self, session: Session) -> None:
        """A rebuild ends."""
        ...

    def defects(self, session: Session) -> list[str]:
        """In what the index differs from the stored texts, as sentences."""
        ...


def of(session: Session) -> Engine:
    return cast("Engine", session.info.get("search") or DatabaseEngine())
