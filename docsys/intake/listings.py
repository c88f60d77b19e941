"""The report of an import as a table: each file with its number or the reason why it has none."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple

from docsys.documents.importing import manifest
from docsys.intake import inputs
from docsys.intake.models import ImportItem
from docsys.printing.lists import Column, Listing, one_group
from docsys.web.tables import csv_bytes

REPORT = (
    Column("路径", 40),
    Column("结果", 7, "center"),
    Column("文档编号", 22, is_number=True),
    Column("文档名称", 24),
    Column("原编号", 14),
    Column("待补标识或原因", 32),
)


def report_row(item: ImportItem) -> tuple[str, ...]:
    """An item with its document."""
    document = item.document
    missing = f"待补：{'、'.join(document.missing)}" if document is not None and document.missing else ""
    said = item.reason or item.doubt or (f"与 {item.duplicate} 内容相同" if item.duplicate else "")
    number = document.number if document is not None else ""
    told = missing if document is not None and not item.reason else said
    return item.path, item.state.label, number, item.title, item.old_number, told


def head() -> list[str]:
    return [column.label for column in REPORT]


def printed(title: str, rows: Iterable[tuple[str, ...]], *, stated: str, unit: str, printed_at: str) -> Listing:
    found = tuple(rows)
    return Listing(
        title=title,
        columns=REPORT,
        groups=one_group(found),
        filtered_by=stated,
        summary=f"共 {len(found)} 个文件",
        unit=unit,
        printed=printed_at,
        signatures=("编制", "复核"),
    )


def proposals(items: Iterable[ImportItem], numbers: Mapping[int, str]) -> bytes:
    """The list of proposals for a spreadsheet, as `docsys import --dry-run` writes it, with the numbers to be expected."""
    rows = [[*astuple(inputs.row_of(item)), numbers.get(item.id, "")] for item in items]
    return csv_bytes([*manifest.HEAD.values(), "预计编号"], rows)
