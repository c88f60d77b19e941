"""The list of all forms, and the list of the records of one."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from docsys.clock import local
from docsys.errors import Refused
from docsys.forms.shape import Form, Kind, Stage
from docsys.records import actions, inputs, prints, queries, shown
from docsys.records.rules import LABELS, State, workflow_of
from docsys.records.views.room import bp, catalogue, frame, fresh, printed, suggestions
from docsys.web.lists import listing
from docsys.web.pages import go, page, say
from docsys.web.session import actor, db, now, today
from docsys.web.tables import csv_answer, xlsx_answer

WAITING = (State.DRAFT, State.REVIEW, State.RETURNED, State.APPROVED, State.OPEN)


@bp.get("/")
def index() -> ResponseReturnValue:
    counted = queries.counts(db(), actor())
    rows = [
        {
            "form": form,
            "total": sum(count for (code, _), count in counted.items() if code == form.code),
            "open": [(state, counted[form.code, state]) for state in WAITING if (form.code, state) in counted],
        }
        for form in catalogue()
    ]
    waiting, mine = queries.waiting(db(), actor()), queries.mine(db(), actor())
    return page("records/index.html", rows=rows, waiting=waiting, mine=mine)


@bp.get("/<code>/")
def listed(code: str) -> ResponseReturnValue:
    form = catalogue().get(code)
    return show_list(form)


def show_list(form: Form, typed: Any = None, refusal: Refused | None = None) -> str:
    """The list of a form; of a register with the row to add one, filled with what was typed when that was refused."""
    wanted = inputs.wanted(request.args)
    cut = listing(db(), queries.records(form.code, actor(), wanted), queries.COLUMNS, "-id")
    own = _register(form, typed) if form.kind is Kind.REGISTER else {}
    return page(
        "records/register.html" if own else "records/list.html",
        form=form,
        cut=cut,
        wanted=wanted,
        units=queries.unit_names(db(), [row.unit_id for row in cut.rows]),
        users=queries.user_names(db(), [row.created_by for row in cut.rows]),
        states=[(state.value, state.label) for state in workflow_of(form.kind).states()],
        refusal=refusal,
        why_not=shown.why_not_begin(form, actor()),
        shown=shown,
        labels=shown.labels(form),
        **own,
    )


def _register(form: Form, typed: Any) -> dict[str, Any]:
    """What only the page of a register shows."""
    months, paired = queries.months(db(), form.code, actor()), shown.paired(form)
    return {
        "values": fresh(form, Stage.DRAFT) if typed is None else inputs.raw(form, typed),
        "suggestions": suggestions(form),
        "months": [(month, shown.why_not_month(month, today(), actor())) for month in months],
        "month_choices": [(month, month) for month in dict.fromkeys(one.month for one in months)],
        "open_rows": queries.open_rows(db(), actor(), form.code),
        "present": f"{local(now()):%Y-%m-%dT%H:%M}",
        "paired": paired,
        "opened": form.by_id[form.register.opened] if form.register else None,
        "closed": form.by_id.get(form.register.closed) if form.register else None,
    }


@bp.post("/<code>/start")
def start(code: str) -> ResponseReturnValue:
    record = actions.start(db(), catalogue().get(code), actor=actor(), now=now())
    say(f"已起草，编号 {record.number}。")
    return go(".show", record_id=record.id)


@bp.get("/<code>/blank.pdf")
def blank(code: str) -> ResponseReturnValue:
    form = catalogue().get(code)
    return printed(lambda _session, who: prints.blank_form(form, frame(who)))


@bp.get("/<code>/list.<kind>")
def export(code: str, kind: str) -> ResponseReturnValue:
    """The filtered list as CSV or xlsx, with every field."""
    form = catalogue().get(code)
    wanted = inputs.wanted(request.args)
    query: Select[Any] = queries.records(form.code, actor(), wanted).order_by(queries.COLUMNS["id"])
    fields = [one for one in form.fields if one.type != "rows"]
    head = ["编号", "状态", *(one.label for one in fields)]
    rows = [
        [row.number, LABELS[row.state], *(shown.text(one, row.data.get(one.id), {}) for one in fields)]
        for row in db().scalars(query)
    ]
    if kind == "xlsx":
        return xlsx_answer(form.title, head, rows, stated=f"{today()} {actor().name} 导出，共 {len(rows)} 条")
    return csv_answer(form.title, head, rows)
