"""A register out of a table: the template, the table read, what each row would become, and all the good ones entered at once."""

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from docsys.errors import NotFound, Refused
from docsys.forms.shape import Form
from docsys.records.actions import importing as actions
from docsys.records.importing import reading
from docsys.records.importing.columns import MOST, columns, heads, is_asked, understand
from docsys.records.importing.workbook import report, template
from docsys.records.models import RegisterImport
from docsys.records.views.room import bp, catalogue
from docsys.web.downloads import clean_name, send
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now
from docsys.web.tables import csv_answer

LABELS = {"file": "文件"}


def _import_page(code: str, typed: Any = None, refusal: Refused | None = None) -> str:  # noqa: ARG001 - `reshow` hands it over
    form = catalogue().get(code)
    actions.check(form, actor())
    return page(
        "records/import.html",
        form=form,
        refusal=refusal,
        labels=LABELS,
        columns=columns(form),
        is_asked=is_asked,
        most=MOST,
    )


@bp.get("/<code>/import", endpoint="import")
def show_import(code: str) -> ResponseReturnValue:
    return _import_page(code)


@bp.get("/<code>/import/template.<kind>")
def import_template(code: str, kind: str) -> Response:
    """An empty table with the columns of the register, in the workbook with what each of them takes."""
    form = catalogue().get(code)
    actions.check(form, actor())
    if kind == "xlsx":
        return send(template(form), f"{form.title}_导入模板.xlsx")
    if kind != "csv":
        raise NotFound
    return csv_answer(f"{form.title}_导入模板", heads(form), [])


@bp.post("/<code>/import")
@reshow(_import_page)
def read_import(code: str) -> ResponseReturnValue:
    """Read the table and try its rows; nothing is entered yet."""
    form = catalogue().get(code)
    actions.check(form, actor())
    sent = request.files.get("file")
    data = sent.stream.read(reading.LARGEST + 1) if sent and sent.filename else b""
    table = understand(form, reading.cells(data))
    name = clean_name((sent.filename if sent else "") or "")
    proposed = actions.propose(db(), form, name, table, actor=actor(), now=now())
    return go(".show_table", import_id=proposed.id)


def _table_page(import_id: int, typed: Any = None, refusal: Refused | None = None) -> str:  # noqa: ARG001 - as above
    proposed = actions.get(db(), import_id, actor())
    form = catalogue().get(proposed.form_code)
    return page(
        "records/import_table.html",
        form=form,
        proposed=proposed,
        columns=[field for field in columns(form) if any(field.id in one["raw"] for one in proposed.lines)],
        label=_labels(form),
        refusal=refusal,
    )


def _labels(form: Form) -> dict[str, str]:
    return {field.id: field.label for field in form.fields}


@bp.get("/imports/<int:import_id>")
def show_table(import_id: int) -> ResponseReturnValue:
    return _table_page(import_id)


@bp.post("/imports/<int:import_id>")
@reshow(_table_page)
def take_import(import_id: int) -> ResponseReturnValue:
    form = catalogue().get(actions.get(db(), import_id, actor()).form_code)
    taken = actions.take(db(), form, import_id, actor=actor(), now=now())
    say(f"已登记 {len(taken.good)} 行{f'，{len(taken.bad)} 行未导入' if taken.bad else ''}。")
    return go(".show_table", import_id=import_id)


@bp.get("/imports/<int:import_id>/report.xlsx")
def import_report(import_id: int) -> Response:
    proposed: RegisterImport = actions.get(db(), import_id, actor())
    form = catalogue().get(proposed.form_code)
    return send(report(form, proposed), f"{form.title}_导入报告.xlsx")
