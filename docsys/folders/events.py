"""What the room of folders tells the rooms above."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FolderCreated:
    """The catalogue has a line more, and the library wants a directory (4.3.4（三）)."""

    folder_id: int
    code: str
    directory: str
    at: datetime


@dataclass(frozen=True)
class FolderRenamed:
    """The directory bears another name; whoever keeps paths below it follows."""

    folder_id: int
    code: str
    source: str
    target: str
    at: datetime


@dataclass(frozen=True)
class FolderSwitched:
    """A folder was closed to new documents, or opened again."""

    folder_id: int
    code: str
    at: datetime
