"""Snippets: the places of a hit within their surroundings, marked. Whoosh's highlighter works on places found by us, since
its own would mark each pair of characters wherever it stands.
"""

import re
from collections.abc import Iterable, Sequence

from whoosh.analysis import Token
from whoosh.highlight import FIRST, BasicFragmentScorer, Formatter, Fragment, PinpointFragmenter, top_fragments

from docsys.search.analysis import fold
from docsys.search.chunks import PAGE_END

Segment = tuple[str, bool]
SURROUND = 30
LONGEST = 90
GAP: Segment = (" … ", False)
_BLANKS = re.compile(r"\s+")
_BLANK_IN_HAN = re.compile(r"(?<=[⺀-鿿＀-￯，。；：、]) (?=[⺀-鿿＀-￯，。；：、])")


def marks(text: str, needles: Iterable[str]) -> list[tuple[int, int]]:
    """Where the original `text` contains the folded needles; places that touch or overlap are one."""
    made = fold(text)
    spans: list[tuple[int, int]] = []
    for needle in needles:
        place = made.text.find(needle)
        while place >= 0:
            spans.append(made.span(place, place + len(needle)))
            place = made.text.find(needle, place + len(needle))
    return _joined(spans)


def marked(text: str, needles: Iterable[str]) -> list[Segment]:
    """The whole text in segments, as it is written, for a title or a number."""
    segments, place = [], 0
    for start, end in marks(text, needles):
        segments += [(text[place:start], False), (text[start:end], True)]
        place = end
    return [segment for segment in (*segments, (text[place:], False)) if segment[0]]


def snippet(text: str, needles: Sequence[str], most: int) -> tuple[list[Segment], int]:
    """The best fragments of a chunk, and how many page ends lie before the first."""
    tokens = [_token(text, start, end) for start, end in marks(text, needles)]
    fragments = PinpointFragmenter(maxchars=LONGEST, surround=SURROUND).fragment_matches(text, tokens)
    best = top_fragments(fragments, most, BasicFragmentScorer(), FIRST)
    if not best:
        return opening(text), 0
    return _Segments().format(best), text.count(PAGE_END, 0, best[0].matches[0].startchar)


def opening(text: str) -> list[Segment]:
    """How a text begins, where nothing in it is to be marked."""
    return [(_tidy(text, 0, LONGEST), False)] if text else []


class _Segments(Formatter):  # type: ignore[misc]  # Whoosh is untyped
    """Fragments as segments of (text, is a hit): the template marks them, so nothing needs escaping here."""

    def format_fragment(self, fragment: Fragment, replace: bool = False) -> list[Segment]:  # noqa: ARG002, FBT001, FBT002
        segments: list[Segment] = []
        place = fragment.startchar
        for token in fragment.matches:
            segments.append((_tidy(fragment.text, place, token.startchar), False))
            segments.append((_tidy(fragment.text, token.startchar, token.endchar), True))
            place = token.endchar
        segments.append((_tidy(fragment.text, place, fragment.endchar), False))
        return [segment for segment in segments if segment[0]]

    def format(self, fragments: Iterable[Fragment], replace: bool = False) -> list[Segment]:  # noqa: FBT001, FBT002
        segments: list[Segment] = []
        for fragment in fragments:
            if segments:
                segments.append(GAP)
            segments.extend(self.format_fragment(fragment, replace))
        return segments


def _token(text: str, start: int, end: int) -> Token:
    return Token(text=text[start:end], startchar=start, endchar=end, boost=1.0, matched=True)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _tidy(text: str, start: int, end: int) -> str:
    """A piece of `text` with line ends and runs of blanks as the reader wants them: one blank, and none between Han
    characters, also where the neighbour lies beyond the piece.
    """
    left, right = text[max(start - 1, 0) : start].strip(), text[end : end + 1].strip()
    whole = _BLANK_IN_HAN.sub("", _BLANKS.sub(" ", f"{left}{text[start:end]}{right}"))
    return whole[len(left) : len(whole) - len(right)]
