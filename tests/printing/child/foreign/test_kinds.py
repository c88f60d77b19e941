"""Every kind of file becomes pages or a reason; its first bytes decide, its name only where they say nothing."""

import stat
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from PIL import Image

from docsys.errors import TooComplex
from docsys.printing.child.foreign import archives, kinds, office, pictures, tables, texts, word
from docsys.printing.child.foreign.kinds import Conversion
from docsys.printing.limits import LIMITS, Limits
from docsys.printing.result import Unreadable
from tests.printing import samples
from tests.printing.samples import TEMPLATES

HOW = Conversion(TEMPLATES, Limits(soffice="no-such-program"))


def shown(path: Path, name: str = "") -> tuple[str, str]:
    content = kinds.to_pdf(path, name or path.name, HOW)
    return "\n".join(samples.texts(content.pdf)).replace("\r", ""), content.note


def reason(path: Path, name: str = "") -> str:
    with pytest.raises(Unreadable) as refusal:
        kinds.to_pdf(path, name or path.name, HOW)
    return str(refusal.value.data["reason"])


def test_word_is_laid_out_anew_and_says_so(tmp_path):
    path = tmp_path / "手册.docx"
    document = docx.Document()
    document.add_heading("第一章 值班", 1)
    document.add_paragraph("交接班须逐项确认。")
    document.add_table(1, 2).rows[0].cells[1].text = "备注栏"
    document.add_picture(str(samples.picture(tmp_path / "图.png")))
    document.save(str(path))

    text, note = shown(path, "任意名称")

    assert all(one in text for one in ("第一章 值班", "交接班须逐项确认。", "备注栏", word.NOTE))
    assert note == word.NOTE


def test_only_known_elements_come_through():
    dirty = '<p onclick="x()">甲<script>alert(1)</script><font>乙</font><a href="javascript:x">丙</a><img src="file:///x"></p><!-- 丁 -->'

    assert word.cleaned(dirty) == "<div><p>甲乙<a>丙</a><img></p></div>"
    assert word.cleaned("") == "<div><p></p></div>"


def test_an_office_program_is_used_where_it_is_installed(tmp_path):
    """A stand-in for LibreOffice that writes the page it was given."""
    (tmp_path / "made.pdf").write_bytes(samples.pdf())
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\nfor last; do :; done\ncp {tmp_path}/made.pdf "${{last%.*}}.pdf"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    how = Conversion(TEMPLATES, Limits(soffice=str(program)))
    old = tmp_path / "旧.doc"
    old.write_bytes(kinds.OLE + bytes(600))

    for path in (samples.word(tmp_path / "手册.docx"), old):
        content = kinds.to_pdf(path, path.name, how)
        assert ("LOWER" in samples.texts(content.pdf)[0], content.note) == (True, "")


def test_an_office_program_that_hangs_is_stopped(tmp_path):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)

    with pytest.raises(TooComplex):
        office.to_pdf(samples.word(tmp_path / "x.docx"), Limits(seconds=1, soffice=str(program)))


def test_a_workbook_becomes_tables_and_long_sheets_say_what_is_missing(tmp_path):
    rows: list[list[object]] = [["设备名称", "数量", "启用"], *([f"交换机{one}", one, True] for one in range(1200))]

    text, note = shown(samples.workbook(tmp_path / "清单.xlsx", rows[:20]))
    long, _ = shown(samples.workbook(tmp_path / "长.xlsx", [[one] for one in range(1100)]))

    assert all(one in text for one in ("设备清单", "交换机18", "是"))
    assert "以原件为准" in note
    assert "本表共 1100 行 1 列，只列出前 1000 行" in long
    assert "没有内容" in reason(samples.workbook(tmp_path / "空.xlsx", []))


