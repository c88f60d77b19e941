"""Texts as Word, PDF, workbook and scan."""

import io

import docx
import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from docsys.demo import markup, scans
from docsys.demo.files import Desk
from docsys.demo.reading import entries
from docsys.printing import NoFont, fonts
from tests.people.factories import NOW

AUTHORS = {entry.author: "王军" for entry in entries()}


@pytest.fixture
def write(settings):
    def written(text):
        entry = next(one for one in entries() if one.text == text)
        ready = Desk(settings, AUTHORS).main(entry, entry.issues[-1], NOW)
        return ready.name, (settings.archive / ready.staged.path).read_bytes()

    return written


def headed(word, style):
    return [one.text for one in word.paragraphs if one.style and one.style.name == style]


def test_the_rulebook_has_real_headings_and_all_its_articles(write):
    name, data = write("rulebook.md")

    word = docx.Document(io.BytesIO(data))
    headings = headed(word, "Heading 1")
    said = "\n".join(one.text for one in word.paragraphs)

    assert name == "证联网运维管理实施细则.docx"
    assert [one.partition(".")[0] for one in headings[:9]] == [str(chapter) for chapter in range(1, 10)]
    assert "4.文档管理" in headings
    assert "4.3 技术文档的保存" in headed(word, "Heading 2")
    assert "（五）变更实施至少有双人执行，变更执行人与变更验证人不能为同一人。" in said
    assert [table.rows[0].cells[0].text for table in word.tables[:2]] == ["序号", "接入点"]


def test_a_workbook_has_its_tables_as_sheets_with_numbers_as_numbers(write):
    _name, data = write("lines.md")

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))

    assert book.sheet_names == ["节点间线路", "运营商保障"]
    assert book.get_sheet_by_index(0).to_python()[2][:6] == ["SHL-0001", "SH-1", "SH-2", "主用", "运营商甲", 200]


def test_a_pdf_has_its_text_and_a_chinese_font(write):
    name, data = write("power-plan.md")

    reader = PdfReader(io.BytesIO(data))

    assert name.endswith(".pdf")
    assert "发电机不能启动" in "".join(page.extract_text() for page in reader.pages)
    assert any("CJK" in font for font in fonts.embedded(data))


def test_without_a_chinese_font_a_word_file_is_written_instead(write, monkeypatch):
    def refused(*_args, **_more):
        raise NoFont

    monkeypatch.setattr("docsys.demo.paper.printed", refused)

    assert write("monthly.md")[0].endswith(".docx")


def test_a_scan_is_a_page_with_a_red_stamp(write):
    _name, data = write("battery.md")

    picture = Image.open(io.BytesIO(data))
    hue, saturation, _value = picture.convert("HSV").split()
    strong = saturation.point(lambda value: 255 if value > 90 else 0)
    red = ImageChops.multiply(hue.point(lambda value: 255 if value < 15 or value > 240 else 0), strong).histogram()[255]

    assert picture.format == "JPEG"
    assert picture.size == (scans.WIDTH, scans.HEIGHT)
    assert red > 5000


def test_a_text_is_read_into_its_blocks():
    found = list(markup.blocks("# 一\n\n文\n- 项\n| a | b |\n|---|---|\n| 1 | |\n```\nx = 1\n```\n| z |"))

    assert found == [
        markup.Heading(1, "一"),
        markup.Paragraph("文"),
        markup.Item("项"),
        markup.Table((("a", "b"), ("1", ""))),
        markup.Code(("x = 1",)),
        markup.Table((("z",),)),
    ]
