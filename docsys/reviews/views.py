"""The page of what is due."""

from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from docsys.reviews import queries
from docsys.web import NavItem
from docsys.web.lists import of_rows
from docsys.web.pages import page
from docsys.web.session import actor, db, settings, today
from docsys.web.tables import as_file

bp = Blueprint("reviews", __name__)
NAV = NavItem("reviews.due", "评审", "calendar-due")
HEAD = ("编号", "名称", "版本", "类别", "归口单位", "发布日期", "下次评审", "有效期至", "状态", "天数")


def _as_of() -> date:
    """The day of the address, or today."""
    try:
        return date.fromisoformat(request.args.get("as_of", ""))
    except ValueError:
        return today()


@bp.get("/reviews")
def due() -> ResponseReturnValue:
    as_of, category = _as_of(), request.args.get("category", "")
    lines = queries.due(db(), actor(), as_of, settings().due_soon_days, category)
    if kind := request.args.get("format"):
        rows = [_row(line) for line in lines]
        return as_file(kind, "评审到期清单", HEAD, rows, stated={"截至": str(as_of)})
    return page("reviews/due.html", cut=of_rows(lines), as_of=as_of, args=request.args, soon=settings().due_soon_days)


def _row(line: queries.Line) -> tuple[str, ...]:
    days = "" if line.days is None else str(line.days)
    dates = (str(day or "") for day in (line.published, line.next_review, line.valid_until))
    return (line.number, line.title, line.version, line.category, line.unit, *dates, line.state, days)
