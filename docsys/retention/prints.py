"""鉴定清单 and 销毁清单 on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docsys.clock import local
from docsys.printing.lists import Column, Listing, one_group
from docsys.retention import rules
from docsys.retention.models import Destruction
from docsys.retention.queries import Line

HEAD = ("编号", "名称", "归口单位", "种类", "依据", "起算", "保存期满日", "逾期天数", "状态")
WIDTHS = (20, 26, 9, 14, 10, 20, 10, 7, 8)
COLUMNS = tuple(Column(label, width, is_number=label == "编号") for label, width in zip(HEAD, WIDTHS, strict=True))
DESTROYED = (
    Column("序号", 4, "center"),
    Column("编号", 20, is_number=True),
    Column("名称", 26),
    Column("种类与保管期限", 24),
    Column("保存期满日", 10),
    Column("销毁的文件与 SHA-256", 40),
)


@dataclass(frozen=True)
class Around:
    """What stands around a list: whose it is, and when it was printed."""

    organisation: str
    printed: str


def row(line: Line, as_of: date) -> tuple[str, ...]:
    kind, due = line.term.kind, line.term.due or as_of
    return (
        line.number,
        line.title,
        line.unit,
        kind.label,
        kind.article if not kind.is_silent else f"{kind.article}（未规定期限）",
        line.why,
        str(due),
        str((as_of - due).days),
        line.standing,
    )


def due_list(lines: Sequence[Line], as_of: date, stated: str, around: Around) -> Listing:
    return Listing(
        "保存期满鉴定清单",
        COLUMNS,
        one_group([row(line, as_of) for line in lines]),
        filtered_by=f"截至 {as_of}" + (f"，{stated}" if stated else ""),
        summary=f"共 {len(lines)} 件。期满不自动销毁：延长或销毁由一人提出、另一人确认（2.3.3）。",
        unit=around.organisation,
        printed=around.printed,
        signatures=("编制", "鉴定", "批准"),
        empty="没有保存期满的文档和记录",
    )


def destruction_list(made: Destruction, unit: str, around: Around) -> Listing:
    rows = [(str(place), *_destroyed(one)) for place, one in enumerate(made.lines, start=1)]
    at = f"{local(made.destroyed_at):%Y-%m-%d %H:%M}"
    return Listing(
        "销毁清单",
        DESTROYED,
        one_group(rows),
        filtered_by=f"{unit}　销毁时间 {at}　理由：{made.reason}",
        summary=f"共 {len(rows)} 件。{made.requested_by}提出，{made.confirmed_by}确认（2.3.3）；编号不再使用。",
        unit=around.organisation,
        secrecy="内部",
        printed=around.printed,
        signatures=("提出", "确认", "监销"),
    )


def _destroyed(one: dict[str, Any]) -> tuple[str, ...]:
    files = "\n".join(f"{file['name']}　{file['sha256']}" for file in one["files"]) or "无电子文件（仅填写内容）"
    return (one["number"], one["title"], f"{one['label']}：{one['why']}", one["due"], files)


def period_row(label: str, kind: rules.Kind, default: str, in_force: str) -> tuple[str, ...]:
    """One row of the table of periods, as CSV."""
    least = rules.in_words(kind.minimum) if kind.minimum else "未规定"
    return (
        kind.code,
        label,
        kind.article,
        least,
        rules.in_words(default),
        rules.in_words(in_force),
        kind.trigger.value,
    )
