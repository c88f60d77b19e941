"""The list of all forms, and the list of the records of one."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from docsys.clock import local
from docsys.errors import NotFound, Refused
from docsys.forms.shape import Form, Kind
from docsys.records import actions, inputs, periods, prints, queries, shown
from docsys.records.rules import State
from docsys.records.views.room import begun, bp, catalogue, frame, in_word, printed, suggestions
from docsys.web.filters import moment
from docsys.web.lists import listing
from docsys.web.pages import go, page, say
from docsys.web.session import actor, db, now, today
from docsys.web.state import web
from docsys.web.tables import csv_answer, xlsx_answer

WAITING = (State.DRAFT, State.PENDING, State.RETURNED, State.OPEN)


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
        states=shown.states(form),
        refusal=refusal,
        why_not=shown.why_not_begin(form, actor()),
        shown=shown,
        labels=shown.labels(form),
        elsewhere=web().services.get("record_lists", {}).get(form.code),
        **own,
    )


def _register(form: Form, typed: Any) -> dict[str, Any]:
    """What only the page of a register shows."""
    lists = periods.listed(db(), form, actor(), today())
    register = form.register
    return {
        "values": begun(form) if typed is None else inputs.raw(form, typed),
        "suggestions": suggestions(form),
        "periods": [(one, shown.why_not_period(form, one, today(), actor())) for one in lists],
        "period_choices": [(one, one) for one in dict.fromkeys(one.period for one in lists)],
        "open_rows": [] if register and register.life else queries.open_rows(db(), actor(), form.code),
        "closing": shown.closing_field(form),
        "present": f"{local(now()):%Y-%m-%dT%H:%M}",
        "paired": shown.paired(form),
        "opened": form.by_id[register.opened] if register else None,
        "closed": form.by_id.get(register.closed) if register else None,
    }


@bp.get("/due")
def due() -> ResponseReturnValue:
    """Every day that is due, as the records this person sees say it."""
    return page("records/due.html", rows=queries.due(db(), actor(), today()), forms=catalogue(), present=today())


@bp.post("/<code>/start")
def start(code: str) -> ResponseReturnValue:
    """Begin a sheet; with `like` as a copy of an earlier one."""
    like = request.form.get("like", "")
    form = catalogue().get(code)
    record = actions.start(db(), form, actor=actor(), now=now(), like=int(like) if like.isdecimal() else None)
    say(f"已起草，编号 {record.number}。")
    return go(".show", record_id=record.id)


@bp.get("/<code>/blank.pdf")
def blank(code: str) -> ResponseReturnValue:
    form = catalogue().get(code)
    return printed(lambda _session, who: prints.blank_form(form, frame(who)))


@bp.get("/<code>/blank.docx")
def word_blank(code: str) -> ResponseReturnValue:
    form = catalogue().get(code)
    return in_word(lambda _session, who: prints.blank_form(form, frame(who)))


@bp.get("/<code>/list.<kind>")
def export(code: str, kind: str) -> ResponseReturnValue:
    """The filtered list as CSV or xlsx, with every field; the workbook says by which filter, a CSV in its name."""
    form = catalogue().get(code)
    wanted = inputs.wanted(request.args)
    query: Select[Any] = queries.records(form.code, actor(), wanted).order_by(queries.COLUMNS["id"])
    records = db().scalars(query).all()
    fields = [one for one in form.fields if one.type != "rows"]
    units = queries.unit_names(db(), [row.unit_id for row in records])
    users = queries.user_names(db(), [row.created_by for row in records])
    head = ["编号", "状态", *(one.label for one in fields), "登记单位", "登记人", "最后修改"]
    rows = [
        [
            row.number,
            shown.standing(row, form),
            *(shown.text(one, row.data.get(one.id), {}) for one in fields),
            units.get(row.unit_id, ""),
            users.get(row.created_by, ""),
            moment(row.updated_at),
        ]
        for row in records
    ]
    chosen = shown.chosen(form, wanted)
    if kind == "xlsx":
        stated = f"筛选：{'，'.join(chosen) or '全部'}；{today()} {actor().name} 导出，共 {len(rows)} 条"
        return xlsx_answer(form.title, head, rows, stated=stated)
    if kind != "csv":
        raise NotFound
    return csv_answer("_".join((form.title, *chosen)), head, rows)
