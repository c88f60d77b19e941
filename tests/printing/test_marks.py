"""The 标识版 from the outside: whatever is handed in, there is a page to file, and the original is untouched."""

import hashlib
from dataclasses import replace

import pytest

from docsys.printing import attribute_page, images, word
from docsys.printing.limits import LIMITS
from docsys.printing.marks import Outcome, marked_pdf
from docsys.printing.result import Unreadable
from docsys.web.tables import xlsx_bytes
from tests.printing.samples import ATTRIBUTES, MARKS, TEMPLATES, Page, pdf, picture, places, texts
from tests.printing.samples import word as word_file

HTML = attribute_page.html(ATTRIBUTES, folder=TEMPLATES, bare=True)


def workbook(path):
    path.write_bytes(xlsx_bytes("设备", ["设备", "端口"], [["SH-1", 48]]))
    return path


def marked(path, **more):
    return marked_pdf(HTML, path, MARKS, folder=TEMPLATES, **more)


def test_attribute_page_and_content_stand_together_and_the_original_is_untouched(tmp_path):
    path = tmp_path / "手册.pdf"
    path.write_bytes(pdf(Page(), Page()))
    before = hashlib.sha256(path.read_bytes()).hexdigest()

    done = marked(path)

    assert (done.pages, done.outcome, done.reason) == (3, Outcome.COMPLETE, "")
    assert "证联网信息技术文档属性页" in texts(done.pdf)[0]
    assert "LOWER" in texts(done.pdf)[2]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_without_a_file_the_attribute_page_stands_alone():
    done = marked(None)

    assert (done.pages, done.outcome) == (1, Outcome.COMPLETE)


@pytest.mark.rule("R-4.3.5-2")
@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("配置.zip", b"PK\x05\x06" + bytes(18), "不能转换为页面"),
        ("拓扑.vsd", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "不能转换为页面"),
        ("空.docx", b"", "文件为空"),
        ("坏.pdf", b"%PDF-1.7 nonsense", "损坏"),
        ("不是.pdf", b"anything", "损坏"),
        ("坏.docx", b"PK\x03\x04nonsense", "损坏"),
        ("加密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "加密"),
    ],
)
def test_what_cannot_be_shown_gets_a_companion_that_says_why(tmp_path, name, data, reason):
    path = tmp_path / "原件"
    path.write_bytes(data)

    done = marked(path, name=name)

    assert (done.outcome, done.pages) == (Outcome.COMPANION, 2)
    assert reason in done.reason
    assert name in texts(done.pdf)[1].replace("\r\n", "")
    assert path.read_bytes() == data


def test_what_takes_too_long_gets_a_companion(tmp_path):
    path = tmp_path / "长.log"
    path.write_text("x\n" * 30_000)

    done = marked(path)

    assert done.outcome is Outcome.COMPANION
    assert "过于复杂" in done.reason


@pytest.mark.rule("R-4.3.5-2")
def test_documents_of_different_origin_carry_their_marks_at_the_same_coordinates(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf(Page((612, 792), rotate=180)))
    files = [
        tmp_path / "a.pdf",
        word_file(tmp_path / "b.docx"),
        picture(tmp_path / "c.png", (400, 600)),
        tmp_path / "d.txt",
    ]
    files[3].write_text("hostname SH-1\n" * 3)

    found = {
        tuple((places(done.pdf, text)[1]) for text in (MARKS.number, MARKS.secrecy, "编写人 赵敏", "第 2 页 / 共 2 页"))
        for done in map(marked, files)
    }

    assert len(found) == 1


@pytest.mark.rule("R-4.3.5-2")
def test_on_the_broad_pages_of_a_workbook_they_keep_the_same_distance_to_the_same_corners(tmp_path):
    (tmp_path / "d.txt").write_text("hostname SH-1\n" * 3)
    files = [tmp_path / "d.txt", workbook(tmp_path / "e.xlsx")]

    found = {
        tuple(
            getattr(places(done.pdf, text)[1], edge)
            for text, edges in (
                (MARKS.number, ("left", "top")),
                (MARKS.secrecy, ("right", "top")),
                ("编写人 赵敏", ("left", "bottom")),
                ("第 2 页 / 共 2 页", ("right", "bottom")),
            )
            for edge in edges
        )
        for done in map(marked, files)
    }

    assert len(found) == 1


def test_pages_are_counted_and_drawn(tmp_path):
    path = tmp_path / "手册.pdf"
    path.write_bytes(pdf(Page(), Page()))

    drawn = images.page_png(path, 2, 1.0)

    assert images.pages(path) == 2
    assert drawn.startswith(b"\x89PNG")
    with pytest.raises(Unreadable, match="没有第 3 页"):
        images.page_png(path, 3)


def test_a_word_file_gets_its_block_in_a_copy(tmp_path):
    path = word_file(tmp_path / "手册.docx", "正文")
    before = path.read_bytes()

    done = word.marked_docx(path, replace(MARKS, title="值班手册"), limits=LIMITS)

    assert done.startswith(b"PK")
    assert path.read_bytes() == before
