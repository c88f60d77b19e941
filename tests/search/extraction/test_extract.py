"""Text comes out of what people file, page by page; whatever else comes is one of four states with a reason."""

from dataclasses import replace
from pathlib import Path

import pytest

from docsys.search.extraction import Extraction, Properties, extract
from docsys.search.extraction.child import read
from docsys.search.extraction.limits import LIMITS, Limits
from docsys.search.extraction.parent import CHILD, ENDED, MISSING, TOO_SLOW
from docsys.search.pages import PageText, TextState
from tests.search.extraction import files

SMALL = replace(LIMITS, cpu_seconds=10, wall_seconds=20.0)


def state(path: Path, limits: Limits = SMALL, name: str = "") -> tuple[TextState, str]:
    found = extract(path, name, limits)
    return found.state, found.reason


def read_here(path: Path, name: str = "", limits: Limits = SMALL) -> Extraction:
    """As the child reads, in this process: for files that do no harm."""
    return read(path, name or path.name, limits)


def state_here(path: Path, limits: Limits = SMALL) -> tuple[TextState, str]:
    found = read_here(path, limits=limits)
    return found.state, found.reason


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_word_gives_head_body_tables_and_foot_in_order(tmp_path: Path) -> None:
    found = extract(files.word_file(tmp_path / "a.docx", "第一段", "第二段", title="值班手册", author="张三"))

    lines = [line for line in found.pages[0].text.split("\n") if line]
    assert (found.state, len(found.pages), found.pages[0].number) == (TextState.EXTRACTED, 1, None)
    assert lines == ["页眉：内部资料", "第一段", "第二段", "变更类型", "一般变更", "表格之后", "页脚：受控文件"]
    assert (found.properties.title, found.properties.author) == ("值班手册", "张三")


def test_word_pages_are_those_word_saw(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>第一页</w:t><w:br w:type='page'/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>第二页</w:t></w:r></w:p>"

    found = read_here(files.word_parts(tmp_path / "a.docx", body))

    assert [(page.number, page.text.strip()) for page in found.pages] == [(1, "第一页"), (2, "第二页")]


def test_word_leaves_out_what_is_deleted_or_drawn_twice(tmp_path: Path) -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText><w:t>留下</w:t></w:r>"
        "<mc:AlternateContent xmlns:mc='mc'><mc:Choice><w:r><w:t>框内</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>框内</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )

    assert read_here(files.word_parts(tmp_path / "a.docx", body)).pages == [PageText(None, "留下框内\n")]


def test_a_workbook_gives_a_page_per_sheet(tmp_path: Path) -> None:
    found = read_here(files.workbook(tmp_path / "a.xlsx"))

    assert found.pages == [
        PageText(1, "设备台账\n设备\t数量\t单价\n核心交换机\t12\t3.5"),
        PageText(2, "备用\n空行之后"),
    ]


def test_slides_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    found = read_here(files.presentation(tmp_path / "a.pptx"))

    assert [page.text.strip() for page in found.pages] == ["第1张", "第2张", "第10张"]


def test_ofd_pages_come_in_order(tmp_path: Path) -> None:
    found = read_here(files.ofd_file(tmp_path / "a.ofd"))

    assert [(page.number, page.text.strip()) for page in found.pages] == [(1, "第一页"), (2, "第二页")]


def test_a_pdf_gives_its_pages_and_properties(tmp_path: Path) -> None:
    found = read_here(files.pdf_file(tmp_path / "a.pdf", "SH-1 first", "10.1.2.3 second", title="Manual"))

    assert [(page.number, page.text.strip()) for page in found.pages] == [(1, "SH-1 first"), (2, "10.1.2.3 second")]
    assert found.properties == Properties("Manual", "", "2026-11-02")


def test_a_pdf_without_text_says_that_it_may_be_a_scan(tmp_path: Path) -> None:
    assert state_here(files.pdf_file(tmp_path / "a.pdf", "")) == (
        TextState.EMPTY,
        "PDF 中没有文字，可能是扫描件，未做文字识别",
    )


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.log", "a.cfg"])
def test_plain_text_is_read_in_any_encoding_met_here(tmp_path: Path, encoding: str, name: str) -> None:
    text = "# 核心交换机 SH-1 配置\r\ninterface eth0/1\r\n description 上联运管中心\r\n" * 40

    found = read_here(written(tmp_path / name, text.encode(encoding)))

    assert found == Extraction(TextState.EXTRACTED, [PageText(None, text)])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_short_text_is_not_taken_for_another_encoding(tmp_path: Path, encoding: str) -> None:
    text = "路径,名称\r\n值班,手册\r\n"

    found = read_here(written(tmp_path / "a.csv", text.encode(encoding)))

    assert found == Extraction(TextState.EXTRACTED, [PageText(None, text)])


def test_bombs_end_alike_without_the_limits_of_a_process(tmp_path: Path) -> None:
    """Each is refused by what it is, before any limit is reached."""
    deep = files.word_parts(tmp_path / "deep.docx", "<w:p>" * 100_000)
    laughing = files.word_parts(tmp_path / "laughs.docx", "", '<!DOCTYPE d [<!ENTITY l "哈">]>')

    reasons = [state_here(path)[1] for path in (deep, laughing, files.overlapping_zip(tmp_path / "twins.docx"))]

    assert [reason[:5] for reason in reasons] == ["文件已损坏", "文件含有 ", "压缩包内文"]


def test_a_parser_that_raises_anything_is_a_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def panic(_path: Path, _limits: Limits) -> None:
        raise RecursionError

    monkeypatch.setattr("docsys.search.extraction.kinds.office", panic)

    assert state_here(files.workbook(tmp_path / "a.xlsx")) == (TextState.FAILED, "文件无法解析（RecursionError）")


def test_a_name_of_another_kind_does_not_mislead(tmp_path: Path) -> None:
    found = extract(files.word_file(tmp_path / "stored-under-its-hash", "正文"), "图片.jpg")

    assert found.state is TextState.EXTRACTED


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "a.txt", (TextState.EMPTY, "文件为空")),
        (b" \n", "a.txt", (TextState.EMPTY, "文件中没有文字")),
        (b"\x89PNG\r\n\x1a\n", "a.png", (TextState.EMPTY, "图片文件，未做文字识别")),
        (b"\x7fELF\0\0\0\xff\xff", "a.bin", (TextState.EMPTY, "不是文本文件，没有可检索的文字")),
        (b"%PDF-1.7 and nothing more", "a.pdf", (TextState.FAILED, "文件已损坏：不是可以打开的 PDF")),
        (b"PK\x03\x04 cut off", "a.docx", (TextState.FAILED, "文件已损坏：压缩结构不完整")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", (TextState.FAILED, "文件已加密，需要口令才能打开")),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a.ppt",
            (TextState.EMPTY, "旧版 Office 文件（.ppt）只保存原件，请另存为新版格式后登记"),
        ),
    ],
)
def test_what_gives_no_text_says_why(tmp_path: Path, data: bytes, name: str, expected: tuple[TextState, str]) -> None:
    assert state_here(written(tmp_path / name, data)) == expected


