"""A list as a file: everything the filter finds, the filter in words, and good to be imported again."""

import csv
import io
from urllib.parse import unquote

import pytest
from python_calamine import CalamineWorkbook

from docsys.records.importing.columns import understand
from docsys.records.importing.reading import cells
from tests.records.factories import JC, make_visit

pytestmark = pytest.mark.db
OWN = {"kind": "本单位", "xc_number": ""}


def test_a_register_is_exported_with_its_filter_and_read_again(browse, begin):
    begin(make_visit, **OWN)
    browser = browse("qianli")

    book = browser.get("/forms/JC/list.xlsx?period=2026-11&state=open&q=周")
    table = browser.get("/forms/JC/list.csv?period=2026-11&state=open")
    none = browser.get("/forms/JC/list.csv?period=2026-10")

    told = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0).to_python()
    stated = str(told[1][0])
    assert stated.startswith("筛选：期 2026-11，状态 在场，查找 周；2026-11-")
    assert stated.endswith(" 钱莉 导出，共 1 条")
    assert unquote(table.headers["Content-Disposition"]).endswith("''机房出入登记表_期 2026-11_状态 在场.csv")
    rows = list(csv.DictReader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert [(row["编号"], row["人员姓名"], row["登记单位"], row["登记人"]) for row in rows] == [
        ("JC-SHFE-2026-0001", "周建国", "上期所", "钱莉")
    ]
    assert list(csv.DictReader(io.StringIO(none.data.decode("utf-8-sig")))) == []
    assert browser.get("/forms/JC/list.pdf").status_code == 404
    for data in (book.data, table.data):
        read = understand(JC, cells(data))
        assert (read.strange, read.lines[0].raw["visitor"]) == ((), "周建国")
