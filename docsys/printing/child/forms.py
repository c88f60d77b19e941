"""A form as a Word file, for those who must edit it outside: the labels, texts and signature places of its print."""

import io
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from docsys.printing.child import lines
from docsys.printing.child.blocks import HEI, LATIN, SONG, SPACE, count, write
from docsys.printing.child.lines import Box, Line
from docsys.printing.labels import qr_png

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TWIPS = 1440 / 25.4
A4 = (210, 297)
EDGE, LANDSCAPE_EDGE = 20, 15
TITLE, LINE, FOOT = 18.0, 10.5, 8.5
BAND_FILL = "EEEEEE"
QR = 11
PARTS = 1000
"""A column ends at one of so many places across the page."""


def docx_of(data: dict[str, Any]) -> bytes:
    document = docx.Document()
    section = _page(document, landscape=data["landscape"])
    _around(section, data)
    if "register" in data:
        _register(document, data)
    else:
        _sheets(document, data)
    _end(document)
    _name(document, data)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any, *, landscape: bool) -> Any:
    section = document.sections[0]
    width, height = A4[::-1] if landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(LANDSCAPE_EDGE if landscape else EDGE)
    section.top_margin, section.bottom_margin = Mm(22), Mm(21)
    section.header_distance, section.footer_distance = Mm(9), Mm(7)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(LINE)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    return section


def _breadth(section: Any) -> int:
    return int(section.page_width - section.left_margin - section.right_margin)


