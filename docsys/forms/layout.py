"""The print of a sheet as plain data: pages of rows and blocks, which the templates only draw.

The same plan serves the blank and the filled print, so that one lies on top of the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docsys.forms.fields import Names, shown
from docsys.forms.fields.moments import period
from docsys.forms.fitting import NORMAL, fit, halved, lines
from docsys.forms.rules import holds
from docsys.forms.shape import DRAFT, Cell, Field, Form, Section, Sheet, Value

Values = Mapping[str, Value]
SHEET_WIDTH = 170.0
BLANK_ROWS = 5
LINE_HEIGHT = 6.8
LABEL_SHARES = {1: 20, 2: 20, 3: 15}
LEAST_SHARE = 11
"""Hundredths of the page for a label, by how many pairs stand side by side."""
HAND_SHARE = 15
HAND_SIZE = 9.0


@dataclass(frozen=True)
class Signature:
    """Who acted and on which day, as it stands on the signature line."""

    unit: str
    name: str
    year: int
    month: int
    day: int
    at: str = ""
    said: str = ""


@dataclass(frozen=True)
class DrawnCell:
    kind: str
    text: str = ""
    note: str = ""
    span: int = 1
    is_small: bool = False
    is_signed: bool = False
    signature: Signature | None = None


@dataclass(frozen=True)
class DrawnRow:
    cells: tuple[DrawnCell, ...]
    height: float = 0.0


@dataclass(frozen=True)
class Block:
    """A part of a continuation sheet: `band`, `pairs` of labels and texts, a `table`, or a `sign` line."""

    kind: str
    heading: str = ""
    note: str = ""
    columns: tuple[tuple[str, int], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    height: float = 0.0
    share: float = 0.0
    """Hundredths of the page that the labels take."""
    tight: tuple[int, ...] = ()
    """The rows whose texts are set small, so that they take no more room than on a blank form."""


@dataclass(frozen=True)
class DrawnSheet:
    id: str
    title: str
    is_grid: bool
    rows: tuple[DrawnRow, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Filling:
    """What a print is filled with; see `blank` for an empty one."""

    values: Values = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    is_blank: bool = False

    def has(self, sheet: Sheet) -> bool:
        return self.is_blank or holds(sheet.when, self.values)


def blank(form: Form) -> Filling:
    """An empty form as it comes from the printer: only what is printed in it already, 一般 or 无; never an approval."""
    drafted = (one for one in form.fields if one.default is not None and form.stage_of(one.id) == DRAFT)
    return Filling({one.id: one.default for one in drafted}, is_blank=True)


def sheets(form: Form, filling: Filling) -> tuple[DrawnSheet, ...]:
    """Every sheet of `form`, in order; what did not fit its cell stands in full at the head of the sheet that follows."""
    drawn: list[DrawnSheet] = []
    moved: tuple[Block, ...] = ()
    for sheet in form.sheets or (Sheet(id="", title=form.title),):
        if not filling.has(sheet):
            continue
        if sheet.grid:
            rows = tuple(_row(form, cells.cells, cells.height, filling) for cells in form.grid)
            drawn.append(DrawnSheet(sheet.id, sheet.title, is_grid=True, rows=rows))
            moved = tuple(_moved(form, filling))
        else:
            blocks = (*moved, *(block for section in _of(form, sheet) for block in _blocks(section, filling)))
            drawn.append(DrawnSheet(sheet.id, sheet.title, is_grid=False, blocks=blocks))
            moved = ()
    if not any(cell.sign for row in form.grid for cell in row.cells):
        drawn[-1] = replace(drawn[-1], blocks=(*drawn[-1].blocks, *_hands(form, filling)))
    if moved:
        drawn.append(DrawnSheet("", f"{form.short}续页", is_grid=False, blocks=moved))
    return tuple(drawn)


def _of(form: Form, sheet: Sheet) -> Iterator[Section]:
    return (section for section in form.sections if section.sheet == sheet.id)


def _row(form: Form, cells: tuple[Cell, ...], height: float, filling: Filling) -> DrawnRow:
    drawn: list[DrawnCell] = []
    place = 0
    for cell in cells:
        width = SHEET_WIDTH * sum(form.print.columns[place : place + cell.span]) / 100
        drawn.append(_cell(form, cell, width, height, filling))
        place += cell.span
    return DrawnRow(tuple(drawn), height)


def _cell(form: Form, cell: Cell, width: float, height: float, filling: Filling) -> DrawnCell:
    if cell.band:
        return DrawnCell("band", cell.band, cell.note, len(form.print.columns))
    if cell.label:
        return DrawnCell("label", cell.label, span=cell.span)
    fitted = fit(_text(form, cell, filling), width, height, signed=bool(cell.sign))
    return DrawnCell(
        "value",
        fitted.text,
        span=cell.span,
        is_small=fitted.is_small,
        is_signed=bool(cell.sign),
        signature=filling.signatures.get(cell.sign),
    )


def _moved(form: Form, filling: Filling) -> Iterator[Block]:
    """The full texts that page 1 could only begin."""
    for row in form.grid:
        label = ""
        for place, cell in enumerate(row.cells):
            label = cell.label or label
            width = SHEET_WIDTH * sum(form.print.columns[place : place + cell.span]) / 100
            text = _text(form, cell, filling)
            if fit(text, width, row.height, signed=bool(cell.sign)).is_moved:
                title = label.replace("\n", "").lstrip("*")
                yield Block("band", heading=f"{title}（全文）")
                yield Block("text", rows=((text,),))


def _text(form: Form, cell: Cell, filling: Filling) -> str:
    known = form.by_id
    fields = [known[name] for name in cell.fields]
    if cell.shown_as == "period":
        start, end = (filling.values.get(field.id) for field in fields)
        return period(start, end)
    texts = [shown(field, filling.values.get(field.id), filling.names) for field in fields]
    if cell.shown_as == "lines":
        return "\n".join(f"{field.label}：{text}" for field, text in zip(fields, texts, strict=True))
    return "\n".join(texts)


def _blocks(section: Section, filling: Filling) -> Iterator[Block]:
    """A band, then short fields side by side, long ones and row groups across the page, then who signs."""
    yield Block("band", heading=section.heading, note=section.note)
    pairs: list[tuple[str, str]] = []
    for one in section.inputs:
        if _is_long(one):
            yield from _pairs(pairs, section.columns)
            pairs = []
            yield _long(one, filling)
        elif one.width >= section.columns > 1:
            yield from _pairs(pairs, section.columns)
            pairs = []
            yield from _pairs([(one.label, shown(one, filling.values.get(one.id), filling.names))], 1)
        else:
            pairs.append((one.label, shown(one, filling.values.get(one.id), filling.names)))
    yield from _pairs(pairs, section.columns)
    if section.signed_by:
        yield Block("sign", rows=(section.signed_by,))


def _hands(form: Form, filling: Filling) -> Iterator[Block]:
    """Who wrote the record and who took its steps, with opinion and time, and room to sign by hand."""
    if not form.steps:
        return
    hands = [("submit", "填写"), *((step.id, step.label) for step in form.steps)]
    yield Block("band", heading="办理记录")
    width = SHEET_WIDTH * HAND_SHARE / 100
    rows = tuple(_hand(halved(label, width, HAND_SIZE), filling.signatures.get(name)) for name, label in hands)
    yield Block("hands", rows=rows, share=HAND_SHARE)


def _hand(label: str, signature: Signature | None) -> tuple[str, ...]:
    if signature is None:
        return (label, "", "", "")
    return (label, f"{signature.name}（{signature.unit}）", signature.said, signature.at)


def _is_long(field: Field) -> bool:
    return field.type in {"paragraph", "rows"}


def _pairs(pairs: list[tuple[str, str]], columns: int) -> Iterator[Block]:
    """As many side by side as there are columns; what is left over has the last line to itself."""
    even = len(pairs) - len(pairs) % columns
    for part, beside in ((pairs[:even], columns), (pairs[even:], len(pairs) - even)):
        if part:
            yield _beside([part[at : at + beside] for at in range(0, len(part), beside)], beside)


def _beside(rows: Sequence[Sequence[tuple[str, str]]], beside: int) -> Block:
    """Pairs of label and text; a row with a text of more than a line is set small."""
    share = LABEL_SHARES.get(beside, LEAST_SHARE)
    width = SHEET_WIDTH * share / 100
    room = SHEET_WIDTH / beside - width
    tight = tuple(place for place, row in enumerate(rows) if any(lines(text, room, NORMAL) > 1 for _, text in row))
    drawn = tuple(tuple(cell for label, text in row for cell in (halved(label, width), text)) for row in rows)
    return Block("pairs", rows=drawn, columns=(("", beside),), share=share, tight=tight)


def _long(field: Field, filling: Filling) -> Block:
    value = filling.values.get(field.id)
    if field.type == "paragraph":
        height = LINE_HEIGHT * int(field.options.get("lines", 3))
        share = LABEL_SHARES[1]
        label = halved(field.label, SHEET_WIDTH * share / 100)
        return Block(
            "paragraph", heading=label, share=share, rows=((shown(field, value, filling.names),),), height=height
        )
    rows = [
        (str(place), *(shown(column, row.get(column.id), filling.names) for column in field.fields))
        for place, row in enumerate(value or [], 1)
    ]
    blank = [
        (str(place), *("" for _ in field.fields))
        for place in range(len(rows) + 1, field.options.get("blank", BLANK_ROWS) + 1)
    ]
    columns = tuple((column.label, column.share) for column in field.fields)
    return Block("table", heading=field.label, columns=columns, rows=tuple(rows + blank))
