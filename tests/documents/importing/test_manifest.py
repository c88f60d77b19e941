"""The list that people edit in a spreadsheet."""

import pytest

from docsys.documents.importing import manifest
from docsys.documents.importing.manifest import ManifestUnreadable, Row

ROWS = [
    Row(
        "值班/手册.docx",
        "0" * 64,
        "SC01",
        "YGZX",
        "值班手册",
        "王军",
        "V2.1",
        "2026-11-02",
        "C",
        "内部",
        "一线",
        "JS-1",
    ),
    Row("=cmd|' /C calc'!A0.txt", title='逗号, 引号" 与换行\n', duplicate="a.txt", note="说明"),
]


def saved(tmp_path, data):
    path = tmp_path / "清单.csv"
    path.write_bytes(data)
    return path


def test_what_is_written_is_read_back_the_same(tmp_path):
    data = manifest.written(ROWS)

    assert data.startswith(b"\xef\xbb\xbf" + "路径,SHA-256,文件夹,归口单位,文档名称".encode())
    assert b"\r\n'=cmd" in data
    assert list(manifest.read(saved(tmp_path, data)).values()) == ROWS


@pytest.mark.parametrize(("encoding", "delimiter"), [("gb18030", ","), ("utf-16", "\t"), ("utf-8", ",")])
def test_a_spreadsheet_may_save_it_as_it_likes(tmp_path, encoding, delimiter):
    text = delimiter.join(["文件夹", "路径", "别的"]) + "\r\n" + delimiter.join(["SC01", "手册.docx", "x"]) + "\r\n"

    assert manifest.read(saved(tmp_path, text.encode(encoding))) == {"手册.docx": Row("手册.docx", folder="SC01")}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("文件夹,名称\r\nSC01,x\r\n", "没有“路径”一列"),
        ("路径\r\na.txt\r\na.txt\r\n", "第 3 行的路径“a.txt”重复"),
        ("路径,文件夹\r\n,SC01\r\n", "第 2 行没有路径"),
        ("路径,审批级别\r\na.txt,E\r\n", "第 2 行的审批级别“E”应为 A、B、C、D 之一"),
        ("路径,保密级别\r\na.txt,绝密\r\n", "第 2 行的保密级别“绝密”应为 公开、内部、敏感、高度敏感 之一"),
        ("路径,编写日期\r\na.txt,昨天\r\n", "第 2 行的日期“昨天”应写成 2026-11-23"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(tmp_path, text, reason):
    with pytest.raises(ManifestUnreadable) as refused:
        manifest.read(saved(tmp_path, text.encode()))

    assert reason in refused.value.sentence


def test_a_day_may_be_written_as_excel_writes_it():
    assert manifest.day("2026/1/5") == manifest.day("2026-01-05")
    assert manifest.day("") is None
