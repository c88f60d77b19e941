"""A register: rows are added in the page itself, open ones are closed with one field, a month is archived by two persons."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.errors import InvalidInput, Refused
from docsys.people.models import Unit
from docsys.records import actions, inputs, prints, queries
from docsys.records.views.lists import show_list
from docsys.records.views.room import bp, catalogue, frame, printed
from docsys.web.pages import go, reshow, say
from docsys.web.session import actor, db, now


def _show_again(code: str, typed: Any = None, refusal: Refused | None = None, **_address: Any) -> str:
    return show_list(catalogue().get(code), typed, refusal)


@bp.post("/<code>/rows")
@reshow(_show_again)
def add_row(code: str) -> ResponseReturnValue:
    form = catalogue().get(code)
    record = actions.add_row(db(), form, inputs.raw(form, request.form), actor=actor(), now=now())
    say(f"已登记，编号 {record.number}。")
    return go(".listed", code=code)


@bp.post("/<code>/rows/<int:record_id>/close")
def close_row(code: str, record_id: int) -> ResponseReturnValue:
    form = catalogue().get(code)
    try:
        record = actions.close_row(db(), record_id, inputs.typed(form, request.form), actor=actor(), now=now())
    except InvalidInput as refused:
        sentences = "；".join(sentence for found in refused.fields.values() for sentence in found)
        raise Refused(message="{sentences}", sentences=sentences) from refused
    say(f"{record.number} 已登记离开。")
    return go(".listed", code=code)


@bp.post("/<code>/rows/<int:record_id>/cancel")
def cancel_row(code: str, record_id: int) -> ResponseReturnValue:
    record = actions.cancel(db(), record_id, remark=request.form.get("remark", ""), actor=actor(), now=now())
    say(f"{record.number} 已作废，编号不再使用。")
    return go(".listed", code=code)


@bp.get("/<code>/months/<int:unit_id>/<month>.pdf")
def print_month(code: str, unit_id: int, month: str) -> ResponseReturnValue:
    form = catalogue().get(code)

    def load(session: Any, who: Any) -> prints.Printable:
        rows = queries.month_visible(session, form.code, unit_id, inputs.month_of(month), who)
        return prints.month(form, rows, session.get_one(Unit, unit_id), month, frame(who))

    return printed(load)


@bp.post("/<code>/months/<int:unit_id>/<month>/archive")
def archive_month(code: str, unit_id: int, month: str) -> ResponseReturnValue:
    form = catalogue().get(code)
    actions.archive_month(db(), form, unit_id, inputs.month_of(month), actor=actor(), now=now())
    say(f"{month} 的{form.title}已申请归档，待第二人确认（2.3.3）。")
    return go(".listed", code=code)
