"""Workbooks as tables: what stands in the cells, sheet by sheet; a very long or broad sheet is cut and says so."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from docsys.printing.child.rendering import render
from docsys.printing.limits import Limits
from docsys.printing.pages import page
from docsys.printing.result import Unreadable

SHEETS, ROWS, COLUMNS = 30, 1000, 24
CELL = 2000
WIDEST, NARROWEST = 40, 4
NOTE = "工作簿按单元格文字排成表格，公式、图表与格式以原件为准"
BROKEN, ENCRYPTED, EMPTY = "工作簿已损坏", "文件已加密", "工作簿中没有内容"


def to_pdf(path: Path, folder: Path, limits: Limits) -> tuple[bytes, str]:
    """The tables, and what a reader must know of them.

    Raises:
        Unreadable: broken, encrypted or empty.
    """
    sheets = [sheet for sheet in _sheets(path) if sheet["rows"]]
    if not sheets:
        raise Unreadable(reason=EMPTY)
    html = page("print/workbook.html", {"sheets": sheets, "note": NOTE, "landscape": True}, folder=folder)
    return render(html, folder / "print", limits, title=path.name, attachments=(), variant=None).pdf, NOTE


def _sheets(path: Path) -> list[dict[str, Any]]:
    try:
        with python_calamine.load_workbook(str(path)) as book:
            shown = [
                said.name
                for said in book.sheets_metadata
                if said.visible == python_calamine.SheetVisibleEnum.Visible
                and said.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
            return [_sheet(name, book.get_sheet_by_name(name)) for name in shown[:SHEETS]]
    except python_calamine.PasswordError as error:
        raise Unreadable(reason=ENCRYPTED) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(reason=BROKEN) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what calamine raises on some broken files is no Exception
            raise
        raise Unreadable(reason=BROKEN) from error


def _sheet(name: str, sheet: Any) -> dict[str, Any]:
    rows = [[_text(value) for value in row[:COLUMNS]] for row in sheet.to_python(nrows=ROWS)]
    breadth = max((index + 1 for row in rows for index, text in enumerate(row) if text), default=0)
    rows = [row[:breadth] for row in rows]
    lengths = [max(len(row[index].encode("gb18030", "replace")) for row in rows) for index in range(breadth)]
    shares = [min(max(length, NARROWEST), WIDEST) for length in lengths]
    cut = sheet.height > ROWS or sheet.width > COLUMNS
    return {
        "name": name,
        "rows": rows if breadth else [],
        "widths": [round(100 * share / sum(shares), 2) for share in shares],
        "cut": f"本表共 {sheet.height} 行 {sheet.width} 列，只列出前 {len(rows)} 行 {breadth} 列" if cut else "",
        "small": breadth > COLUMNS // 2,
    }


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time(0) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return str(value)[:CELL]
