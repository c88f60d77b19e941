"""Where two texts differ: paragraphs first, then words and characters within a changed one. Pure, and bounded in time:
what would take too long is told as a whole block instead.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

# A run of Latin letters and digits is one word; of Chinese each character is.
TOKEN = re.compile(r"[A-Za-z0-9_]+(?:[.:\-/][A-Za-z0-9_]+)*|\s+|.", re.DOTALL)
MOST_PAIRS = 4_000_000  # paragraphs compared with paragraphs, over the whole of both texts
MOST_AT_ONCE = 250_000
MOST_TOKENS = 3_000_000  # of a paragraph, by those of the other: ends they have in common do not count
MOST_WORDS = 40_000_000  # the same over the whole of both texts
MOST_IN_ORDER = 1000  # paragraphs of a block too large for that, matched one by one as they come
MOST_ALIGNED = 1_000_000  # characters by characters of a replaced block whose paragraphs are matched by likeness
ALIKE = 0.4
ISLAND = 2  # an unchanged stretch as short as this between two changes reads better as changed


class Kind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    text: str
    differs: bool = False


@dataclass(frozen=True)
class Row:
    """A paragraph on each side, counted from 1; None where that side has none."""

    kind: Kind
    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()
    left_number: int | None = None
    right_number: int | None = None


@dataclass(frozen=True)
class Differences:
    """`rows` in reading order; `rough`: parts of it were too different to be matched paragraph by paragraph."""

    rows: list[Row]
    counts: Counter[Kind]
    rough: bool = False

    @property
    def total(self) -> int:
        return sum(count for kind, count in self.counts.items() if kind is not Kind.SAME)


@dataclass
class _Budget:
    """How much may still be spent; `rough` once something was too much."""

    pairs: int = MOST_PAIRS
    words: int = MOST_WORDS
    rough: bool = field(default=False)

    def allows(self, left: int, right: int) -> bool:
        pairs = left * right
        if pairs > MOST_AT_ONCE or pairs > self.pairs:
            self.rough = True
            return False
        self.pairs -= pairs
        return True

    def allows_words(self, left: int, right: int) -> bool:
        words = left * right
        if words > MOST_TOKENS or words > self.words:
            return False
        self.words -= words
        return True


@dataclass(frozen=True)
class Block:
    """`left[a:b]` against `right[c:d]`."""

    same: bool
    a: int
    b: int
    c: int
    d: int


def compare(left: Sequence[str], right: Sequence[str]) -> Differences:
    budget = _Budget()
    rows = [row for block in _blocks(left, right, budget) for row in _rows(left, right, block, budget)]
    return Differences(rows, Counter(row.kind for row in rows), budget.rough)


def differing(left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """How many paragraphs stand on one side only, without saying where: quick for texts of any size."""
    one, other = Counter(left), Counter(right)
    return (one - other).total(), (other - one).total()


def _blocks(left: Sequence[str], right: Sequence[str], budget: _Budget) -> Iterator[Block]:
    """Anchored at paragraphs that each side has exactly once; between the anchors by difflib, within the budget."""
    a = c = 0
    for i, j in [*_anchors(left, right), (len(left), len(right))]:
        if (a, c) != (i, j):
            yield from _between(left[a:i], right[c:j], (a, c), budget)
        if i < len(left):
            yield Block(same=True, a=i, b=i + 1, c=j, d=j + 1)
        a, c = i + 1, j + 1


def _anchors(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run, in order on both sides, of paragraphs that occur once on each."""
    once = [Counter(left), Counter(right)]
    at = {text: index for index, text in enumerate(right) if once[1][text] == 1}
    pairs = [(index, at[text]) for index, text in enumerate(left) if once[0][text] == 1 and text in at]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second parts rise (the first ones do already)."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for index, (_, j) in enumerate(pairs):
        place = bisect_left(tops, j)
        before.append(last[place - 1] if place else None)
        if place == len(tops):
            tops.append(j)
            last.append(index)
        else:
            tops[place], last[place] = j, index
    found = []
    step: int | None = last[-1] if last else None
    while step is not None:
        found.append(pairs[step])
        step = before[step]
    return found[::-1]


def _between(left: Sequence[str], right: Sequence[str], at: tuple[int, int], budget: _Budget) -> Iterator[Block]:
    a, c = at
    if not left or not right or not budget.allows(len(left), len(right)):
        yield Block(same=False, a=a, b=a + len(left), c=c, d=c + len(right))
        return
    for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield Block(same=tag == "equal", a=a + i, b=a + j, c=c + k, d=c + m)


