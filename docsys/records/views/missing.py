"""记录缺失: what must be kept and nobody entered, as a page, a PDF and a file."""

from datetime import date, timedelta

from flask import request
from flask.typing import ResponseReturnValue

from docsys.printing.lists import Column, Listing, one_group
from docsys.records.gaps import queries
from docsys.records.gaps.queries import Missing
from docsys.records.gaps.rules import DUTIES, looks_from
from docsys.records.views.room import bp, catalogue
from docsys.web.lists import of_rows
from docsys.web.pages import page
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, settings, today
from docsys.web.tables import as_file

TITLE = "记录缺失清单"
HEAD = ("单位", "记录", "依据", "缺失内容", "应有日期", "说明")
WIDTHS = (12, 16, 10, 36, 12, 30)
FARTHEST = timedelta(days=3 * 366)
"""Duty records are kept for three years; nobody looks for older ones."""


@bp.get("/missing")
def missing() -> ResponseReturnValue:
    as_of = min(_day("as_of", today()), today())
    since = max(_day("since", looks_from(as_of)), as_of - FARTHEST)
    found = queries.missing(db(), catalogue(), actor(), as_of, since)
    unit, code = request.args.get("unit", ""), request.args.get("code", "")
    lines = [one for one in found if unit in {"", one.unit} and code in {"", one.gap.code}]
    if kind := request.args.get("format"):
        stated = {
            "截至": str(as_of),
            "自": str(since),
            "单位": unit,
            "记录": DUTIES[code].label if code in DUTIES else "",
        }
        return _taken_along(kind, lines, {name: value for name, value in stated.items() if value})
    return page(
        "records/missing.html",
        cut=of_rows(lines),
        as_of=as_of,
        since=since,
        units=[(name, name) for name in dict.fromkeys(one.unit for one in found)],
        duties=[(one.code, one.label) for one in DUTIES.values()],
        args=request.args,
    )


def _day(name: str, default: date) -> date:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return default


def _taken_along(kind: str, lines: list[Missing], stated: dict[str, str]) -> ResponseReturnValue:
    rows = [_row(one) for one in lines]
    if kind != "pdf":
        return as_file(kind, TITLE, HEAD, rows, stated=stated)
    return list_answer(
        Listing(
            TITLE,
            tuple(Column(label, width) for label, width in zip(HEAD, WIDTHS, strict=True)),
            one_group(rows),
            filtered_by="，".join(f"{name} {value}" for name, value in stated.items()),
            summary=f"共 {len(rows)} 项",
            unit=settings().organisation,
            printed=printed_at(),
            signatures=("编制", "审核"),
            empty="没有缺失的记录",
        )
    )


def _row(one: Missing) -> tuple[str, ...]:
    duty = one.gap.duty
    return one.unit, duty.label, duty.article, one.gap.subject, str(one.gap.due_on), one.gap.note
