"""Lists as files: CSV and xlsx, safe to open in a spreadsheet, with the filter stated on them."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter
from flask import Response

from docsys.errors import NotFound
from docsys.web.downloads import send

# A cell that begins so is a formula to a spreadsheet; the full-width forms are taken as such by Chinese input of Excel.
DANGEROUS = re.compile(r"^[\s]*[=+\-@＝＋－＠\t\r]")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def safe_cell(value: object) -> str:
    """`value` as text that no spreadsheet runs."""
    text = CONTROLS.sub("", "" if value is None else str(value))
    return f"'{text}" if DANGEROUS.match(text) else text


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """RFC 4180 in UTF-8 with the mark that makes Excel read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    return send(csv_bytes(head, rows), f"{name}.csv", media="text/csv; charset=utf-8")


def xlsx_bytes(title: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, stated: str = "") -> bytes:
    """One sheet; every cell a string, so that nothing is computed and no leading zero is lost."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "Sheet1")
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F7", "border": 1})
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, stated)
    for column, text in enumerate(head):
        sheet.write_string(3, column, text, bold)
        sheet.set_column(column, column, 18)
    for line, row in enumerate(rows, start=4):
        for column, value in enumerate(row):
            sheet.write_string(line, column, safe_cell(value)[:32_000])
    sheet.freeze_panes(4, 0)
    book.close()
    return target.getvalue()


def xlsx_answer(title: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, stated: str = "") -> Response:
    return send(xlsx_bytes(title, head, rows, stated=stated), f"{title}.xlsx")


def as_file(
    kind: str, title: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, stated: Mapping[str, str]
) -> Response:
    """The list as the file that `format=` asks for, with its filter stated: `q=赵敏 state=on`."""
    if kind == "xlsx":
        words = " ".join(f"{name}={value}" for name, value in stated.items())
        return xlsx_answer(title, head, rows, stated=f"筛选：{words or '全部'}")
    if kind != "csv":
        raise NotFound
    return csv_answer(title, head, rows)
