"""变更日历: a week or a month of orders by node, over the hours in which nothing may be changed (15.6.4（四）)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from flask import request
from flask.typing import ResponseReturnValue

from docsys.calendars import queries as calendars
from docsys.calendars.rules import Which
from docsys.changes import planned as orders
from docsys.changes import shown
from docsys.changes.listed import day_of
from docsys.changes.rules import schedule
from docsys.changes.rules.schedule import Planned
from docsys.changes.rules.states import APPROVED
from docsys.changes.rules.week import days_of
from docsys.changes.views.room import bp
from docsys.printing.lists import Column, Listing, one_group
from docsys.web.filters import moment
from docsys.web.pages import page
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, settings, today

KINDS = {"week": "周", "month": "月"}
HEAD = ("计划开始", "计划结束", "变更单号", "变更名称", "单位", "节点", "级别", "状态", "冲突")
WIDTHS = (14, 14, 14, 26, 10, 12, 6, 9, 14)
COLUMNS = tuple(Column(label, width, is_number=label == "变更单号") for label, width in zip(HEAD, WIDTHS, strict=True))


@bp.get("/calendar")
def calendar() -> ResponseReturnValue:
    kind = request.args.get("span", "")
    kind = kind if kind in KINDS else "week"
    first, days = schedule.span(kind, day_of(request.args, "day") or today())
    found = orders.planned(db(), actor(), first, days)
    rows = schedule.rows(found, first, days)
    conflicts = schedule.conflicts(rows)
    if request.args.get("format") == "pdf":
        return _paper(found, conflicts, first, days)
    trading = calendars.load(db(), Which.TRADING)
    before, after = schedule.around(kind, first, days)
    return page(
        "changes/calendar.html",
        kind=kind,
        kinds=KINDS,
        first=first,
        last=first + timedelta(days=days - 1),
        count=days,
        days=[(one, one.known and trading.is_open(one.day)) for one in days_of(trading, first, days)],
        rows=rows,
        orders=found,
        conflicts=conflicts,
        before=before,
        after=after,
        tone_of=shown.tone,
        approved=APPROVED,
    )


def _paper(
    found: Sequence[Planned], conflicts: Mapping[int, tuple[str, ...]], first: date, days: int
) -> ResponseReturnValue:
    rows = [_row(one, conflicts.get(one.change_id, ())) for one in found]
    last = first + timedelta(days=days - 1)
    return list_answer(
        Listing(
            "变更日历",
            COLUMNS,
            one_group(rows),
            filtered_by=f"{first} 至 {last}",
            summary=f"共 {len(rows)} 份",
            unit=settings().organisation,
            printed=printed_at(),
            signatures=("编制", "审核"),
            empty="这一期间没有变更",
        )
    )


def _row(one: Planned, clashes: tuple[str, ...]) -> tuple[str, ...]:
    times: tuple[datetime, ...] = (one.starts_at, one.ends_at)
    level = f"{one.level}{'紧急' if one.urgency == '紧急' else ''}"
    words = (one.number, one.title, one.unit, "、".join(one.nodes), level, one.state.label, "、".join(clashes))
    return (*(moment(at) for at in times), *words)
