"""What change orders tell other rooms."""

from dataclasses import dataclass
from datetime import datetime

from docsys.changes.rules.states import State
from docsys.people.rules import Actor


@dataclass(frozen=True)
class ChangeMoved:
    """An order went from one state to the next."""

    change_id: int
    number: str
    before: State | None
    after: State


@dataclass(frozen=True)
class ChangeCompleted:
    """An emergency was written up."""

    change_id: int
    actor: Actor
    at: datetime
