import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from docsys.web import tables

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", "  =cmd|' /C calc'!A0"]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_cell_begins_a_formula(value):
    assert tables.safe_cell(value).startswith("'")


def test_a_csv_reads_back_whole_with_its_chinese():
    data = tables.csv_bytes(["姓名", "备注"], [["赵敏", '含"引号"，\n换行'], [None, 3]])

    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["姓名", "备注"],
        ["赵敏", '含"引号"，\n换行'],
        ["", "3"],
    ]


def test_a_sheet_holds_text_and_nothing_to_run():
    data = tables.xlsx_bytes("用户/清单", ["登录名"], [[value] for value in HOSTILE], stated="筛选：全部")
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_index(0).to_python()

    assert book.sheet_names == ["用户 清单"]
    assert [row[0] for row in rows[:4]] == ["用户/清单", "筛选：全部", "", "登录名"]
    assert all(str(row[0]).startswith("'") for row in rows[4:])
