"""The print of a register as plain data: columns with their widths, pages of equally many rows, blank rows to the end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from docsys.forms.fields import Names, shown
from docsys.forms.fitting import lines
from docsys.forms.shape import Field, Form, Value


@dataclass(frozen=True)
class Column:
    label: str
    width: float


@dataclass(frozen=True)
class DrawnLine:
    cells: tuple[str, ...]
    units: int = 1
    """How many rows of the ordinary height it needs."""


@dataclass(frozen=True)
class DrawnRegister:
    title: str
    columns: tuple[Column, ...]
    pages: tuple[tuple[DrawnLine, ...], ...]
    sign: tuple[str, ...]


@dataclass(frozen=True)
class RegisterRow:
    number: str
    values: Mapping[str, Value]


PAGE_WIDTH = 267.0
SIZE = 7.0
PADDING = 1.7
LINES_A_ROW = 2
SERIAL_SHARE = 7
NUMBER_SHARE = 29
BLANK_SHARE = 17
ORDINARY_SHARE = 20


def register(form: Form, rows: Sequence[RegisterRow], names: Names) -> DrawnRegister:
    """Every column of `form` and pages of `form.print.rows` rows; a register without rows is one blank page.

    A row with much text takes the room of two or more, so that a page is always equally full.
    """
    fields = list(form.fields)
    columns = _columns(form, fields)
    drawn = [_line(form, place, row, columns, names) for place, row in enumerate(rows, 1)]
    return DrawnRegister(form.title, columns, tuple(_pages(drawn, form.print.rows, len(columns))), form.print.sign)


def _pages(drawn: Sequence[DrawnLine], room: int, width: int) -> Iterator[tuple[DrawnLine, ...]]:
    page: list[DrawnLine] = []
    for line in drawn:
        if page and sum(one.units for one in page) + line.units > room:
            yield _padded(page, room, width)
            page = []
        page.append(line)
    yield _padded(page, room, width)


def _padded(page: Sequence[DrawnLine], room: int, width: int) -> tuple[DrawnLine, ...]:
    blank = DrawnLine(("",) * width)
    return (*page, *[blank] * (room - sum(one.units for one in page)))


def _columns(form: Form, fields: Sequence[Field]) -> tuple[Column, ...]:
    shares = [
        ("序号", SERIAL_SHARE),
        ("编号", NUMBER_SHARE),
        *((field.label, field.share or ORDINARY_SHARE) for field in fields),
        *((label, BLANK_SHARE) for label in form.print.blanks),
    ]
    whole = sum(share for _, share in shares)
    return tuple(Column(label, round(share / whole * 100, 2)) for label, share in shares)


def _line(form: Form, place: int, row: RegisterRow, columns: Sequence[Column], names: Names) -> DrawnLine:
    values = (shown(field, row.values.get(field.id), names) for field in form.fields)
    cells = (str(place), row.number, *values, *("" for _ in form.print.blanks))
    needed = (
        lines(text, PAGE_WIDTH * column.width / 100, SIZE, PADDING) for text, column in zip(cells, columns, strict=True)
    )
    return DrawnLine(cells, ceil(max(needed) / LINES_A_ROW))
