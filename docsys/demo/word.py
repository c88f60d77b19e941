"""A text as a Word file with real headings, lists and tables."""

import io
from datetime import datetime

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from docsys.demo.markup import Block, Code, Heading, Item, Paragraph, Table

SERIF, SANS = "宋体", "黑体"


def written(title: str, blocks: list[Block], *, author: str, moment: datetime) -> bytes:
    """The bytes of a .docx."""
    word, stream = docx.Document(), io.BytesIO()
    _fonts(word)
    said = word.core_properties
    said.title, said.author, said.last_modified_by, said.language = title, author, author, "zh-CN"
    said.created = said.modified = moment.replace(tzinfo=None)
    said.comments = ""
    word.add_heading(title, 0)
    for block in blocks:
        _add(word, block)
    word.save(stream)
    return stream.getvalue()


def _fonts(word: docx.document.Document) -> None:
    for name in ("Normal", "Title", *(f"Heading {level}" for level in range(1, 5))):
        font = SERIF if name == "Normal" else SANS
        style = word.styles[name]
        style.font.name = font
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    word.styles["Normal"].font.size = Pt(11)


def _add(word: docx.document.Document, block: Block) -> None:
    match block:
        case Heading(level, text):
            word.add_heading(text, level)
        case Paragraph(text):
            word.add_paragraph(text)
        case Item(text):
            word.add_paragraph(text, style="List Bullet")
        case Code(lines):
            word.add_paragraph("\n".join(lines)).runs[0].font.name = "Courier New"
        case Table(rows):
            _add_table(word, rows)


def _add_table(word: docx.document.Document, rows: tuple[tuple[str, ...], ...]) -> None:
    table = word.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    for place, (line, row) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, text in zip(line.cells, row, strict=False):
            cell.text = text
            if place == 0 and text:
                cell.paragraphs[0].runs[0].bold = True
