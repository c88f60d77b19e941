"""The text of a file as paragraphs. A PDF knows only lines: what its layout broke is joined, what it repeats on every
page (head, foot, page number) is left out, so that a page break moved is no difference.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import quantiles

from docsys.search.pages import PageText

ENDS = tuple("。！？；：.!?;:”）")
BEGINS = re.compile(r"^(?:第[一二三四五六七八九十百零〇\d]+[章节条款]|\d+(?:\.\d+)*[\s、.\uff0e]|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|[•●\-\u2013—]\s)")  # fmt: skip
PAGE_NUMBER = re.compile(
    r"^[\-—\u2013\s]*(?:第\s*)?\d+(?:\s*[/\uff0f]\s*\d+)?(?:\s*页)?(?:\s*[，,]?\s*共\s*\d+\s*页)?[\-—\u2013\s]*$"
)
DIGITS = re.compile(r"\d+")
REPEATED = 0.6  # on so many of its pages a line is head or foot
FEWEST_PAGES = 3
EDGE = 2  # lines at the top and the bottom of a page
FULL = 0.8  # of the usual width: a line as long as this was broken by the layout
LATIN = re.compile(r"[A-Za-z0-9]$")


def paragraphs(pages: Sequence[PageText], *, laid_out: bool) -> list[str]:
    """Without empty ones; `laid_out`: lines are those of a layout (PDF)."""
    if not laid_out:
        return [line.rstrip() for page in pages for line in page.text.splitlines() if line.strip()]
    lines = [line for page in _without_edges(pages) for line in page]
    return list(_joined(lines))


def _without_edges(pages: Sequence[PageText]) -> Iterator[list[str]]:
    every = [[line.strip() for line in page.text.splitlines() if line.strip()] for page in pages]
    counted = Counter(key for lines in every for key in {_key(lines, at) for at in _edges(lines)})
    often = max(FEWEST_PAGES, len(every) * REPEATED)
    repeated = {key for key, count in counted.items() if count >= often}
    for lines in every:
        gone = {at for at in _edges(lines) if _key(lines, at) in repeated or PAGE_NUMBER.match(lines[at])}
        yield [line for at, line in enumerate(lines) if at not in gone]


def _edges(lines: Sequence[str]) -> set[int]:
    return {at for at in range(len(lines)) if at < EDGE or at >= len(lines) - EDGE}


def _key(lines: Sequence[str], at: int) -> str:
    """The same line on another page; the outermost may have another number in it."""
    return DIGITS.sub("#", lines[at]) if at in {0, len(lines) - 1} else lines[at]


def _joined(lines: Sequence[str]) -> Iterator[str]:
    widths = [_width(line) for line in lines]
    usual = quantiles(widths, n=10)[-1] if len(widths) > 1 else 0
    text = ""
    for line, width in zip(lines, widths, strict=True):
        if text and BEGINS.match(line):
            yield text
            text = ""
        text = _glued(text, line)
        if width < usual * FULL or line.endswith(ENDS):
            yield text
            text = ""
    if text:
        yield text


def _glued(text: str, line: str) -> str:
    between = " " if LATIN.search(text) and line[:1].isascii() and line[:1].isalnum() else ""
    return text + between + line


def _width(line: str) -> int:
    """A Chinese character is as wide as two Latin ones."""
    return sum(1 if character.isascii() else 2 for character in line)