def test_a_missing_file_is_a_state_too(tmp_path: Path) -> None:
    assert state(tmp_path / "nowhere.docx") == (TextState.FAILED, MISSING)


def test_overlapping_members_are_refused_before_they_are_read(tmp_path: Path) -> None:
    """236 kB that declare, and on older Pythons read, 5 GB (CVE-2024-0450)."""
    assert state(files.overlapping_zip(tmp_path / "a.docx")) == (TextState.FAILED, "压缩包内文件相互重叠，疑似压缩炸弹")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (replace(SMALL, members=2), "压缩包内文件超过 2 个"),
        (replace(SMALL, unpacked=1024 * 1024), "解压后超过 1 MB"),
        (replace(SMALL, ratio_from=1024), "压缩比超过 100，疑似压缩炸弹"),
    ],
)
def test_an_archive_beyond_its_limits_is_refused(tmp_path: Path, limits: Limits, reason: str) -> None:
    path = files.word_parts(tmp_path / "a.docx", f"<w:p><w:r><w:t>{'大' * 800_000}</w:t></w:r></w:p>")
    if "个" in reason:
        path = files.presentation(tmp_path / "a.pptx")

    assert state_here(path, limits) == (TextState.FAILED, reason)


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    assert state_here(files.encrypted_zip(tmp_path / "a.docx")) == (TextState.FAILED, "文件已加密")


def test_a_dtd_is_refused_so_that_no_entity_laughs(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE d [<!ENTITY l0 "哈">{laughs}]>'

    path = files.word_parts(tmp_path / "a.docx", "<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>", head)

    assert state(path) == (TextState.FAILED, "文件含有 DTD 声明，已拒绝解析")


def test_xml_nested_too_deep_is_refused(tmp_path: Path) -> None:
    path = files.word_parts(tmp_path / "a.docx", "<w:p>" * 100_000)

    assert state(path) == (TextState.FAILED, "文件已损坏：XML 结构有误或嵌套过深")


def test_too_much_text_is_cut_and_says_so(tmp_path: Path) -> None:
    found = read_here(written(tmp_path / "a.txt", b"x" * 5000), "", replace(SMALL, characters=1000))

    assert (found.state, len(found.pages[0].text), found.reason) == (TextState.EXTRACTED, 1000, "只提取了前 1000 字")


def test_too_many_pages_are_cut_and_say_so(tmp_path: Path) -> None:
    found = read_here(files.pdf_file(tmp_path / "a.pdf", *("page",) * 5), "", replace(SMALL, pages=3))

    assert (len(found.pages), found.reason) == (3, "只提取了前 3 页")


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import time; time.sleep(60)", TOO_SLOW),
        ("import os; os.kill(os.getpid(), 11)", ENDED),
        ("import os; os.kill(os.getpid(), 24)", TOO_SLOW),
    ],
)
def test_a_child_that_hangs_or_dies_is_a_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: str
) -> None:
    monkeypatch.setattr("docsys.search.extraction.parent.CHILD", (CHILD[0], "-c", program))

    assert state(written(tmp_path / "a.txt", b"text"), replace(SMALL, wall_seconds=1.0)) == (TextState.FAILED, reason)


def test_a_child_that_wants_too_much_memory_is_a_state(tmp_path: Path) -> None:
    path = files.word_parts(tmp_path / "a.docx", f"<w:p><w:r><w:t>{'大' * 30_000_000}</w:t></w:r></w:p>")

    assert state(path, replace(SMALL, memory=120 * 1024 * 1024, ratio_from=10**9)) == (
        TextState.FAILED,
        "文档过于复杂，超出内存限制",
    )
