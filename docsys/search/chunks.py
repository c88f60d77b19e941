"""A text cut into chunks for the index: about 1,000 characters, each beginning with the last 60 of the one before.

PostgreSQL keeps at most 256 places of a word in one row and none beyond 16,383; chunks stay below both.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from docsys.search.analysis import clean, fold, pairs
from docsys.search.pages import PageText

SIZE = 1000
OVERLAP = 60
MOST_ALIKE = 250
PAGE_END = "\f"


@dataclass(frozen=True)
class Chunk:
    """`text` is the original from `start` on, with a form feed where a page ends; `folded` is what is indexed."""

    number: int
    page: int | None
    start: int
    text: str
    folded: str


def joined(pages: Sequence[PageText]) -> str:
    """All pages as one text, so that a sentence that runs over to the next page is found."""
    return PAGE_END.join(clean(page.text).replace(PAGE_END, "\n") for page in pages)


def text_hash(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


def cut(pages: Sequence[PageText]) -> list[Chunk]:
    text = joined(pages)
    made = fold(text)
    ends = [place for place, character in enumerate(text) if character == PAGE_END]
    chunks: list[Chunk] = []
    for first, last in windows(made.text):
        start, end = made.span(first, last)
        page = pages[bisect_left(ends, start)].number
        chunks.append(Chunk(len(chunks), page, start, text[start:end], made.text[first:last]))
    return chunks


def windows(text: str) -> list[tuple[int, int]]:
    """Where to cut a folded text. Each window reaches back `OVERLAP` characters into the one before."""
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(text):
        last = min(first + SIZE, len(text))
        last = first + _until_too_alike(text[first:last])
        found.append((first, last))
        if last >= len(text):
            break
        first = last - OVERLAP
    return found


def _until_too_alike(text: str) -> int:
    """How much of it can be indexed before one token stands there too often: a hex dump is full of `00`."""
    tokens = pairs(text)
    if max(Counter(tokens).values()) < MOST_ALIKE:
        return len(text)
    seen: Counter[str] = Counter()
    for place, token in enumerate(tokens):
        seen[token] += 1
        if seen[token] >= MOST_ALIKE:
            return place + 1
    return len(text)
