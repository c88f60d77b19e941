"""What a file suggests for the registration page."""

from datetime import date
from pathlib import Path

import pytest

from docsys.search.extraction import Properties, Suggestion, suggest
from docsys.search.extraction.suggesting import from_name, merged
from tests.search.extraction import files

DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("运管中心值班手册V2.1_20261102.docx", Suggestion("运管中心值班手册", "", "2.1", DAY)),
        ("ZLW-ZD07-YGZX-001_V1.0_运管中心值班手册.docx", Suggestion("运管中心值班手册", "", "1.0")),
        ("2026年11月2日会议纪要.pdf", Suggestion("会议纪要", "", "", DAY)),
        ("2026-11-2 通知.pdf", Suggestion("通知", "", "", DAY)),
        ("网络设备配置规范 v3（终稿）.docx", Suggestion("网络设备配置规范", "", "3")),
        ("机房巡检记录 第3版.xlsx", Suggestion("机房巡检记录", "", "3")),
        ("SH-1核心交换机配置-20261102.cfg", Suggestion("SH-1核心交换机配置", "", "", DAY)),
        ("备份管理规定 (2).docx", Suggestion("备份管理规定")),
        ("上海市职业教育条例(2026-11-02).md", Suggestion("上海市职业教育条例", "", "", DAY)),
        ("变更管理办法(试行).docx", Suggestion("变更管理办法(试行)")),
        ("IPv6改造方案.docx", Suggestion("IPv6改造方案")),
        ("20261345编号.txt", Suggestion("20261345编号")),
        ("新建 Microsoft Word 文档.docx", Suggestion()),
        ("scan0012.pdf", Suggestion()),
        ("C:\\temp\\值班表.xlsx", Suggestion("值班表")),
        ("", Suggestion()),
    ],
)
def test_a_name_suggests_title_version_and_day(name: str, expected: Suggestion) -> None:
    assert from_name(name) == expected


def test_properties_fill_what_the_name_leaves_open() -> None:
    said = Properties("Microsoft Word - 值班手册.docx", "张三", "2026-11-02")

    assert merged("文档1.docx", said, "") == Suggestion("值班手册", "张三", "", DAY)


def test_the_first_page_fills_what_both_leave_open() -> None:
    page = "\n  \n运管中心值班手册\n版本号：V1.2\n编制：李四　日期：2026年11月2日\n"

    assert merged("scan1.docx", Properties("", "Administrator", ""), page) == Suggestion(
        "运管中心值班手册", "李四", "1.2", DAY
    )


def test_a_file_is_looked_at_once_for_all(tmp_path: Path) -> None:
    path = files.word_file(tmp_path / "staged", "版本：2.0", author="王五")

    found = suggest(path, "机房管理规定.docx")

    assert (found.title, found.author, found.version) == ("机房管理规定", "王五", "2.0")


def test_a_broken_file_still_suggests_its_name(tmp_path: Path) -> None:
    path = tmp_path / "staged"
    path.write_bytes(b"PK\x03\x04 cut off")

    assert suggest(path, "值班手册_20261102.docx") == Suggestion("值班手册", "", "", DAY)
