"""What the page of a table sends: its rows with their places, what they rest on, and which version the writer saw."""

import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from docsys.errors import InvalidInput
from docsys.references.rules import CONTACT_LABELS, MOST, Row, Rows, Table

CELL = re.compile(r"row-([0-9]{1,3})-([0-2])")
PLACE = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")


@dataclass(frozen=True)
class Edit:
    rows: Rows
    base: int
    basis: str
    reason: str


def edit_of(which: Table, sent: MultiDict[str, str]) -> Edit:
    """Rows in the order of their places; those without one follow as they stand on the page.

    Raises:
        InvalidInput: the version or a place is no number.

    """
    base = sent.get("base", "")
    if not (base.isascii() and base.isdecimal() and len(base) <= len("999999")):
        raise InvalidInput
    return Edit(_rows(which, sent), int(base), sent.get("basis", ""), sent.get("reason", ""))


def typed_rows(which: Table, sent: MultiDict[str, str]) -> list[Row]:
    """The rows as they stand on the page, empty ones too."""
    found = [CELL.fullmatch(name) for name in sent]
    lines = sorted({int(match[1]) for match in found if match})[: 2 * MOST]
    if which.is_fixed:
        return [(label, sent.get(f"row-{at}-1", "")) for at, label in enumerate(CONTACT_LABELS)]
    return [tuple(sent.get(f"row-{at}-{column}", "") for column in range(len(which.columns))) for at in lines]


def _rows(which: Table, sent: MultiDict[str, str]) -> Rows:
    rows = typed_rows(which, sent)
    if which.is_fixed:
        return tuple(rows)
    places = [_place(sent.get(f"row-{at}-place", ""), at) for at in range(len(rows))]
    return tuple(row for _place_, row in sorted(zip(places, rows, strict=True), key=lambda pair: pair[0]))


def _place(text: str, at: int) -> float:
    text = text.strip()
    if not text:
        return float(10_000 + at)
    if not PLACE.fullmatch(text):
        raise InvalidInput(fields={"rows": [f"第 {at + 1} 行的次序“{text[:10]}”不是数字。"]})
    return float(text)
