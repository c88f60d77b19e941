"""What the room of reference tables tells the rooms above."""

from dataclasses import dataclass
from datetime import datetime

from docsys.references.rules import Table


@dataclass(frozen=True)
class ReferenceChanged:
    """A new version of a table is in force: whoever keeps nodes or addresses beside it looks again."""

    which: Table
    number: int
    at: datetime
