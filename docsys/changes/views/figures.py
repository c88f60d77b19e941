"""变更统计: the figures of a period, as page, PDF and table (report 9)."""

from collections.abc import Iterator
from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from docsys.changes import listed, statistics
from docsys.changes.statistics import Period, Statistics
from docsys.changes.views.room import bp
from docsys.printing.lists import Column, Listing, one_group
from docsys.web.pages import page
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, settings, today
from docsys.web.tables import as_file

TITLE = "变更统计"
HEAD = ("分组", "项目", "数量", "占比")
COLUMNS = tuple(Column(label, width) for label, width in zip(HEAD, (30, 40, 15, 15), strict=True))
LONGEST = 5 * 366
"""Days; a longer period is cut at its beginning."""


def _period() -> Period:
    """The period of the address: the last twelve months unless it says otherwise."""
    now = today()
    last = listed.day_of(request.args, "to") or now
    first = listed.day_of(request.args, "from") or date(last.year - 1, last.month, 1)
    if first > last:
        first, last = last, first
    if (last - first).days > LONGEST:
        first = date.fromordinal(last.toordinal() - LONGEST)
    return Period(first, last, request.args.get("unit", "")[:20])


@bp.get("/statistics", endpoint="statistics")
def figures() -> ResponseReturnValue:
    period = _period()
    found = statistics.of(db(), actor(), period, today())
    units = listed.units(db(), actor())
    said = {"期间": f"{period.first} 至 {period.last}", "单位": dict(units).get(period.unit, "全部")}
    if kind := request.args.get("format"):
        return _taken_along(kind, list(_rows(found)), said)
    return page("changes/statistics.html", found=found, period=period, units=units)


def _taken_along(kind: str, rows: list[tuple[str, ...]], said: dict[str, str]) -> ResponseReturnValue:
    if kind != "pdf":
        return as_file(kind, TITLE, HEAD, rows, stated=said)
    return list_answer(
        Listing(
            TITLE,
            COLUMNS,
            one_group(rows),
            filtered_by="，".join(f"{name} {text}" for name, text in said.items()),
            unit=settings().organisation,
            printed=printed_at(),
            signatures=("编制", "审核"),
            empty="这一期间没有变更",
        )
    )


def _rows(found: Statistics) -> Iterator[tuple[str, ...]]:
    yield "合计", "变更单", str(found.total), ""
    for table in found.tables:
        for label, count in table.rows:
            yield table.title, label, str(count), f"{100 * count / table.of:.1f}%" if table.of else ""
    for label, days in found.stages:
        yield "各环节平均用时（天）", label, "" if days is None else f"{days:.1f}", ""
