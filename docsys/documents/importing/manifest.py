"""The list of what is to be imported, as a spreadsheet: written by a trial run, edited by people, read back."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from docsys.documents.inputs import CHOICES
from docsys.errors import InvalidInput
from docsys.search.extraction.plain import decoded
from docsys.web.tables import DANGEROUS, csv_bytes

ANYWAY = "仍导入"
MOST_SAID = 50  # lines of a refused list that are named


@dataclass(frozen=True)
class Row:
    """One file and what is known of it, all as text. `duplicate` names what has the same content; `ANYWAY` there imports it
    nevertheless. `note` is for whoever edits the list.
    """

    path: str
    sha256: str = ""
    folder: str = ""
    unit: str = ""
    title: str = ""
    author: str = ""
    version: str = ""
    written_on: str = ""
    level: str = ""
    secrecy: str = ""
    use_scope: str = ""
    old_number: str = ""
    duplicate: str = ""
    note: str = ""


Judge = Callable[[Row], Iterable[str]]

HEAD: Mapping[str, str] = {
    "path": "路径",
    "sha256": "SHA-256",
    "folder": "文件夹",
    "unit": "归口单位",
    "title": "文档名称",
    "author": "编写人",
    "version": "版本",
    "written_on": "编写日期",
    "level": "审批级别",
    "secrecy": "保密级别",
    "use_scope": "使用范围",
    "old_number": "原编号",
    "duplicate": "与此相同",
    "note": "说明",
}


class ManifestUnreadable(InvalidInput):
    message: ClassVar[str] = "导入清单“{name}”不能识别：{reason}。请用 docsys import --dry-run 重新生成后编辑。"


def written(rows: Iterable[Row]) -> bytes:
    """UTF-8 with the mark that makes Excel read Chinese."""
    return csv_bytes(list(HEAD.values()), [list(asdict(row).values()) for row in rows])


def read(path: Path) -> dict[str, Row]:
    """The rows by path; comma or tab, UTF-8 or GB18030, as spreadsheets save.

    Raises:
        ManifestUnreadable: no such columns, a path twice, or a value that is none of the choices; names each line.
    """
    return parse(path.name, path.read_bytes())


def parse(name: str, data: bytes, wrong: Judge = lambda _row: ()) -> dict[str, Row]:
    """As `read`; `wrong` says what else speaks against a row."""
    text = decoded(data)
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter="\t" if "\t" in first else ",")
    names = {heading: field for field, heading in HEAD.items()}
    if reader.fieldnames is None or HEAD["path"] not in reader.fieldnames:
        raise ManifestUnreadable(name=name, reason=f"没有“{HEAD['path']}”一列")
    rows: dict[str, Row] = {}
    said: dict[int, list[str]] = {}
    for number, line in enumerate(reader, start=2):
        row = Row(**{names[key]: _cell(value) for key, value in line.items() if key in names and value is not None})
        if found := [*_wrong(row, rows), *wrong(row)]:
            said[number] = found
        rows[row.path] = row
    _refuse(name, said)
    return rows


def _refuse(name: str, said: Mapping[int, list[str]]) -> None:
    """All lines at once, so that nobody has to come back for the next one."""
    if not said:
        return
    number, first = next(iter(said.items()))
    more = f"；共 {len(said)} 行有误" if len(said) > 1 else ""
    lines = {f"第 {line} 行": sentences for line, sentences in list(said.items())[:MOST_SAID]}
    raise ManifestUnreadable(name=name, reason=f"第 {number} 行{first[0]}{more}", fields=lines)


def _cell(value: str) -> str:
    """Without the sign that keeps a spreadsheet from running it."""
    return value[1:] if value.startswith("'") and DANGEROUS.match(value[1:]) else value


def _wrong(row: Row, others: Mapping[str, Row]) -> Iterator[str]:
    if not row.path:
        yield "没有路径"
    if row.path in others:
        yield f"的路径“{row.path}”重复"
    for field in ("level", "secrecy"):
        value = getattr(row, field)
        if value and value not in dict(CHOICES[field]):
            known = "、".join(choice for choice, _ in CHOICES[field])
            yield f"的{HEAD[field]}“{value}”应为 {known} 之一"
    if row.written_on and day(row.written_on) is None:
        yield f"的日期“{row.written_on}”应写成 2026-11-23"


def day(text: str) -> date | None:
    """`2026-11-23`, or as Excel makes of it `2026/11/23`."""
    parts = text.replace("/", "-").split("-")
    try:
        return date(*map(int, parts))
    except (TypeError, ValueError):
        return None
