"""A look at parsed HTML before it is laid out: what would hang the layout is refused, attachments by link are taken away."""

from typing import Any

from docsys.errors import TooComplex
from docsys.printing.limits import Limits

SPANS = ("colspan", "rowspan", "span")


def guard(root: Any, limits: Limits) -> None:
    """`root` is an element tree.

    Raises:
        TooComplex: too deep, spans too wide, or one run of text too long.
    """
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > limits.depth or _spans(element) > limits.spans or _longest_text(element) > limits.run_of_text:
            raise TooComplex
        _take_away_attachment(element)
        waiting.extend((child, depth + 1) for child in element)


def _spans(element: Any) -> int:
    return max((int(text) for name in SPANS if (text := element.get(name, "").strip()[:9]).isdecimal()), default=0)


def _longest_text(element: Any) -> int:
    return max(len(element.text or ""), len(element.tail or ""))


def _take_away_attachment(element: Any) -> None:
    """`rel=attachment` would put a file into the PDF."""
    if "attachment" in element.get("rel", "").lower().split():
        del element.attrib["rel"]
