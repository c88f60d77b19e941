"""A register: rows are added in the page itself, amended on their own, and a list is archived by two persons."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.errors import Refused
from docsys.people.models import Unit
from docsys.records import actions, inputs, periods, prints, queries
from docsys.records.views.lists import show_list
from docsys.records.views.room import bp, catalogue, frame, printed
from docsys.records.views.sheets import show_amending
from docsys.web.pages import go, reshow, say
from docsys.web.session import actor, db, now


def _show_again(code: str, typed: Any = None, refusal: Refused | None = None, **_address: Any) -> str:
    return show_list(catalogue().get(code), typed, refusal)


def _amend_again(record_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    return show_amending(record_id, typed, refusal)


@bp.post("/<code>/rows")
@reshow(_show_again)
def add_row(code: str) -> ResponseReturnValue:
    form = catalogue().get(code)
    record = actions.add_row(db(), form, inputs.raw(form, request.form), actor=actor(), now=now())
    say(f"已登记，编号 {record.number}。")
    return go(".listed", code=code)


@bp.post("/<code>/rows/<int:record_id>/cancel")
def cancel_row(code: str, record_id: int) -> ResponseReturnValue:
    record = actions.cancel(db(), record_id, remark=request.form.get("remark", ""), actor=actor(), now=now())
    say(f"{record.number} 已作废，编号不再使用。")
    return go(".listed", code=code)


@bp.get("/records/<int:record_id>/amend")
def amend(record_id: int) -> ResponseReturnValue:
    """The row with inputs, to be written anew."""
    return show_amending(record_id)


@bp.post("/records/<int:record_id>/amend")
@reshow(_amend_again)
def amend_row(record_id: int) -> ResponseReturnValue:
    form = queries.form_of(queries.get(db(), record_id, actor()))
    record = actions.amend_row(db(), record_id, inputs.typed(form, request.form), actor=actor(), now=now())
    say(f"{record.number} 已变更，原内容留在经过中。")
    return go(".show", record_id=record_id)


@bp.get("/<code>/lists/<int:unit_id>/<period>.pdf")
def print_period(code: str, unit_id: int, period: str) -> ResponseReturnValue:
    form = catalogue().get(code)

    def load(session: Any, who: Any) -> prints.Printable:
        rows = periods.visible_rows(session, form, unit_id, inputs.period_of(period), who)
        return prints.period(form, rows, session.get_one(Unit, unit_id), period, frame(who))

    return printed(load)


@bp.post("/<code>/lists/<int:unit_id>/<period>/archive")
def archive_period(code: str, unit_id: int, period: str) -> ResponseReturnValue:
    form = catalogue().get(code)
    actions.archive_period(db(), form, unit_id, inputs.period_of(period), actor=actor(), now=now())
    say(f"{period} 的{form.title}已申请归档，待第二人确认（2.3.3）。")
    return go(".listed", code=code)
