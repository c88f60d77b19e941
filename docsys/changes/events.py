"""What change orders tell other rooms."""

from dataclasses import dataclass

from docsys.changes.rules.states import State


@dataclass(frozen=True)
class ChangeMoved:
    """An order went from one state to the next."""

    change_id: int
    number: str
    before: State | None
    after: State
