"""The print of a register as plain data: columns with their widths, pages of equally many rows, blank rows to the end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil

from docsys.forms.fields import Names, shown
from docsys.forms.fitting import lines
from docsys.forms.shape import Field, Form, Step, Value


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
    heights: tuple[int, ...]
    """The row heights that occur, in ordinary rows."""


@dataclass(frozen=True)
class RegisterRow:
    """`signed` says for each step who took it."""

    number: str
    values: Mapping[str, Value]
    signed: Mapping[str, str] = field(default_factory=dict)


WIDTHS = {"A4": 180.0, "A4 landscape": 267.0}
SIZE = 7.0
PADDING = 1.7
LINES_A_ROW = 2
SERIAL_SHARE = 7
NUMBER_SHARE = 20
LEAST = {"number": 26.5, "date": 16.2, "datetime": 24.0, "record": 26.5}
BLANK_SHARE = 17
ORDINARY_SHARE = 20


def register(form: Form, rows: Sequence[RegisterRow], names: Names) -> DrawnRegister:
    """Every column of `form` and pages of `form.print.rows` rows; a register without rows is one blank page.

    A row with much text takes the room of two or more, so that a page is always equally full. What the form sums up stands
    below the last row.
    """
    columns = _columns(form, list(form.fields))
    drawn = [_line(form, place, row, columns, names) for place, row in enumerate(rows, 1)]
    if rows and form.register and form.register.totals:
        drawn.append(_totals(form, rows))
    pages = tuple(_pages(drawn, form.print.rows, len(columns)))
    heights = tuple(sorted({line.units for page in pages for line in page}))
    return DrawnRegister(form.title, columns, pages, form.print.sign, heights)


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
        *((f"{step.label}人", BLANK_SHARE) for step in _signed(form)),
        *((label, BLANK_SHARE) for label in form.print.blanks),
    ]
    least = (0.0, LEAST["number"], *(LEAST.get(field.type, 0.0) for field in fields))
    widths = _widths([share for _, share in shares], least, WIDTHS[form.print.paper])
    return tuple(Column(label, width) for (label, _), width in zip(shares, widths, strict=True))


def _widths(shares: Sequence[int], least: Sequence[float], page: float) -> Iterator[float]:
    """The shares as hundredths of the page; a column that would be narrower than its least width (mm) gets that."""
    needed = dict(enumerate(least))
    fixed: dict[int, float] = {}
    while True:
        free = page - sum(fixed.values())
        loose = sum(share for place, share in enumerate(shares) if place not in fixed)
        tight = {
            place: needed[place]
            for place, share in enumerate(shares)
            if place not in fixed and needed.get(place, 0.0) > free * share / loose
        }
        if not tight:
            break
        fixed |= tight
    for place, share in enumerate(shares):
        yield round(fixed.get(place, free * share / loose) / page * 100, 2)


def _signed(form: Form) -> Iterator[Step]:
    """The steps that another hand takes, whom no field names: each has a column for that name."""
    return (step for step in form.steps if not (step.same or step.author or step.named))


def _line(form: Form, place: int, row: RegisterRow, columns: Sequence[Column], names: Names) -> DrawnLine:
    values = (shown(field, row.values.get(field.id), names) for field in form.fields)
    signed = (row.signed.get(step.id, "") for step in _signed(form))
    cells = (str(place), row.number, *values, *signed, *("" for _ in form.print.blanks))
    width = WIDTHS[form.print.paper]
    needed = (
        lines(text, width * column.width / 100, SIZE, PADDING) for text, column in zip(cells, columns, strict=True)
    )
    return DrawnLine(cells, ceil(max(needed) / LINES_A_ROW))


def _totals(form: Form, rows: Sequence[RegisterRow]) -> DrawnLine:
    """The sums of what the register sums up, under its columns."""
    sums = {
        name: _sum(row.values.get(name) for row in rows) for name in (form.register.totals if form.register else ())
    }
    values = (shown(field, sums[field.id], {}) if field.id in sums else "" for field in form.fields)
    return DrawnLine(("", "合计", *values, *("" for _ in _signed(form)), *("" for _ in form.print.blanks)))


def _sum(values: Iterable[Value]) -> Value:
    """As whole as what was added: figures are kept as text where they have places."""
    total = sum((Decimal(str(value)) for value in values if value is not None), Decimal(0))
    return int(total) if total == total.to_integral_value() else str(total)
