"""A year of both calendars, and the change of a single day."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.calendars import actions, grid, inputs, queries
from docsys.calendars.rules import Which
from docsys.calendars.views.room import bp, is_concerned, may_administer
from docsys.errors import Refused
from docsys.people.rules import Permission, require
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, today


def _year() -> int:
    """The year that the address asks for; without one, or with nonsense, this one."""
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == len("2026") else 0
    return year if inputs.FIRST <= year <= inputs.LAST else today().year


def _page(typed: Any = None, refusal: Refused | None = None) -> str:
    year, session = _year(), db()
    loaded = queries.years(session)
    books = {which: queries.load(session, which) for which in Which}
    notes = {which: queries.days_of(session, which, year) for which in Which}
    days = sorted({day for which in Which for day in notes[which]})
    return page(
        "calendars/show.html",
        year=year,
        years=sorted({*loaded[Which.WORKING], *loaded[Which.TRADING], today().year, today().year + 1, year}),
        months=grid.year_of(year, books[Which.WORKING], books[Which.TRADING], notes),
        figures=grid.figures(year, books[Which.WORKING], books[Which.TRADING]),
        loaded={which: loaded[which].get(year) for which in Which},
        rows=[(day, notes[Which.WORKING].get(day), notes[Which.TRADING].get(day)) for day in days],
        waiting=queries.waiting(session) if is_concerned(actor()) else [],
        may_administer=may_administer(actor()),
        choices={"books": inputs.BOOKS, "kinds": inputs.KINDS},
        typed={} if typed is None else typed,
        refusal=refusal,
    )


@bp.get("/calendars")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/calendars/days")
@reshow(_page)
def ask_day() -> ResponseReturnValue:
    require(actor(), Permission.CALENDAR_ADMINISTER)
    data = inputs.day_of(request.form)
    asked = actions.request_day(
        db(),
        Which(data.which),
        data.day,
        data.becomes,
        note=data.note or "",
        source=data.source or "",
        actor=actor(),
        now=now(),
    )
    say(f"已申请：{asked.title}。须由另一人在“双人确认”中确认后生效。")
    return go("calendars.show", year=data.day.year)