def _rows(left: Sequence[str], right: Sequence[str], block: Block, budget: _Budget) -> Iterator[Row]:
    if block.same:
        for one, other in zip(range(block.a, block.b), range(block.c, block.d), strict=True):
            yield Row(Kind.SAME, (Piece(left[one]),), (Piece(right[other]),), one + 1, other + 1)
        return
    for i, j in _aligned(left, right, block):
        if i is not None and j is not None:
            yield Row(Kind.CHANGED, *within(left[i], right[j], budget), i + 1, j + 1)
        elif i is not None:
            yield Row(Kind.REMOVED, (Piece(left[i], differs=True),), (), i + 1, None)
        elif j is not None:
            yield Row(Kind.ADDED, (), (Piece(right[j], differs=True),), None, j + 1)


def _aligned(left: Sequence[str], right: Sequence[str], block: Block) -> Iterator[tuple[int | None, int | None]]:
    """Which paragraph became which: in order, the most alike; what has no match was removed or added."""
    i, j = block.a, block.c
    for one, other in _matches(left, right, block):
        yield from ((line, None) for line in range(i, one))
        yield from ((None, line) for line in range(j, other))
        yield one, other
        i, j = one + 1, other + 1
    yield from ((line, None) for line in range(i, block.b))
    yield from ((None, line) for line in range(j, block.d))


def _matches(left: Sequence[str], right: Sequence[str], block: Block) -> Iterator[tuple[int, int]]:
    if _size(left[block.a : block.b]) * _size(right[block.c : block.d]) <= MOST_ALIGNED:
        start = block.c
        for one in range(block.a, block.b):
            if (other := _likest(left[one], right, start, block.d)) is not None:
                yield one, other
                start = other + 1
    elif block.b - block.a == block.d - block.c <= MOST_IN_ORDER:
        pairs = zip(range(block.a, block.b), range(block.c, block.d), strict=True)
        yield from ((one, other) for one, other in pairs if _begins_alike(left[one], right[other]))


def _begins_alike(left: str, right: str) -> bool:
    """Quick: whether enough stands unchanged at both ends."""
    ends = _common(left, right) + _common(left[::-1], right[::-1])
    return ends > ALIKE * max(len(left), len(right))


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """How long the common beginning is."""
    return next(
        (at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other),
        min(len(left), len(right)),
    )


def _size(some: Sequence[str]) -> int:
    return sum(map(len, some))


def _likest(text: str, right: Sequence[str], start: int, end: int) -> int | None:
    best = ALIKE
    found: int | None = None
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(text)
    for index in range(start, end):
        matcher.set_seq1(right[index])
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (like := matcher.ratio()) > best:
            best, found = like, index
    return found


Pieces = tuple[Piece, ...]


def within(left: str, right: str, budget: _Budget | None = None) -> tuple[Pieces, Pieces]:
    """The pieces of a changed paragraph on either side, those that differ marked."""
    one, other = TOKEN.findall(left), TOKEN.findall(right)
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    first, last = "".join(one[:head]), "".join(one[len(one) - tail :])
    sides = _inside(one[head : len(one) - tail], other[head : len(other) - tail], budget or _Budget())
    return _joined([Piece(first), *sides[0], Piece(last)]), _joined([Piece(first), *sides[1], Piece(last)])


def _inside(one: Sequence[str], other: Sequence[str], budget: _Budget) -> tuple[list[Piece], list[Piece]]:
    if not budget.allows_words(len(one), len(other)):
        return [Piece("".join(one), differs=True)], [Piece("".join(other), differs=True)]
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        differs = tag != "equal" or len("".join(one[i:j])) < ISLAND
        sides[0].append(Piece("".join(one[i:j]), differs))
        sides[1].append(Piece("".join(other[k:m]), differs))
    return sides


def _joined(pieces: Sequence[Piece]) -> Pieces:
    """Neighbours of one kind are one piece."""
    found: list[Piece] = []
    for piece in filter(lambda piece: piece.text, pieces):
        if found and found[-1].differs == piece.differs:
            found[-1] = Piece(found[-1].text + piece.text, piece.differs)
        else:
            found.append(piece)
    return tuple(found)
