"""Every form of forms/ as a print: no warnings, every label found in order, Chinese fonts embedded, its data attached.

One for each shipped form: a new definition is tested by being there.
"""

import io
import json
from datetime import UTC, datetime

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from docsys import printing
from docsys.forms.definitions import load_all
from docsys.forms.layout import Filling
from docsys.forms.layout import blank as empty
from docsys.forms.shape import Form, Kind
from docsys.printing import fonts
from docsys.records import prints
from docsys.settings import PACKAGE

TEMPLATES = PACKAGE.parent / "templates"
CATALOGUE = load_all(PACKAGE.parent / "forms")
FRAME = prints.Frame("证联网运管中心", "张明", datetime(2026, 11, 23, 1, 12, tzinfo=UTC))
forms = pytest.mark.parametrize("form", CATALOGUE, ids=lambda form: form.code)


def rendered(printable: prints.Printable) -> printing.Rendered:
    html = printing.page(printable.template, printable.context, folder=TEMPLATES)
    carried = printing.Attachment("data.json", printable.attachment())
    return printing.rendered(html, folder=TEMPLATES, title="x", attachments=[carried])


def text_of(pdf: bytes) -> str:
    """All text of the pages without white space, so that a broken line does not hide a label."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return "".join("".join(pages).split())


def labels_of(form: Form, filling: Filling) -> list[str]:
    """Every label in the order of the paper: row by row of a grid, else as the definition has them."""
    if form.kind is Kind.REGISTER:
        return [field.label for field in form.fields]
    left_out = {sheet.id for sheet in form.sheets if sheet.grid or not filling.has(sheet)}
    drawn = [(cell.band or cell.label).replace("\n", "") for row in form.grid for cell in row.cells if not cell.fields]
    rest = [section for section in form.sections if section.sheet not in left_out]
    return drawn + [label for section in rest for label in _labels(section)]


def _labels(section):
    yield section.heading
    for field in section.inputs:
        yield from (column.label for column in field.fields) if field.fields else (field.label,)


def stands_in_order(labels: list[str], text: str) -> list[str]:
    """The labels that are not found after the one before; none when all stand in order."""
    missing, at = [], 0
    for label in labels:
        found = text.find("".join(label.split()), at)
        if found < 0:
            missing.append(label)
        else:
            at = found + 1
    return missing


@forms
def test_a_form_prints_blank_and_filled_with_every_label_in_order_and_its_data_attached(form):
    blank = rendered(prints.blank_form(form, FRAME))
    printable = prints.sample(form, FRAME)
    filled = rendered(printable)
    reader = PdfReader(io.BytesIO(filled.pdf))
    names = fonts.embedded(filled.pdf)

    assert (blank.warnings, filled.warnings) == ((), ())
    assert stands_in_order(labels_of(form, empty(form)), text_of(blank.pdf)) == []
    assert stands_in_order(labels_of(form, Filling(form.sample)), text_of(filled.pdf)) == []
    assert any("Noto-Sans-CJK" in name for name in names)
    assert any("Noto-Serif-CJK" in name for name in names)
    assert all("Noto" in name for name in names)
    assert json.loads(reader.attachments["data.json"][0]) == json.loads(json.dumps(printable.data))
    assert "pdfaid:part" in metadata_of(reader)


@pytest.mark.rule("R-15.5.2-1")
def test_page_one_of_the_order_is_table_19_5_and_nothing_else():
    done = rendered(prints.blank_form(CATALOGUE.get("BG"), FRAME))
    pages = PdfReader(io.BytesIO(done.pdf)).pages

    first = "".join(pages[0].extract_text().split())

    assert (
        stands_in_order(
            [
                "证联网变更单",
                "变更单号：",
                "表19.5",
                "变更申请信息",
                "一般",
                "二级",
                "变更实施方案",
                "（变更方案制定人填写，打*号的项目必填）",
            ],
            first,
        )
        == []
    )
    assert (
        stands_in_order(["相关系统影响：无", "业务影响：无", "（变更复核人填写）", "变更目标的达成情况"], first) == []
    )
    assert "变更操作步骤" not in first
    assert "变更方案附页" in "".join(pages[1].extract_text().split())


def boxes(pdf: bytes, words: list[str]) -> list[tuple[int, ...]]:
    """Where each of `words` stands on page 1, in whole points."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    found = []
    for word in words:
        at = text.search(word, match_case=True).get_next()
        found.append(tuple(round(edge) for edge in text.get_charbox(at[0])) if at else ())
    document.close()
    return found


def test_blank_and_filled_lie_on_each_other():
    order = CATALOGUE.get("BG")
    words = ["变更申请人", "变更级别", "变更时限", "*变更影响说明", "变更内容", "评审人意见", "达成情况"]

    blank = boxes(rendered(prints.blank_form(order, FRAME)).pdf, words)

    assert all(blank)
    assert boxes(rendered(prints.sample(order, FRAME)).pdf, words) == blank


def test_a_long_order_still_has_table_19_5_on_one_page():
    order = CATALOGUE.get("BG")
    full = {**order.sample, "content": "逐台升级核心交换机并核对路由表。" * 60, "name": "核心交换机升级" * 8}
    printable = prints._sheet(  # noqa: SLF001 - the print of values that no record may hold yet
        order, Filling(full), FRAME, number="BG-2026-0042", mark=""
    )

    first, second = (page.extract_text() for page in PdfReader(io.BytesIO(rendered(printable).pdf)).pages[:2])

    assert "达成情况" in first
    assert "变更内容（全文）" in "".join(second.split())


def metadata_of(reader: PdfReader) -> str:
    metadata = reader.root_object["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    return metadata.get_data().decode()
