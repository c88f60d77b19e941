"""The table-driven state machine that all workflows share.

A room states its table in `rules.py`; the same table carries out the act, draws the buttons and the line of steps, and says
why a button is grey.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from docsys.errors import TransitionForbidden

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Transition(Generic[S]):
    """One row: who may say `verb` in which states, and what the state is then. Without `target` it stays as it is."""

    verb: str
    label: str
    sources: tuple[S, ...]
    target: S | None = None
    permission: StrEnum | None = None
    article: str = ""
    produces: str = ""

    def after(self, state: S) -> S:
        return self.target or state


@dataclass(frozen=True)
class Workflow(Generic[S]):
    """The table, and `line`: the states through which things go when nothing goes wrong."""

    transitions: tuple[Transition[S], ...]
    line: tuple[S, ...]

    def __iter__(self) -> Iterator[Transition[S]]:
        return iter(self.transitions)

    def transition(self, state: S, verb: str) -> Transition[S]:
        """The row for `verb` in `state`.

        Raises:
            TransitionForbidden: the table has no such row.

        """
        for row in self.transitions:
            if row.verb == verb and state in row.sources:
                return row
        raise TransitionForbidden(state=label_of(state), verb=self.label(verb))

    def allows(self, state: S, verb: str) -> bool:
        return any(row.verb == verb and state in row.sources for row in self.transitions)

    def offers(self, state: S) -> Iterator[Transition[S]]:
        """What can be done in `state`, whoever may do it."""
        return (row for row in self.transitions if state in row.sources)

    def states(self) -> list[S]:
        """Every state the table knows, those of the line first."""
        ends = (row.target for row in self.transitions if row.target)
        starts = (state for row in self.transitions for state in row.sources)
        return list(dict.fromkeys((*self.line, *starts, *ends)))

    def label(self, verb: str) -> str:
        return next((row.label for row in self.transitions if row.verb == verb), verb)


def label_of(state: StrEnum) -> str:
    return str(getattr(state, "label", state.value))
