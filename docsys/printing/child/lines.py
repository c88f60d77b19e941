"""A form as lines of boxes across the breadth of the page, out of the plain data that templates/print/forms draw.

Every piece of a sheet becomes lines of one table, so that its rules meet as they do in the print.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

WHOLE = 100.0
SERIAL = 6.0
NAME, TIME, SIGN = 25.0, 15.0, 16.0
HANDS = ("步骤", "姓名（单位）", "意见", "时间", "签字")
ROW, REGISTER_ROW, BAND, SIGNING = 8.5, 6.4, 8.0, 14.0
NORMAL, SMALL, TIGHT, TINY = 10.5, 9.0, 8.5, 7.0
BY_HAND = "签字：　　　　　　　　日期：　　　　年　　月　　日"

Data = dict[str, Any]


@dataclass(frozen=True)
class Box:
    """A cell that ends at `to`, in hundredths of the breadth. `signed` stands below its text, to the right."""

    to: float
    text: str
    is_label: bool = False
    size: float = NORMAL
    is_band: bool = False
    note: str = ""
    signed: tuple[str, ...] = ()
    is_centred: bool = False


@dataclass(frozen=True)
class Line:
    """A row of boxes at least `height` mm high; one that `repeats` heads every page."""

    boxes: tuple[Box, ...]
    height: float = ROW
    repeats: bool = False


def of_sheet(sheet: Data, columns: Sequence[float]) -> list[Line]:
    if sheet["is_grid"]:
        return [_grid_line(row, columns) for row in sheet["rows"]]
    return [line for block in sheet["blocks"] for line in _PIECES[block["kind"]](block)]


def of_register(register: Data) -> list[Line]:
    """Its pages as one table whose head repeats; rows left empty to fill a page stay on the last one alone."""
    ends = _ends([column["width"] for column in register["columns"]])
    head = [
        Box(to, column["label"], is_label=True, size=TINY) for to, column in zip(ends, register["columns"], strict=True)
    ]
    pages = [*([row for row in page if any(row["cells"])] for page in register["pages"][:-1]), register["pages"][-1]]
    rows = [
        Line(
            tuple(Box(to, text, size=TINY) for to, text in zip(ends, row["cells"], strict=True)),
            REGISTER_ROW * row["units"],
        )
        for page in pages
        for row in page
    ]
    return [Line(tuple(head), REGISTER_ROW, repeats=True), *rows]


def _grid_line(row: Data, columns: Sequence[float]) -> Line:
    boxes, place = [], 0
    for cell in row["cells"]:
        place += cell["span"]
        boxes.append(_grid_box(cell, WHOLE * sum(columns[:place]) / sum(columns)))
    return Line(tuple(boxes), row["height"])


def _grid_box(cell: Data, to: float) -> Box:
    if cell["kind"] == "band":
        return Box(to, cell["text"], is_label=True, is_band=True, note=cell["note"])
    if cell["kind"] == "label":
        return Box(to, cell["text"], is_label=True)
    signed = (_signature(cell["signature"]),) if cell["is_signed"] else ()
    return Box(to, cell["text"], size=TIGHT if cell["is_small"] else NORMAL, signed=signed)


def _signature(said: Data | None) -> str:
    if said is None:
        return BY_HAND
    return f"{said['unit']}　{said['name']}　　{said['year']} 年 {said['month']} 月 {said['day']} 日"


def _band(block: Data) -> Iterator[Line]:
    note = f"（{block['note']}）" if block["note"] else ""
    yield Line((Box(WHOLE, block["heading"], is_label=True, is_band=True, note=note),), BAND)


def _pairs(block: Data) -> Iterator[Line]:
    beside = block["columns"][0][1]
    room = WHOLE / beside
    ends = [end for at in range(beside) for end in (at * room + block["share"], (at + 1) * room)]
    for place, row in enumerate(block["rows"]):
        size = TIGHT if place in block["tight"] else NORMAL
        yield Line(
            tuple(
                Box(to, text, is_label=at % 2 == 0, size=NORMAL if at % 2 == 0 else size)
                for at, (to, text) in enumerate(zip(ends, row, strict=True))
            )
        )


def _paragraph(block: Data) -> Iterator[Line]:
    yield Line((Box(block["share"], block["heading"], is_label=True), Box(WHOLE, block["rows"][0][0])), block["height"])


def _table(block: Data) -> Iterator[Line]:
    given = [share * (WHOLE - SERIAL) / WHOLE for _, share in block["columns"]]
    free = given.count(0)
    rest = (WHOLE - SERIAL - sum(given)) / free if free else 0.0
    ends = _ends([SERIAL, *(share or rest for share in given)])
    labels = ("序号", *(label for label, _ in block["columns"]))
    yield _heads(labels, ends)
    for row in block["rows"]:
        yield Line(
            tuple(
                Box(to, text, size=SMALL, is_centred=at == 0)
                for at, (to, text) in enumerate(zip(ends, row, strict=True))
            )
        )


def _hands(block: Data) -> Iterator[Line]:
    share = block["share"]
    ends = _ends([share, NAME, WHOLE - share - NAME - TIME - SIGN, TIME, SIGN])
    yield _heads(HANDS, ends)
    for label, *texts in block["rows"]:
        boxes = (Box(to, text, size=SMALL) for to, text in zip(ends[1:], (*texts, ""), strict=True))
        yield Line((Box(ends[0], label, is_label=True, size=SMALL), *boxes))


def _text(block: Data) -> Iterator[Line]:
    yield Line((Box(WHOLE, block["rows"][0][0]),))


def _sign(block: Data) -> Iterator[Line]:
    yield Line((Box(WHOLE, "", signed=tuple(f"{who}{BY_HAND}" for who in block["rows"][0])),), SIGNING)


def _heads(labels: Sequence[str], ends: Sequence[float]) -> Line:
    return Line(tuple(Box(to, label, is_label=True, size=SMALL) for to, label in zip(ends, labels, strict=True)))


def _ends(shares: Sequence[float]) -> list[float]:
    """Where each of these widths ends; the last at the edge, whatever they add up to."""
    total = sum(shares)
    return [WHOLE * sum(shares[: place + 1]) / total for place in range(len(shares))]


_PIECES = {
    "band": _band,
    "pairs": _pairs,
    "paragraph": _paragraph,
    "table": _table,
    "hands": _hands,
    "text": _text,
    "sign": _sign,
}
