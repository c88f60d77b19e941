"""Texts of files are compared whatever they are: plain, Word, workbook, PDF; what cannot be read says why."""

from pathlib import Path

import pytest
import xlsxwriter

from docsys.documents.comparing import reading
from docsys.documents.comparing.reading import Source, compare
from docsys.printing import render
from tests.search.extraction.files import word_file

TEMPLATES = Path("templates").resolve()


def text_file(path, text):
    path.write_text(text, "utf-8")
    return path


def pdf_file(path, *paragraphs):
    html = "".join(f"<p>{one}</p>" for one in paragraphs)
    style = "<style>body { font-family: 'Noto Sans CJK SC' }</style>"
    path.write_bytes(
        render(f"<html lang=zh><head><title>手册</title>{style}</head><body>{html}</body></html>", folder=TEMPLATES)
    )
    return path


def workbook(path, *rows):
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("台账")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return path


def source(path, sha256=""):
    return Source(path, path.name, sha256)


def marked(compared):
    """What is marked on either side."""
    rows = [row for group in compared.folded.groups for row in group.rows]
    left = [piece.text for row in rows for piece in row.left if piece.differs]
    right = [piece.text for row in rows for piece in row.right if piece.differs]
    return left, right


OLD = ["第一条 值班电话为 83141985。", "第二条 每日巡检两次。"]
NEW = ["第一条 值班电话为 83141986。", "第二条 每日巡检两次。"]


@pytest.mark.rule("R-4.4.1-1")
@pytest.mark.parametrize("suffix", ["txt", "md", "docx", "pdf"])
def test_differences_are_found_in_each_kind_of_text(tmp_path, suffix):
    made = {"docx": word_file, "pdf": pdf_file}
    make = made.get(suffix, lambda path, *lines: text_file(path, "\n".join(lines)))

    compared = compare(source(make(tmp_path / f"old.{suffix}", *OLD)), source(make(tmp_path / f"new.{suffix}", *NEW)))

    assert marked(compared) == (["83141985"], ["83141986"])


def test_of_a_workbook_the_row_that_changed_is_found(tmp_path):
    rows = [["设备", "地址"], ["SH-1", "10.1.2.3"], ["SH-2", "10.1.2.4"]]
    other = [*rows[:2], ["SH-2", "10.1.2.5"]]

    compared = compare(
        source(workbook(tmp_path / "old.xlsx", *rows)),
        source(workbook(tmp_path / "new.xlsx", *other)),
    )

    assert marked(compared) == (["10.1.2.4"], ["10.1.2.5"])


def test_a_text_is_compared_with_the_pdf_it_became(tmp_path):
    old = text_file(tmp_path / "old.txt", "\n".join(OLD))

    assert marked(compare(source(old), source(pdf_file(tmp_path / "new.pdf", *NEW)))) == (["83141985"], ["83141986"])


def test_files_of_the_same_bytes_are_not_read(tmp_path):
    compared = compare(Source(tmp_path / "gone", "a.txt", "ab12"), Source(tmp_path / "gone", "b.txt", "ab12"))

    assert compared.identical


def test_what_has_no_text_says_why(tmp_path):
    picture = tmp_path / "图.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))

    compared = compare(source(text_file(tmp_path / "a.txt", "有字")), source(picture))

    assert compared.why == "文本无法比较"
    assert compared.right.reason == "图片文件，未做文字识别"


def test_a_version_on_paper_only_says_so(tmp_path):
    assert compare(source(text_file(tmp_path / "a.txt", "有字")), Source(None)).right.reason == "没有电子文件"


def test_texts_beyond_the_limits_are_counted_and_not_compared(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_PARAGRAPHS", 3)
    old = text_file(tmp_path / "a.txt", "甲\n乙\n丙\n丁")

    compared = compare(source(old), source(text_file(tmp_path / "b.txt", "甲\n乙\n戊")))

    assert (compared.why, compared.folded, compared.apart) == ("差异过大", None, (2, 1))
