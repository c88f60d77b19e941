"""Tables as a workbook: each heading begins a sheet, a paragraph above a table is its note."""

import io
import re
from dataclasses import dataclass, field

import xlsxwriter

from docsys.demo.markup import Block, Heading, Item, Paragraph, Table

NUMBER = re.compile(r"-?\d{1,9}(\.\d+)?")
NARROWEST, WIDEST = 6, 48
LAST_ASCII = 0x7F


@dataclass
class Sheet:
    name: str
    notes: list[str] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)


def filled(title: str, blocks: list[Block], *, author: str) -> bytes:
    """The bytes of an .xlsx."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title, "author": author})
    for sheet in _sheets(title, blocks):
        _fill(book, sheet)
    book.close()
    return stream.getvalue()


def _sheets(title: str, blocks: list[Block]) -> list[Sheet]:
    found: list[Sheet] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(Sheet(block.text[:31]))
            continue
        if not found:
            found.append(Sheet(title[:31]))
        if isinstance(block, (Paragraph, Item)):
            found[-1].notes.append(block.text)
        elif isinstance(block, Table):
            found[-1].rows.extend(block.rows)
    return found


def _fill(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    head = book.add_format({"bold": True, "bg_color": "#E8EDF4", "border": 1, "text_wrap": True, "valign": "vcenter"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for row, note in enumerate(sheet.notes):
        page.write_string(row, 0, note)
    top = len(sheet.notes)
    for row, texts in enumerate(sheet.rows, top):
        for column, text in enumerate(texts):
            shape = head if row == top else cell
            if row > top and NUMBER.fullmatch(text):
                page.write_number(row, column, float(text), shape)
            else:
                page.write_string(row, column, text, shape)
    page.freeze_panes(top + 1, 0)
    for column, texts in enumerate(zip(*sheet.rows, strict=False)):
        page.set_column(column, column, min(WIDEST, max(NARROWEST, *map(_width, texts)) + 2))


def _width(text: str) -> int:
    return sum(1 if ord(char) <= LAST_ASCII else 2 for char in text)
