"""文档更新跟踪: the documents that changes make stale, until each is up to date (report 10)."""

from flask import request
from flask.typing import ResponseReturnValue

from docsys.changes import tracked
from docsys.changes.tracked import Line
from docsys.changes.views.room import bp
from docsys.printing.lists import Column, Listing, one_group
from docsys.web.lists import of_rows
from docsys.web.pages import page
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, settings, today
from docsys.web.tables import as_file

TITLE = "变更文档更新跟踪"
HEAD = (
    "变更单号",
    "变更名称",
    "单位",
    "文档编号",
    "文档名称",
    "处理",
    "责任人",
    "期限",
    "完成",
    "结果",
    "状态",
    "逾期天数",
)
WIDTHS = (13, 20, 8, 14, 20, 6, 8, 10, 10, 10, 8, 6)
NUMBERS = {"变更单号", "文档编号"}
COLUMNS = tuple(Column(label, width, is_number=label in NUMBERS) for label, width in zip(HEAD, WIDTHS, strict=True))


@bp.get("/documents")
def documents() -> ResponseReturnValue:
    everything = tracked.lines(db(), actor(), today())
    standing, unit = request.args.get("standing", ""), request.args.get("unit", "")
    found = [one for one in everything if standing in {"", one.standing} and unit in {"", one.unit_code}]
    if kind := request.args.get("format"):
        return _taken_along(kind, [_row(one) for one in found], _said(standing, unit))
    return page(
        "changes/documents.html",
        cut=of_rows(found),
        counted=list(tracked.counted(everything)),
        total=len(everything),
        labels=tracked.LABELS,
        tones=tracked.TONES,
        units=sorted({(one.unit_code, one.unit) for one in everything}),
        standing=standing,
        unit=unit,
    )


def _said(standing: str, unit: str) -> dict[str, str]:
    told = {"状态": tracked.LABELS.get(standing, ""), "单位": unit, "截至": str(today())}
    return {name: text for name, text in told.items() if text}


def _taken_along(kind: str, rows: list[tuple[str, ...]], said: dict[str, str]) -> ResponseReturnValue:
    if kind != "pdf":
        return as_file(kind, TITLE, HEAD, rows, stated=said)
    return list_answer(
        Listing(
            TITLE,
            COLUMNS,
            one_group(rows),
            filtered_by="，".join(f"{name} {text}" for name, text in said.items()),
            summary=f"共 {len(rows)} 项",
            unit=settings().organisation,
            printed=printed_at(),
            signatures=("编制", "审核"),
            empty="没有须随变更更新的文档",
        )
    )


def _row(one: Line) -> tuple[str, ...]:
    days = (str(one.due or ""), str(one.done_on or ""))
    told = (one.change_number, one.change_title, one.unit, one.number, one.title, one.action, one.responsible)
    return (*told, *days, one.said, tracked.LABELS[one.standing], str(one.days or ""))
