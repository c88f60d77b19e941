"""Text of a workbook (.xlsx, .xlsm, .xls, .ods): one page per sheet, a line per row."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from docsys.search.extraction.limits import Limits
from docsys.search.pages import PageText


def pages(path: Path, limits: Limits) -> list[PageText]:
    texts = []
    left = limits.characters
    with CalamineWorkbook.from_path(str(path)) as book:
        for number, name in enumerate(book.sheet_names[: limits.pages], start=1):
            lines = [name, *_lines(book.get_sheet_by_name(name), left)]
            texts.append(PageText(number, "\n".join(lines)))
            left -= sum(map(len, lines))
    return texts


def _lines(sheet: Any, most: int) -> Iterator[str]:
    for row in sheet.iter_rows():
        line = "\t".join(filter(None, map(_shown, row)))
        most -= len(line)
        if most < 0:
            return
        if line:
            yield line


def _shown(value: object) -> str:
    """A cell as a person reads it: 12, not 12.0."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
