"""Previews: a file on pages, whatever it is."""

import pytest

from docsys.printing.convert import to_pdf
from docsys.printing.result import Unreadable
from tests.printing.samples import TEMPLATES, pdf, texts, word


def test_a_pdf_is_itself(tmp_path):
    path = tmp_path / "手册.pdf"
    path.write_bytes(pdf())

    done = to_pdf(path, folder=TEMPLATES)

    assert (done.pdf, done.note) == (path.read_bytes(), "")


def test_a_word_file_is_laid_out(tmp_path):
    done = to_pdf(word(tmp_path / "x", "交接班须逐项确认。"), "手册.docx", folder=TEMPLATES)

    assert "交接班须逐项确认。" in texts(done.pdf)[0]
    assert "以原件为准" in done.note


def test_what_has_no_pages_is_refused_with_the_reason(tmp_path):
    (tmp_path / "固件.bin").write_bytes(b"\x7fELF")

    with pytest.raises(Unreadable, match=r"“\.bin”格式的文件不能转换为页面"):
        to_pdf(tmp_path / "固件.bin", folder=TEMPLATES)