@pytest.mark.parametrize(
    ("suffix", "mode"), [("png", "RGBA"), ("jpg", "RGB"), ("tif", "1"), ("webp", "RGB"), ("bmp", "L"), ("gif", "P")]
)
def test_pictures_become_one_page_each(tmp_path, suffix, mode):
    path = tmp_path / f"扫描.{suffix}"
    Image.new(mode, (300, 500)).save(path)

    assert len(samples.texts(kinds.to_pdf(path, "x", HOW).pdf)) == 1


def test_a_scan_of_several_pages_keeps_them(tmp_path):
    frames = [Image.new("L", (200, 300), one * 60) for one in range(3)]
    frames[0].save(tmp_path / "扫描.tif", save_all=True, append_images=frames[1:])

    assert len(samples.texts(kinds.to_pdf(tmp_path / "扫描.tif", "扫描.tif", HOW).pdf)) == 3


def test_picture_bombs_and_disguises_are_refused(tmp_path):
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    Image.new("1", (16_000, 8_000)).save(tmp_path / "bomb.png")
    Image.new("RGB", (9, 9)).save(tmp_path / "x.eps")

    assert reason(tmp_path / "x.png") == pictures.BROKEN
    assert reason(tmp_path / "bomb.png") == pictures.TOO_LARGE
    assert "不能转换" in reason(tmp_path / "x.eps", "x.png")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_are_read_in_the_encodings_in_use(tmp_path, encoding):
    path = tmp_path / "核心.cfg"
    path.write_bytes("hostname 核心交换机\n\tmtu 9000\x07\n".encode(encoding))

    text, note = shown(path)

    assert "hostname 核心交换机" in text
    assert note == ""


def test_what_is_no_text_is_not_shown_as_one(tmp_path):
    (tmp_path / "x.log").write_bytes(b"\0\1\2")
    (tmp_path / "x.bin").write_bytes(b"abc")
    (tmp_path / "wide.txt").write_text("x" * 5000)

    assert reason(tmp_path / "x.log") == texts.NOT_TEXT
    assert "不能转换" in reason(tmp_path / "x.bin")
    assert texts.decoded(b"\xff\xff\x81") != ""
    with pytest.raises(TooComplex):
        kinds.to_pdf(tmp_path / "wide.txt", "wide.txt", HOW)


def test_archives_are_looked_at_before_they_are_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(60_000_000))
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("readme", "x")
    one = (tmp_path / "x.zip").read_bytes()
    central = one.index(b"PK\1\2")
    entry, end = one[central : one.index(b"PK\5\6")], one[one.index(b"PK\5\6") :]
    twice = end[:8] + b"\2\0\2\0" + (2 * len(entry)).to_bytes(4, "little") + end[16:]
    (tmp_path / "overlap.docx").write_bytes(one[:central] + entry + entry + twice)

    assert reason(tmp_path / "bomb.docx") == archives.BOMB
    assert reason(tmp_path / "overlap.docx") == archives.BOMB
    assert "不能转换" in reason(tmp_path / "x.zip")


def test_old_formats_ask_for_the_office_program_and_large_files_are_left_alone(tmp_path):
    (tmp_path / "x.doc").write_bytes(kinds.OLE + bytes(600))
    (tmp_path / "x.xls").write_bytes(kinds.OLE + bytes(600))

    assert "LibreOffice" in reason(tmp_path / "x.doc")
    assert "损坏" in reason(tmp_path / "x.xls")
    with pytest.raises(Unreadable, match="超过 0 MB"):
        kinds.to_pdf(tmp_path / "x.doc", "x.doc", Conversion(TEMPLATES, Limits(file=100)))
    assert LIMITS.file > 100


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "是"),
        (3.0, "3"),
        (0.25, "0.25"),
        (date(2026, 11, 2), "2026-11-02"),
        (datetime(2026, 11, 2, tzinfo=UTC), "2026-11-02"),
        (datetime(2026, 11, 2, 9, 5, tzinfo=UTC), "2026-11-02 09:05"),
        ("", ""),
    ],
)
def test_cells_read_as_they_look(value, text):
    assert tables._text(value) == text  # noqa: SLF001 - a table of its own is not worth a workbook each
