"""A Word file with its marks: a table before everything else, head and foot of every section, properties. Works on a copy."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

from docsys.printing.child.foreign import archives
from docsys.printing.result import Unreadable

LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
BROKEN = "Word 文件已损坏"
SPACE = " · "
ROWS = (
    ("文档名称", "title", "文档编号", "number"),
    ("编写人", "author", "版本", "version"),
    ("发布时间", "published_on", "保密级别", "secrecy"),
    ("使用范围", "scope", "审批级别", "approval"),
    ("修订记录", "revisions", "", ""),
)


def marked_docx(path: Path, marks: dict[str, str]) -> bytes:
    """Raises:
    Unreadable: no Word file that python-docx can open.
    """
    archives.names(path)
    try:
        document = docx.Document(str(path))
        _put_block(document, marks)
        for part in _heads_and_feet(document):
            _put_line(*part, marks)
        _name(document, marks)
        buffer = io.BytesIO()
        document.save(buffer)
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        IndexError,
        etree.LxmlError,
    ) as error:
        raise Unreadable(reason=BROKEN) from error
    return buffer.getvalue()


def _put_block(document: Any, marks: dict[str, str]) -> None:
    """The nine marks as the first element of the body, and an empty line after them."""
    table = document.add_table(rows=len(ROWS), cols=4)
    _draw_rules(table)
    for row, (first, one, second, other) in zip(table.rows, ROWS, strict=True):
        texts = [first, marks[one], second, marks[other] if other else ""]
        cells = row.cells if second else (row.cells[0], row.cells[1].merge(row.cells[3]))
        for index, cell in enumerate(cells):
            write(cell.paragraphs[0], texts[index], HEI if index % 2 == 0 else SONG)
    body = document.element.body
    body.remove(table._tbl)  # noqa: SLF001 - python-docx has no public way to place a table
    body.insert(0, table._tbl)  # noqa: SLF001 - as above
    table._tbl.addnext(OxmlElement("w:p"))  # noqa: SLF001 - as above


def _draw_rules(table: Any) -> None:
    """Its own borders: the style “Table Grid” is not in every file."""
    properties = table._tbl.tblPr  # noqa: SLF001 - as above
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        rule = OxmlElement(f"w:{side}")
        rule.set(qn("w:val"), "single")
        rule.set(qn("w:sz"), "4" if side.startswith("inside") else "8")
        rule.set(qn("w:color"), "000000")
        borders.append(rule)
    properties.append(borders)


def _heads_and_feet(document: Any) -> Iterator[tuple[Any, bool, Any]]:
    """Each head and foot that a page of any section may show: (part, is it a head, section)."""
    uneven = document.settings.odd_and_even_pages_header_footer
    for index, section in enumerate(document.sections):
        kinds = [(section.header, section.footer)]
        if section.different_first_page_header_footer:
            kinds.append((section.first_page_header, section.first_page_footer))
        if uneven:
            kinds.append((section.even_page_header, section.even_page_footer))
        for head, foot in kinds:
            for part, is_head in ((head, True), (foot, False)):
                if not part.is_linked_to_previous or index == 0:
                    yield part, is_head, section


def _put_line(part: Any, is_head: bool, section: Any, marks: dict[str, str]) -> None:  # noqa: FBT001 - one of two
    """A line of ours above what stands in the head, below what stands in the foot."""
    part.is_linked_to_previous = False
    empty = len(part.paragraphs) == 1 and not part.paragraphs[0].text and not part.tables
    if empty:
        line = part.paragraphs[0]
    else:
        line = part.paragraphs[0].insert_paragraph_before() if is_head and part.paragraphs else part.add_paragraph()
    line.style = None
    line.paragraph_format.first_line_indent = 0
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    if width > 0:
        line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    left, right = (
        (SPACE.join((marks["number"], marks["version"])), marks["secrecy"])
        if is_head
        else (SPACE.join((f"编写人 {marks['author']}", f"发布 {marks['published_on']}")), "")
    )
    write(line, f"{left}\t{right}", HEI, 9)
    if not is_head:
        for text, field in (("第 ", "PAGE"), (" 页 / 共 ", "NUMPAGES")):
            write(line, text, HEI, 9)
            count(line, field)
        write(line, " 页", HEI, 9)


def write(paragraph: Any, text: str, face: str, size: float = 10.5) -> Any:
    """A run with its Latin and its Chinese face."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # noqa: SLF001 - python-docx sets Latin alone
    return run


def count(paragraph: Any, field: str) -> None:
    """A field that Word counts: PAGE or NUMPAGES."""
    run = write(paragraph, "", HEI, 9)
    for kind in ("begin", "instr", "separate", "text", "end"):
        element = OxmlElement({"instr": "w:instrText", "text": "w:t"}.get(kind, "w:fldChar"))
        if kind == "instr":
            element.text = field
        elif kind == "text":
            element.text = "1"
        else:
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)  # noqa: SLF001 - as above


def _name(document: Any, marks: dict[str, str]) -> None:
    properties = document.core_properties
    properties.title = marks["title"]
    properties.author = marks["author"]
    properties.identifier = marks["number"]
    properties.version = marks["version"]
    properties.category = marks["secrecy"]
    properties.subject = f"{marks['number']} {marks['version']}"
