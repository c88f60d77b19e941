"""Recalls (F-15), and 纸电核对 (report 4)."""

from flask import request
from flask.typing import ResponseReturnValue

from docsys.errors import Forbidden
from docsys.paper import comparing, listings, queries
from docsys.paper.comparing import Kind
from docsys.paper.models import Recall
from docsys.paper.views.room import asked, bp, holds, rows_of, tabs, taken_along
from docsys.people.rules import Permission
from docsys.web.lists import listing, of_rows
from docsys.web.pages import page
from docsys.web.session import actor, db, settings, today

RECALL_STATES = [("open", "未收回"), ("late", "逾期未收回"), ("done", "已办结"), ("all", "全部")]


@bp.get("/recalls")
def recall_list() -> ResponseReturnValue:
    wanted = asked(("q", "state"))
    query = queries.recalls(actor(), wanted, today())
    if kind := request.args.get("format"):
        labels = {"q": "查找", "state": "状态"}
        stated = {labels[name]: dict(RECALL_STATES).get(value, value) for name, value in wanted.items()}
        rows = rows_of(query, (Recall.id,), listings.recall_row)
        return taken_along(kind, "作废纸质文件回收销毁登记", listings.RECALLS, rows, stated or {"状态": "未收回"})
    return page(
        "paper/recalls.html",
        tabs=tabs("recall_list"),
        cut=listing(db(), query, queries.RECALL_COLUMNS, "due"),
        asked=wanted,
        states=RECALL_STATES[1:],
        days=settings().recall_days,
    )


@bp.get("/check")
def check() -> ResponseReturnValue:
    if not holds(Permission.PAPER_READ):
        raise Forbidden(permission=Permission.PAPER_READ.label)
    wanted = asked(("kind",))
    chosen = wanted.get("kind", "")
    found = comparing.lines(db(), actor(), today())
    counts = [(kind, sum(line.kind is kind for line in found)) for kind in Kind]
    shown = [line for line in found if chosen in {"", line.kind}]
    if kind := request.args.get("format"):
        label = Kind(chosen).label if chosen in set(Kind) else "全部"
        rows = [listings.finding_row(line) for line in shown]
        title = "重要纸质文件未扫描清单" if chosen == Kind.NO_SCAN else "纸电核对表"
        return taken_along(
            kind, title, listings.FINDINGS, rows, {"类别": label, "截至": str(today())}, "核对人", "复核人"
        )
    return page(
        "paper/check.html",
        tabs=tabs("check"),
        cut=of_rows(shown),
        counts=counts,
        total=len(found),
        chosen=chosen,
        tones=comparing.TONES,
    )
