"""The process that reads a foreign table: limits itself, writes one JSON document to standard output, and ends.

Started by its path, and knows nothing of docsys: bytes come on standard input, cells go out as text.
"""

import csv
import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 15
ROWS, COLUMNS, CELL = 5000, 100, 4000
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
BROKEN = "文件无法读取，请在电子表格中另存为 .xlsx 或 CSV 再上传。"
ENCRYPTED = "文件已加密，请取消密码后再上传。"
TOO_LARGE = "表格过大，请只保留要导入的行，分成几个文件。"
NO_TEXT = "CSV 须为 UTF-8 或 GBK 编码。"


class Unreadable(Exception):
    """Carries the sentence for the reader."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(json.dumps(_answer(sys.stdin.buffer.read())).encode())


def _answer(data: bytes) -> dict[str, Any]:
    """The rows, or why there are none: parsers of foreign files raise what they like."""
    try:
        return {"rows": rows(data)}
    except Unreadable as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": TOO_LARGE}
    except BaseException as error:  # noqa: BLE001 - a panic of calamine is no Exception
        return {"refused": ENCRYPTED if type(error).__name__ == "PasswordError" else BROKEN}


def rows(data: bytes) -> list[list[str]]:
    """The cells of the first sheet, or of the CSV, as text."""
    if data.startswith(OLE):
        raise Unreadable(ENCRYPTED if b"E\0n\0c\0r\0y\0p\0t\0e\0d" in data else BROKEN)
    found = list(_workbook(data) if data.startswith(ZIP) else _csv(data))
    while found and not any(found[-1]):
        found.pop()
    return found


def _workbook(data: bytes) -> Iterator[list[str]]:
    import python_calamine  # noqa: PLC0415 - a CSV needs none

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheet = book.get_sheet_by_index(0)
    if sheet.height > ROWS:
        raise Unreadable(TOO_LARGE)
    # Counted from the first row and column of the sheet, so that row numbers are those that Excel shows.
    for row in sheet.to_python(skip_empty_area=False, nrows=ROWS):
        yield [_text(value) for value in row[:COLUMNS]]


def _csv(data: bytes) -> Iterator[list[str]]:
    for place, row in enumerate(csv.reader(io.StringIO(_decoded(data), newline=""))):
        if place >= ROWS:
            raise Unreadable(TOO_LARGE)
        yield [cell.strip()[:CELL] for cell in row[:COLUMNS]]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(NO_TEXT)


def _text(value: Any) -> str:
    """A cell as a person would have typed it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return f"{int(value.total_seconds()) // 3600:02}:{int(value.total_seconds()) // 60 % 60:02}"
    return (value.isoformat() if isinstance(value, date) else str(value)).strip()[:CELL]


if __name__ == "__main__":
    main()
