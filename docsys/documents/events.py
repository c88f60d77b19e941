"""What the room of documents tells the rooms above, within the transaction of the act."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LibraryChanged:
    """An entry was added, moved, renamed or removed: the catalogue of its category changes with it (4.3.4（一）)."""

    category: str
    at: datetime


@dataclass(frozen=True)
class VersionPublishing:
    """A version is about to become current; a listener may refuse by raising (a PZ06 version needs its change)."""

    document_id: int
    version_id: int
    folder_code: str
    at: datetime


@dataclass(frozen=True)
class DocumentRenumbering:
    """A document is about to move to another folder under a new number; a listener may refuse (a bound paper volume)."""

    document_id: int
    number: str
    folder_code: str
    at: datetime


@dataclass(frozen=True)
class DocumentAbolished:
    """A document went out of force for ever; whatever of it is on paper is to be called back (4.5.2)."""

    document_id: int
    number: str
    at: datetime


@dataclass(frozen=True)
class VersionPublished:
    document_id: int
    version_id: int
    number: str
    at: datetime
