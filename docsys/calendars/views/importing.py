"""导入年度安排: paste or upload, look at what it would change, ask; the same look for the second person."""

from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.calendars import actions, grid, inputs, notices, queries
from docsys.calendars.notices import Notice
from docsys.calendars.rules import Calendar, DayKind, Which
from docsys.calendars.views.room import bp, is_concerned
from docsys.errors import InvalidInput, NotFound, Refused
from docsys.people.models import Confirmation
from docsys.people.rules import Permission, require
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, today


def _page(typed: Any = None, refusal: Refused | None = None, look: dict[str, Any] | None = None) -> str:
    return page(
        "calendars/import.html",
        books=inputs.BOOKS,
        typed=typed or {"year": request.args.get("year", today().year + 1), "which": request.args.get("which", "")},
        refusal=refusal,
        look=look,
    )


@bp.get("/calendars/import", endpoint="import")
def show_import() -> ResponseReturnValue:
    require(actor(), Permission.CALENDAR_ADMINISTER)
    return _page()


@bp.post("/calendars/import")
@reshow(_page)
def ask_import() -> ResponseReturnValue:
    require(actor(), Permission.CALENDAR_ADMINISTER)
    data = inputs.year_of(request.form)
    text = _uploaded() or data.text or ""
    if len(text) > inputs.LONGEST_FILE:
        raise InvalidInput(fields={"text": ["内容过长，不像是一份通知或 CSV。"]})
    notice = notices.read(data.book, data.year, text)
    if "ask" not in request.form:
        return _page({**request.form.to_dict(), "text": text}, None, _look_at(notice))
    asked = actions.request_import(db(), notice, data.source or "", actor=actor(), now=now())
    say(f"已申请{asked.title}。须由另一人在“双人确认”中确认后生效。")
    return go("calendars.show", year=data.year)


def _uploaded() -> str:
    sent = request.files.get("file")
    return inputs.decoded(sent.stream.read(inputs.LONGEST_FILE + 1)) if sent and sent.filename else ""


def _look_at(notice: Notice) -> dict[str, Any]:
    """What the import would make of the year; nothing to see where a line was refused."""
    book = queries.load(db(), notice.which)
    problems = [*notice.problems, *actions.problems_beside(notice, book)]
    told = {"problems": problems, "remarks": notice.remarks, "plain": len(notice.plain)}
    if problems:
        return told
    after = grid.imported(book, notice.year, {day: entry.kind for day, entry in notice.days.items()})
    return told | _compared(book, after, notice.year)


def _compared(before: Calendar, after: Calendar, year: int) -> dict[str, Any]:
    other = queries.load(db(), Which.TRADING if before.which is Which.WORKING else Which.WORKING)
    pair = (after, other) if before.which is Which.WORKING else (other, after)
    return {
        "which": before.which,
        "year": year,
        "was_loaded": not before.is_provisional(year),
        "other_missing": other.which if other.is_provisional(year) else None,
        "changes": grid.changes(before, after),
        "figures": grid.figures(year, *pair),
        "months": grid.year_of(year, *pair, {}),
    }


@bp.get("/calendars/requests/<int:confirmation_id>")
def asked(confirmation_id: int) -> ResponseReturnValue:
    """What the second person decides about, as it would look: before the decision compared with what is loaded."""
    found = db().get(Confirmation, confirmation_id)
    if found is None or found.kind not in {queries.IMPORT, queries.CHANGE} or not is_concerned(actor()):
        raise NotFound
    look = _look_at_asked(found.payload) if found.decided_at is None else None
    return page("calendars/asked.html", it=found, look=look)


def _look_at_asked(payload: dict[str, Any]) -> dict[str, Any]:
    book = queries.load(db(), Which(payload["which"]))
    if "year" in payload:
        said = {date.fromisoformat(day): DayKind(kind) for day, kind, _note in payload["days"]}
        return _compared(book, grid.imported(book, payload["year"], said), payload["year"])
    day, kind = date.fromisoformat(payload["day"]), payload["kind"]
    return _compared(book, grid.changed(book, day, DayKind(kind) if kind else None), day.year)
