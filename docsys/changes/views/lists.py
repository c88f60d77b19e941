"""The list of change orders, on the screen and as a file; where a new one begins."""

from collections.abc import Iterable
from dataclasses import asdict

from flask import request
from flask.typing import ResponseReturnValue

from docsys.changes import listed as lists
from docsys.changes import queries, shown
from docsys.changes.models import Change
from docsys.changes.rules.states import State
from docsys.changes.views.room import bp, form
from docsys.printing.lists import Column, Listing, one_group
from docsys.records import actions as records
from docsys.records import shown as sheets
from docsys.web.filters import moment
from docsys.web.lists import listing
from docsys.web.pages import go, page, say
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, now, settings, today
from docsys.web.tables import csv_answer, xlsx_answer

HEAD = ("变更单号", "变更名称", "状态", "类型", "级别", "单位", "节点", "计划开始", "计划结束", "提交时间")
WIDTHS = (13, 28, 8, 6, 6, 10, 10, 13, 13, 13)
COLUMNS = tuple(Column(label, width, is_number=label == "变更单号") for label, width in zip(HEAD, WIDTHS, strict=True))


@bp.get("/")
def listed() -> ResponseReturnValue:
    asked = lists.wanted(request.args)
    units = lists.units(db(), actor())
    if kind := request.args.get("format"):
        return _taken_along(kind, asked, units)
    return page(
        "changes/list.html",
        cut=listing(db(), lists.listed(actor(), asked), lists.COLUMNS, lists.DEFAULT),
        asked=asdict(asked),
        is_narrowed=asked != lists.Wanted(),
        units=units,
        states=[(lists.OPEN, "未结"), *((one.value, one.label) for one in State)],
        whose=list(lists.WHOSE.items()),
        tone_of=shown.tone,
        why_not=sheets.why_not_begin(form(), actor()),
    )


def _taken_along(kind: str, asked: lists.Wanted, units: list[tuple[str, str]]) -> ResponseReturnValue:
    query = lists.listed(actor(), asked).order_by(lists.COLUMNS["id"].desc())
    rows = [_row(one) for one in db().scalars(query)]
    chosen = lists.said(asked, units)
    if kind == "pdf":
        return list_answer(_paper(rows, chosen))
    if kind == "xlsx":
        stated = f"筛选：{'，'.join(chosen) or '全部'}；{today()} {actor().name} 导出，共 {len(rows)} 份"
        return xlsx_answer("变更单清单", HEAD, rows, stated=stated)
    return csv_answer("_".join(("变更单清单", *chosen)), HEAD, rows)


def _row(one: Change) -> tuple[str, ...]:
    moments = (moment(at, "") for at in (one.starts_at, one.ends_at, one.submitted_at))
    words = (one.number, one.title, one.state.label, one.urgency, one.level, one.unit.short_name, "、".join(one.nodes))
    return (*words, *moments)


def _paper(rows: Iterable[tuple[str, ...]], chosen: list[str]) -> Listing:
    lines = list(rows)
    return Listing(
        "变更单清单",
        COLUMNS,
        one_group(lines),
        filtered_by="，".join(chosen) or "全部",
        summary=f"共 {len(lines)} 份",
        unit=settings().organisation,
        printed=printed_at(),
        signatures=("编制", "审核"),
        empty="没有变更单",
    )


@bp.post("/new")
def begin() -> ResponseReturnValue:
    """A new order and its sheet; with `like` as a copy of an earlier one that succeeded (15.4.3)."""
    like = request.form.get("like", "")
    source = queries.get(db(), int(like), actor()).record_id if like.isdecimal() else None
    record = records.start(db(), form(), actor=actor(), now=now(), like=source)
    say(f"已起草变更单，编号 {record.number}。填写内容自动保存，右侧随时显示是否符合提交条件。")
    return go("records.show", record_id=record.id)
