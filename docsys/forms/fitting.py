"""Whether a text fits its cell, estimated from the widths of characters: a full width for Chinese, a good half for Latin.

Estimates are on the safe side, so that page 1 of a form stays one page and blank and filled prints stay congruent.
"""

import unicodedata
from dataclasses import dataclass
from math import ceil

POINT = 25.4 / 72
NORMAL = 10.5
SMALL = 8.5
NORMAL_LINE = 1.6
SMALL_LINE = 1.25
PADDING = 4.2
LABEL_PADDING = 2.0
SIGNATURE = 7.0
LATIN = 0.56


@dataclass(frozen=True)
class Fit:
    """How a text goes into a cell: its lines' size, and what had to be moved to the continuation sheet."""

    text: str
    is_small: bool = False
    is_moved: bool = False


def fit(text: str, width: float, height: float, *, signed: bool = False) -> Fit:
    """Fit `text` into a cell of that many millimetres: at normal size, else small, else its beginning and a pointer."""
    free = height - 1.4 - (SIGNATURE if signed else 0.0)
    if not height or lines(text, width, NORMAL) <= _room(free, NORMAL, NORMAL_LINE):
        return Fit(text)
    capacity = max(1, _room(free, SMALL, SMALL_LINE))
    if lines(text, width, SMALL) <= capacity:
        return Fit(text, is_small=True)
    pointer = "……（全文见附页）"
    cut = _longest(text, pointer, width, capacity)
    return Fit(text[:cut].rstrip() + pointer, is_small=True, is_moved=True)


def halved(label: str, width: float, size: float = NORMAL) -> str:
    """A label that takes two lines in a cell of that width, broken before its bracket or in the middle: no letter stands alone."""
    if "\n" in label or lines(label, width, size, LABEL_PADDING) == 1:
        return label
    bracket = label.find("（")
    at = bracket if bracket > 0 else ceil(len(label) / 2)
    return f"{label[:at]}\n{label[at:]}"


def lines(text: str, width: float, size: float, padding: float = PADDING) -> int:
    """How many lines `text` takes in a cell of `width` millimetres at `size` points."""
    room = width - padding
    return sum(max(1, ceil(_ems(line) * size * POINT / room)) for line in text.split("\n"))


def _room(height: float, size: float, line: float) -> int:
    return int(height // (size * POINT * line))


def _ems(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else LATIN for letter in text)


def _longest(text: str, pointer: str, width: float, capacity: int) -> int:
    """The longest beginning that leaves room for the pointer."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = lines(text[:middle].rstrip() + pointer, width, SMALL) <= capacity
        low, high = (middle, high) if fits else (low, middle - 1)
    return low
