"""What a table says to a register, without a database; and what becomes of foreign, broken and hostile files."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from docsys.errors import InvalidInput
from docsys.records.importing.columns import MOST, Line, Table, columns, heads, sample, understand
from docsys.records.importing.reading import LARGEST, MISSING, TOO_LARGE, cells
from docsys.records.importing.workbook import template
from tests.records.factories import CATALOGUE, JC

REGISTERS = [form for form in CATALOGUE if form.register]
XJ = CATALOGUE.get("XJ")


def workbook(rows):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "remove_timezone": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if hasattr(value, "year"):
                sheet.write_datetime(at, column, value, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
            else:
                sheet.write(at, column, value)
    book.close()
    return target.getvalue()


def refusal(act, *given):
    with pytest.raises(InvalidInput) as refused:
        act(*given)
    assert list(refused.value.fields) == ["file"]
    return refused.value.fields["file"][0]


@pytest.mark.parametrize("form", REGISTERS, ids=lambda form: form.code)
def test_the_template_of_each_register_is_understood_with_its_own_sample(form):
    read = cells(template(form))

    assert read == [heads(form)]
    line = understand(form, [*read, sample(form)]).lines[0]
    assert line.place == 2
    assert set(line.raw) <= {field.id for field in columns(form)}
    explained = CalamineWorkbook.from_filelike(io.BytesIO(template(form))).get_sheet_by_name("填写说明").to_python()
    assert [row[0] for row in explained[1:]] == [field.label for field in columns(form)]


def test_an_exported_list_is_understood_by_its_heads_wherever_they_stand():
    rest = [head for head in heads(JC) if head != "*人员姓名"]
    table = [
        ["机房出入登记表"],
        ["2026-11-20 钱莉 导出，共 1 条"],
        [],
        ["编号", "状态", "*人员姓名", "口令", *rest],
        ["JC-SHFE-2026-0001", "在场", "'=周建国", "x"],
        [],
    ]

    read = understand(JC, table)

    assert read == Table((Line(5, {"visitor": "=周建国"}),), ("口令",))


def test_a_day_of_a_spreadsheet_is_a_day_and_a_figure_loses_its_unit():
    read = cells(workbook([["甲", "乙", "丙"], [datetime(2026, 11, 20, 9, 30, tzinfo=UTC), 12.0, True]]))

    assert read == [["甲", "乙", "丙"], ["2026-11-20 09:30", "12", "是"]]
    row = dict(zip(heads(XJ), sample(XJ), strict=True))
    line = understand(XJ, [list(row), list(row.values())]).lines[0]
    assert line.raw["temperature"] == str(XJ.sample["temperature"])


def test_a_table_without_heads_or_needed_columns_or_rows_is_refused():
    whole = heads(JC)

    assert refusal(understand, JC, [["甲", "乙"], ["1", "2"]]) == "没有找到列名行。请下载导入模板，在模板中填写。"
    assert refusal(understand, JC, []) == "没有找到列名行。请下载导入模板，在模板中填写。"
    assert refusal(understand, JC, [whole]) == "列名下面没有内容，请填写后再导入。"
    assert refusal(understand, JC, [[*whole, whole[0]], ["a"]]).startswith("列名重复：“")
    lacking = refusal(understand, JC, [[head for head in whole if head != "*人员姓名"], ["a"]])
    assert lacking == "缺少列：“人员姓名”。请使用导入模板，或在第 1 行补上列名。"
    assert refusal(understand, JC, [whole, *[["a"]] * (MOST + 1)]) == (
        f"一次最多导入 {MOST} 行，本文件有 {MOST + 1} 行，请分成几个文件。"
    )


def test_a_csv_is_read_in_utf8_and_in_gbk():
    text = '姓名,事由\r\n周建国,"巡检，\r\n更换硬盘"\r\n'

    assert (
        cells(text.encode("utf-8-sig"))
        == cells(text.encode("gb18030"))
        == [
            ["姓名", "事由"],
            ["周建国", "巡检，\r\n更换硬盘"],
        ]
    )


def _zip(name, data):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


def _bomb():
    """A workbook whose one sheet unpacks to 1.5 GB of cells."""
    source = zipfile.ZipFile(io.BytesIO(workbook([["姓名"]])))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member in source.namelist():
            if not member.endswith("sheet1.xml"):
                archive.writestr(member, source.read(member))
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            sheet.write(head.encode())
            block = b'<row><c t="n"><v>1</v></c></row>' * 8192
            for _ in range(900):
                sheet.write(block)
            sheet.write(b"</sheetData></worksheet>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", MISSING),
        (b"x" * (LARGEST + 1), TOO_LARGE),
        (b"PK\x03\x04 broken", "文件无法读取，请在电子表格中另存为 .xlsx 或 CSV 再上传。"),
        (_zip("word/document.xml", b"<w/>"), "文件无法读取，请在电子表格中另存为 .xlsx 或 CSV 再上传。"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "文件已加密，请取消密码后再上传。",
        ),
        (bytes(range(256)), "CSV 须为 UTF-8 或 GBK 编码。"),
        (b"a\n" * 6000, "表格过大，请只保留要导入的行，分成几个文件。"),
    ],
    ids=["none", "large", "broken", "word", "encrypted", "binary", "long"],
)
def test_what_cannot_be_read_says_why(data, sentence):
    assert refusal(cells, data) == sentence


def test_a_bomb_ends_within_its_limits():
    assert refusal(cells, _bomb()) in {
        "文件过于复杂，超出时间或内存限制，未读取。",
        "表格过大，请只保留要导入的行，分成几个文件。",
    }
