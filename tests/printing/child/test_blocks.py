"""The marks inside a Word file: block before everything, head and foot of every kind of page, properties."""

import io
from dataclasses import asdict

import docx
import pytest
from docx.oxml.ns import qn

from docsys.printing.child.blocks import BROKEN, marked_docx
from docsys.printing.result import Unreadable
from tests.printing.samples import MARKS, word


@pytest.fixture
def marked(tmp_path):
    def marked(**more):
        path = word(tmp_path / "手册.docx", "第一章", "第二章", **more)
        return docx.Document(io.BytesIO(marked_docx(path, asdict(MARKS))))

    return marked


@pytest.mark.rule("R-4.3.5-1")
def test_the_nine_marks_stand_in_a_table_before_everything(marked):
    document = marked()

    texts = [cell.text for row in document.tables[0].rows for cell in row.cells]
    for label, text in (
        ("文档名称", MARKS.title), ("文档编号", MARKS.number), ("编写人", MARKS.author), ("版本", MARKS.version),
        ("发布时间", MARKS.published_on), ("保密级别", MARKS.secrecy), ("使用范围", MARKS.scope), ("审批级别", MARKS.approval),
        ("修订记录", MARKS.revisions),
    ):  # fmt: skip
        assert texts[texts.index(label) + 1] == text
    assert document.element.body[0].tag == qn("w:tbl")
    assert [one.text for one in document.paragraphs if one.text] == ["第一章", "第二章"]


def test_head_and_foot_carry_marks_and_counted_pages(marked):
    section = marked().sections[0]

    assert section.header.paragraphs[0].text == f"{MARKS.number} · {MARKS.version}\t{MARKS.secrecy}"
    assert "第 1 页 / 共 1 页" in section.footer.paragraphs[-1].text
    fields = [one.text for one in section.footer._element.iter(qn("w:instrText"))]  # noqa: SLF001 - its XML is what counts
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_first_page_with_a_head_of_its_own_is_marked_too(marked):
    section = marked(first_page=True).sections[0]

    assert [one.text for one in section.first_page_header.paragraphs] == [
        f"{MARKS.number} · {MARKS.version}\t{MARKS.secrecy}",
        "首页原有页眉",
    ]
    assert "共 1 页" in section.first_page_footer.paragraphs[-1].text


def test_chinese_faces_are_named_for_chinese_characters(marked):
    runs = marked().tables[0].rows[0].cells[0].paragraphs[0].runs

    assert runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"  # noqa: SLF001 - python-docx shows the Latin face alone


def test_the_properties_say_what_the_document_is(marked):
    properties = marked().core_properties

    assert (properties.title, properties.identifier, properties.version) == (MARKS.title, MARKS.number, MARKS.version)
    assert properties.author == MARKS.author


def test_several_sections_are_marked_once_each(tmp_path):
    path = tmp_path / "两节.docx"
    document = docx.Document()
    document.add_section().header.is_linked_to_previous = False
    document.add_section()
    document.settings.odd_and_even_pages_header_footer = True
    document.save(str(path))

    sections = docx.Document(io.BytesIO(marked_docx(path, asdict(MARKS)))).sections

    assert [section.header.is_linked_to_previous for section in sections] == [False, False, True]
    assert all(section.header.paragraphs[0].text.count(MARKS.number) == 1 for section in sections)
    assert MARKS.number in sections[0].even_page_header.paragraphs[0].text


def test_what_is_no_word_file_is_refused(tmp_path):
    path = tmp_path / "x.docx"
    path.write_bytes(b"PK\x03\x04 nonsense")

    with pytest.raises(Unreadable):
        marked_docx(path, asdict(MARKS))


def test_a_package_of_another_kind_is_refused(tmp_path):
    from tests.printing.samples import workbook  # noqa: PLC0415 - only here

    with pytest.raises(Unreadable) as refusal:
        marked_docx(workbook(tmp_path / "x.docx", [["a"]]), asdict(MARKS))

    assert refusal.value.data["reason"] == BROKEN
