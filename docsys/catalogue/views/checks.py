"""The page of the check: what was found last, on screen, as a file and on paper (report 5 of the requirements)."""

from flask import request
from flask.typing import ResponseReturnValue

from docsys import audit, jobs
from docsys.catalogue import checking, directory, repairing
from docsys.catalogue.jobs import CHECK, REPAIR
from docsys.catalogue.views.room import bp
from docsys.clock import local
from docsys.errors import NotFound
from docsys.people.rules import Permission, may, require
from docsys.web.lists import of_rows
from docsys.web.pages import go, page, say
from docsys.web.prints import list_answer
from docsys.web.session import actor, db, now, settings
from docsys.web.tables import as_file


@bp.get("/check")
def check() -> ResponseReturnValue:
    require(actor(), Permission.LIBRARY_CHECK)
    checked = checking.last(settings().var)
    if kind := request.args.get("format"):
        return _taken_along(kind, checked)
    return page(
        "catalogue/check.html",
        checked=checked,
        cut=of_rows(checked.defects if checked else ()),
        ways=repairing.LABELS,
        may_repair=may(actor(), Permission.LIBRARY_REPAIR),
    )


def _taken_along(kind: str, checked: checking.Checked | None) -> ResponseReturnValue:
    if checked is None:
        raise NotFound(message="还没有检查结果，请先检查。")
    at = f"{local(checked.at):%Y-%m-%d %H:%M}"
    if kind != "pdf":
        rows = directory.defect_rows(checked.defects)
        return as_file(kind, "一一对应检查", directory.DEFECT_HEAD, rows, stated={"检查时间": at})
    return list_answer(directory.check_listing(checked, unit=settings().organisation, at=at))


@bp.post("/check")
def check_now() -> ResponseReturnValue:
    require(actor(), Permission.LIBRARY_CHECK)
    jobs.enqueue(db(), CHECK, {}, now=now(), key=CHECK)
    audit.record(db(), "catalogue.check_asked", actor(), "现行库", now=now())
    say("已开始检查，结果稍后显示在此页，请刷新。")
    return go("catalogue.check")


@bp.post("/repair")
def repair() -> ResponseReturnValue:
    """One line is mended by the worker: a copy from the backup may take its time."""
    require(actor(), Permission.LIBRARY_REPAIR)
    chosen = {"kind": request.form.get("kind", ""), "path": request.form.get("path", "")}
    jobs.enqueue(db(), REPAIR, {**chosen, "user_id": actor().user_id}, now=now())
    audit.record(db(), "catalogue.repair_asked", actor(), "现行库", now=now(), detail=chosen)
    say("已开始修复，结果稍后显示在此页，请刷新。")
    return go("catalogue.check")
