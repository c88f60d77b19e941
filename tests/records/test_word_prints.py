"""Every form of forms/ as a Word file: the same texts in the same order as its PDF, in Chinese faces, head and foot with its number."""

import io
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn
from lxml import html

from docsys import printing
from docsys.forms.definitions import load_all
from docsys.printing import word
from docsys.printing.child import forms as drawn
from docsys.printing.pages import plain
from docsys.records import prints
from docsys.settings import PACKAGE

TEMPLATES = PACKAGE.parent / "templates"
CATALOGUE = load_all(PACKAGE.parent / "forms")
FRAME = prints.Frame("证联网运管中心", "张明", datetime(2026, 11, 23, 1, 12, tzinfo=UTC))


def told(text):
    return "".join(text.split())


def printed_text(printable):
    """What stands between head and foot of the HTML that becomes the PDF."""
    tree = html.fromstring(printing.page(printable.template, printable.context, folder=TEMPLATES))
    return told("".join(part.text_content() for part in tree.xpath("//section")))


def opened(content):
    return docx.Document(io.BytesIO(content))


def text_of(document):
    return told("".join(one.text for one in document.element.body.iter(qn("w:t"))))


@pytest.mark.parametrize("form", CATALOGUE, ids=lambda form: form.code)
def test_a_form_in_word_says_what_its_print_says_in_the_same_order(form):
    for printable in (prints.blank_form(form, FRAME), prints.sample(form, FRAME)):
        document = opened(drawn.docx_of(plain(printable.context)))

        assert text_of(document) == printed_text(printable)
        section = document.sections[0]
        assert "证联网运管中心" in section.header.paragraphs[0].text
        assert (printable.number or form.code) in section.footer.paragraphs[0].text
        faces = {one.get(qn("w:eastAsia")) for one in document.element.body.iter(qn("w:rFonts"))}
        assert faces == {"宋体", "黑体"}


def test_rows_are_as_wide_as_the_page_and_the_cells_of_the_order_span_as_printed():
    document = opened(drawn.docx_of(plain(prints.blank_form(CATALOGUE.get("BG"), FRAME).context)))

    table = document.tables[0]
    columns = len(table.columns)
    rows = table._tbl.tr_lst  # noqa: SLF001 - what Word reads
    spans = [sum(cell.grid_span for cell in row.tc_lst) for row in rows]
    assert set(spans) == {columns}
    assert "".join(cell.text for cell in table.rows[0].cells[:1]) == "变更申请信息"
    assert rows[0].tc_lst[0].grid_span == columns


def test_a_register_is_one_table_whose_head_repeats_and_the_child_makes_it():
    form = next(one for one in CATALOGUE if one.code == "JC")
    printable = prints.blank_form(form, FRAME)

    document = opened(word.form_docx(printable.context))

    (table,) = document.tables
    assert [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows][:2] == [True, False]  # noqa: SLF001 - as above
    assert len(table.rows) == form.print.rows + 1
    assert document.sections[0].page_width > document.sections[0].page_height


def test_what_xml_cannot_hold_is_left_out_and_lines_are_kept():
    printable = prints.sample(CATALOGUE.get("BG"), FRAME)
    row = printable.context["sheets"][0].rows[2].cells[0]
    context = plain(printable.context)
    context["sheets"][0]["rows"][2]["cells"][0]["text"] = "一\x00\ud800\r\n二\t三"

    document = opened(drawn.docx_of(context))

    assert row.kind == "label"
    assert "一\n二 三" in {cell.text for line in document.tables[0].rows for cell in line.cells}
