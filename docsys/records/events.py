"""What the records tell the rooms above."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docsys.people.rules import Actor


@dataclass(frozen=True)
class RecordArchived:
    """A sheet was locked for ever; its PDF follows as a document."""

    record_id: int
    number: str
    form_code: str


@dataclass(frozen=True)
class RecordActing:
    """A sheet is about to be handed in, taken back, cancelled or archived by hand; whoever leads sheets of that form may
    refuse by raising. `values` are what is being handed in.
    """

    record_id: int
    form_code: str
    verb: str
    values: Mapping[str, Any]
    actor: Actor
    at: datetime


@dataclass(frozen=True)
class RecordActed:
    """The same act was done; it was begun (`start`) or saved (`save`) by its writer, too."""

    record_id: int
    form_code: str
    verb: str
    actor: Actor
    at: datetime