def _around(section: Any, data: dict[str, Any]) -> None:
    """Head: unit, whether it is a draft, secrecy. Foot: the code of the number, number, version, time, page."""
    breadth = _breadth(section)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for part in (head, foot):
        part.style = None
        part.paragraph_format.tab_stops.add_tab_stop(breadth, WD_TAB_ALIGNMENT.RIGHT)
    head.paragraph_format.tab_stops.add_tab_stop(breadth // 2, WD_TAB_ALIGNMENT.CENTER)
    write(head, f"{data['unit']}\t", HEI, FOOT)
    write(head, data["watermark"], HEI, LINE).bold = True
    write(head, f"\t{data['secrecy']}", HEI, FOOT)
    if data["qr"]:
        foot.add_run().add_picture(io.BytesIO(qr_png(data["qr"])), width=Mm(QR))
    printed = f"打印 {data['printed']}" if data["printed"] else ""
    said = SPACE.join(text for text in (data["number"], data["version"], printed) if text)
    write(foot, f"  {said}\t第 ", HEI, FOOT)
    count(foot, "PAGE")
    write(foot, " 页 / 共 ", HEI, FOOT)
    count(foot, "NUMPAGES")
    write(foot, " 页", HEI, FOOT)


def _sheets(document: Any, data: dict[str, Any]) -> None:
    for place, sheet in enumerate(data["sheets"]):
        _title(document, sheet["title"], breaks=place > 0)
        caption = data["caption"] + (" 附页" if data["caption"] and place else "")
        _form_line(document, f"{data['number_label']}：{data['form_number']}", caption)
        if data.get("corrects") and not place:
            _form_line(document, f"本单更正并代替 {data['corrects']}；原单照原样留存。", "")
        _table(document, lines.of_sheet(sheet, data["columns"]))


def _register(document: Any, data: dict[str, Any]) -> None:
    register = data["register"]
    _title(document, register["title"])
    _form_line(document, data["scope"], "")
    _table(document, lines.of_register(register), padding=0.8)
    signed = "".join(f"{who}签字：　　　　　　　　" for who in register["sign"])
    last = document.add_paragraph()
    last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    last.paragraph_format.space_before = Mm(3)
    write(last, f"{signed}日期：　　　　　　　　", SONG, 9.5)


def _title(document: Any, text: str, *, breaks: bool = False) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.page_break_before = breaks
    title.paragraph_format.space_after = Mm(3)
    write(title, _clean(text), HEI, TITLE).bold = True


def _form_line(document: Any, left: str, right: str) -> None:
    line = document.add_paragraph()
    line.paragraph_format.space_after = Mm(1.5)
    line.paragraph_format.tab_stops.add_tab_stop(_breadth(document.sections[0]), WD_TAB_ALIGNMENT.RIGHT)
    write(line, _clean(left), HEI, LINE)
    if right:
        write(line, f"\t{right}", SONG, 9)


def _table(document: Any, drawn: Sequence[Line], padding: float = 1.8) -> None:
    """Built as XML: python-docx looks through all cells for each that is merged, which takes minutes for a register."""
    breadth = _breadth(document.sections[0]) / Mm(1) * TWIPS
    cuts = sorted({_cut(box.to) for line in drawn for box in line.boxes})
    places = [round(breadth * cut / PARTS) for cut in (0, *cuts)]
    table = _element("w:tbl", _table_properties(padding), _grid(places))
    for line in drawn:
        table.append(_row(line, {cut: place for place, cut in enumerate(cuts, 1)}, places))
    document.element.body.insert_element_before(table, "w:sectPr")


def _cut(to: float) -> int:
    return round(to * PARTS / lines.WHOLE)


def _table_properties(padding: float) -> Any:
    borders = _element(
        "w:tblBorders",
        *(
            _element(f"w:{side}", val="single", sz="4" if side.startswith("inside") else "8", space="0", color="000000")
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        ),
    )
    sides = (_element(f"w:{side}", w=str(round(padding * TWIPS)), type="dxa") for side in ("left", "right"))
    return _element(
        "w:tblPr",
        _element("w:tblW", w="0", type="auto"),
        borders,
        _element("w:tblLayout", type="fixed"),
        _element("w:tblCellMar", *sides),
    )


def _grid(places: Sequence[int]) -> Any:
    widths = (after - before for before, after in pairwise(places))
    return _element("w:tblGrid", *(_element("w:gridCol", w=str(width)) for width in widths))


def _row(line: Line, found: dict[int, int], places: Sequence[int]) -> Any:
    properties = _element("w:trPr", _element("w:cantSplit"))
    if line.height:
        properties.append(_element("w:trHeight", val=str(round(line.height * TWIPS)), hRule="atLeast"))
    if line.repeats:
        properties.append(_element("w:tblHeader"))
    row, start = _element("w:tr", properties), 0
    for box in line.boxes:
        end = found[_cut(box.to)]
        row.append(_cell(box, end - start, places[end] - places[start]))
        start = end
    return row


def _cell(box: Box, span: int, width: int) -> Any:
    properties = _element("w:tcPr", _element("w:tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(_element("w:gridSpan", val=str(span)))
    if box.is_band:
        properties.append(_element("w:shd", val="clear", color="auto", fill=BAND_FILL))
    properties.append(_element("w:vAlign", val="center"))
    centred = "center" if box.is_label or box.is_centred else "left"
    runs = _runs(box.text, HEI if box.is_label else SONG, box.size)
    paragraphs = [_paragraph([*runs, *_runs(box.note, SONG, lines.SMALL)], centred)]
    paragraphs += [_paragraph(_runs(text, SONG, 9.5), "right") for text in box.signed]
    if box.signed and not box.text:
        del paragraphs[0]
    return _element("w:tc", properties, *paragraphs)


def _paragraph(runs: Iterable[Any], align: str) -> Any:
    return _element("w:p", _element("w:pPr", _element("w:jc", val=align)), *runs)


def _runs(text: str, face: str, size: float) -> list[Any]:
    if not text:
        return []
    fonts = _element("w:rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=face, hint="eastAsia")
    run = _element("w:r", _element("w:rPr", fonts, _element("w:sz", val=str(round(size * 2)))))
    for place, part in enumerate(_clean(text).split("\n")):
        if place:
            run.append(_element("w:br"))
        said = _element("w:t")
        said.text = part
        said.set(qn("xml:space"), "preserve")
        run.append(said)
    return [run]


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def _element(tag: str, *children: Any, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    for child in children:
        made.append(child)
    return made


def _end(document: Any) -> None:
    """The paragraph that a table must have after it, too small to make a page of its own."""
    last = document.add_paragraph()
    last.paragraph_format.line_spacing = Pt(1)
    write(last, "", SONG, 1)


def _name(document: Any, data: dict[str, Any]) -> None:
    properties = document.core_properties
    properties.title, properties.identifier = _clean(data["title"]), data["number"]
    properties.author, properties.category, properties.comments = data["unit"], data["secrecy"], ""
