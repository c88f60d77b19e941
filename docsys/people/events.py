"""What the room of people tells the rooms above."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docsys.people.rules import Actor


@dataclass(frozen=True)
class ConfirmationAccepted:
    """A second person said yes; the room that asked carries the act out in the same transaction (2.3.3).

    `actor` is who confirmed, `requested_by` the name of who asked.
    """

    kind: str
    subject: str
    payload: dict[str, Any]
    requested_by: str
    requested_by_id: int
    actor: Actor
    at: datetime
