"""Rows in groups as a reader needs them: differences with a little round them, long unchanged stretches folded away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from docsys.documents.comparing.differences import Kind, Row

ROUND = 3
LEAST_FOLDED = 5
MOST_UNFOLDED = 400  # rows of one stretch that can be unfolded; what lies between is only counted
MOST_ROWS = 6000  # in the page


@dataclass(frozen=True)
class Group:
    """`number`: which difference this is, from 1; None for what is the same. `omitted` rows are not shown at all."""

    rows: Sequence[Row]
    number: int | None = None
    folded: bool = False
    omitted: int = 0

    @property
    def count(self) -> int:
        return len(self.rows) + self.omitted


@dataclass(frozen=True)
class Folded:
    """`cut`: how many differences there are beyond what one page holds."""

    groups: list[Group]
    differences: int
    cut: int = 0


def fold(rows: Sequence[Row]) -> Folded:
    groups: list[Group] = []
    number = shown = cut = 0
    runs = [(same, list(some)) for same, some in groupby(rows, lambda row: row.kind is Kind.SAME)]
    for place, (same, run) in enumerate(runs):
        number += not same
        if shown > MOST_ROWS:
            cut += not same
            continue
        made = list(_same(run, first=place == 0, last=place == len(runs) - 1)) if same else [_changed(run, number)]
        groups += made
        shown += sum(len(group.rows) for group in made)
    return Folded(groups, number, cut)


def _changed(run: Sequence[Row], number: int) -> Group:
    return Group(run[:MOST_ROWS], number, omitted=max(0, len(run) - MOST_ROWS))


def _same(run: Sequence[Row], *, first: bool, last: bool) -> Iterator[Group]:
    """A few rows next to each difference; the middle folded."""
    head, tail = (0 if first else ROUND), (0 if last else ROUND)
    if len(run) - head - tail < LEAST_FOLDED:
        yield Group(run)
        return
    middle = run[head : len(run) - tail]
    if head:
        yield Group(run[:head])
    yield Group(middle[:MOST_UNFOLDED], folded=True, omitted=max(0, len(middle) - MOST_UNFOLDED))
    if tail:
        yield Group(run[-tail:])
