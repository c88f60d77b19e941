"""The lists of this room as tables: what a page exports and prints. Each head has its columns, each row its cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from docsys.clock import local, local_day
from docsys.paper.comparing import Line
from docsys.paper.models import Loan, PaperCopy, Recall, Volume
from docsys.paper.rules import span
from docsys.printing.lists import Column, Listing, one_group

COPIES = (
    Column("份号", 22, is_number=True),
    Column("文档名称", 24),
    Column("版本", 5, "center"),
    Column("状态", 6, "center"),
    Column("持有人", 12),
    Column("存放地点", 13),
    Column("卷号", 15, is_number=True),
    Column("重要", 4, "center"),
    Column("扫描件", 6, "center"),
    Column("页数", 4, "right"),
    Column("备注", 10),
)
LOANS = (
    Column("借阅编号", 16, is_number=True),
    Column("份号", 24, is_number=True),
    Column("文档名称", 18),
    Column("借阅人", 7),
    Column("部门 · 岗位", 15),
    Column("用途", 13),
    Column("批准人", 7),
    Column("借出", 11, "center"),
    Column("应还", 11, "center"),
    Column("归还", 11, "center"),
    Column("状态", 8, "center"),
)
# F-15: the last two columns stay empty for the hands of two persons.
RECALLS = (
    Column("登记编号", 16, is_number=True),
    Column("份号", 24, is_number=True),
    Column("文档名称", 18),
    Column("持有人", 11),
    Column("回收原因", 12),
    Column("应收回", 11, "center"),
    Column("收回", 11, "center"),
    Column("处理", 15),
    Column("经办人签字", 11),
    Column("监销人签字", 11),
)
VOLUMES = (
    Column("卷号", 18, is_number=True),
    Column("题名", 22),
    Column("起止编号", 35, is_number=True),
    Column("件数", 5, "right"),
    Column("页数", 5, "right"),
    Column("状态", 7, "center"),
    Column("装订日期", 11, "center"),
    Column("保管期限", 9, "center"),
    Column("保密级别", 9, "center"),
    Column("存放地点", 13),
    Column("补卷", 15, is_number=True),
)
FINDINGS = (
    Column("类别", 9, "center"),
    Column("文档编号", 18, is_number=True),
    Column("文档名称", 24),
    Column("版本", 5, "center"),
    Column("份号", 21, is_number=True),
    Column("持有人", 12),
    Column("说明", 30),
)
Row = tuple[str, ...]


def head(columns: Sequence[Column]) -> list[str]:
    return [column.label for column in columns]


def copy_row(copy: PaperCopy) -> Row:
    return (
        copy.code,
        copy.document.title,
        str(copy.version.version),
        copy.state.label,
        copy.holder,
        copy.location,
        copy.item.volume.number if copy.item else "",
        "是" if copy.is_important else "",
        str(len(copy.scans) or ""),
        str(copy.pages or ""),
        copy.remark,
    )


def loan_row(loan: Loan) -> Row:
    return (
        loan.number,
        loan.copy.code,
        loan.copy.document.title,
        loan.borrower_name,
        " · ".join(filter(None, (loan.department, loan.post))),
        loan.purpose,
        loan.approved_by,
        f"{local(loan.lent_at):%Y-%m-%d}" if loan.lent_at else "",
        str(loan.due_on),
        f"{local(loan.returned_at):%Y-%m-%d}" if loan.returned_at else "",
        loan.state.label,
    )


def recall_row(recall: Recall) -> Row:
    copy = recall.copy
    destroyed = f"已销毁 {local_day(copy.destroyed_at)}（{copy.destroyed_by}）" if copy.destroyed_at else ""
    return (
        recall.number,
        copy.code,
        copy.document.title,
        recall.holder,
        recall.reason,
        str(recall.due_on),
        str(local_day(recall.done_at)) if recall.done_at else "",
        destroyed or recall.outcome,
        "",
        "",
    )


def volume_row(volume: Volume) -> Row:
    return (
        volume.number,
        volume.title,
        span([item.number for item in volume.items]),
        str(len(volume.items)),
        str(volume.pages),
        volume.state.label,
        str(local_day(volume.bound_at)) if volume.bound_at else "",
        volume.retention,
        volume.secrecy,
        volume.location,
        f"补 {volume.supplements.number}" if volume.supplements else "",
    )


def finding_row(line: Line) -> Row:
    return (line.kind.label, line.number, line.title, line.version, line.code, line.holder, line.detail)


@dataclass(frozen=True)
class Stated:
    """What stands around a list on paper: its filter, whose it is, when it was printed, who signs it."""

    filtered_by: str
    unit: str
    printed: str
    signatures: tuple[str, ...] = ()


def listing(title: str, columns: Sequence[Column], rows: Sequence[Row], stated: Stated) -> Listing:
    return Listing(
        title,
        tuple(columns),
        one_group(rows),
        filtered_by=stated.filtered_by,
        summary=f"共 {len(rows)} 条",
        unit=stated.unit,
        printed=stated.printed,
        signatures=stated.signatures,
    )
