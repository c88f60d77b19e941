"""A sheet: filled by sections as on paper, saved by itself, carried along the line of its steps."""

from dataclasses import asdict
from typing import Any

from flask import jsonify, redirect, request
from flask.typing import ResponseReturnValue

from docsys.errors import Refused
from docsys.forms.shape import DRAFT, Form
from docsys.records import actions, inputs, periods, prints, queries, shown
from docsys.records.models import Record
from docsys.records.rules import State
from docsys.records.views.room import bp, frame, fresh, home, in_word, page_token, panel, printed, suggestions
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now

BLANK_ROWS = 1


def _show_again(record_id: int, typed: Any = None, refusal: Refused | None = None, **_address: Any) -> str:
    record = queries.get(db(), record_id, actor())
    form = queries.form_of(record)
    return _show(record, form, inputs.raw(form, typed), refusal=refusal, token=typed.get("page", ""))


@bp.get("/records/<int:record_id>")
def show(record_id: int) -> ResponseReturnValue:
    record = queries.get(db(), record_id, actor())
    form = queries.form_of(record)
    if (whole := home(record)) and not shown.stages_open(record, form, actor()):
        return redirect(whole, 303)
    return _show(record, form, {}, token=page_token())


def show_amending(record_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    """A row with its inputs open, to be written anew with a reason."""
    record = queries.get(db(), record_id, actor())
    form = queries.form_of(record)
    raw = inputs.raw(form, typed) if typed is not None else {}
    return _show(record, form, raw, refusal=refusal, token="", amending=True)


def _show(
    record: Record,
    form: Form,
    typed: dict[str, Any],
    *,
    refusal: Refused | None = None,
    token: str,
    amending: bool = False,
) -> str:
    stages = [DRAFT] if amending else shown.stages_open(record, form, actor())
    known = {name: value for stage in stages if stage != DRAFT for name, value in fresh(form, stage).items()}
    values = {**known, **{name: value for name, value in record.data.items() if value is not None}, **typed}
    return page(
        "records/sheet.html",
        record=record,
        form=form,
        standing=shown.standing(record, form),
        values=values,
        sections=shown.sections(form, values, record, stages),
        offers=[] if amending else shown.offers(record, form, actor()),
        amending=amending,
        stages=stages,
        steps=[asdict(step) for step in shown.line(record, form)],
        history=shown.history(record.steps, form),
        refusal=refusal,
        version=request.form.get("version", record.version) if refusal else record.version,
        token=token,
        blank_rows=BLANK_ROWS,
        suggestions=suggestions(form),
        labels=shown.labels(form),
        why_not_copy=shown.why_not_begin(form, actor()),
        document=periods.document_of(db(), record, actor()),
        correction=_correction(record),
        corrected=_corrected(record),
        home=home(record),
        panel=panel(record) if DRAFT in stages else None,
        shown=shown,
    )


def _correction(record: Record) -> tuple[str, int | None] | None:
    """The new issue that stands for this one: its number, and its id for whoever may see it."""
    found = actions.correction_of(db(), record) if record.state is State.ARCHIVED else None
    return (found.number, queries.id_of(db(), found.number, actor())) if found else None


def _corrected(record: Record) -> tuple[str, int | None] | None:
    """The archived sheet that this one puts right."""
    return (record.corrects, queries.id_of(db(), record.corrects, actor())) if record.corrects else None


@bp.post("/records/<int:record_id>/correct")
@reshow(_show_again)
def correct(record_id: int) -> ResponseReturnValue:
    record = actions.correct(db(), record_id, request.form.get("reason", ""), actor=actor(), now=now())
    say(f"已起草更正单 {record.number}，内容同 {record.corrects}，改正后提交。")
    return go(".show", record_id=record.id)


@bp.get("/records/<int:record_id>/print.pdf")
def print_filled(record_id: int) -> ResponseReturnValue:
    return printed(lambda session, who: prints.filled(queries.get(session, record_id, who), frame(who)))


@bp.get("/records/<int:record_id>/print.docx")
def word_filled(record_id: int) -> ResponseReturnValue:
    return in_word(lambda session, who: prints.filled(queries.get(session, record_id, who), frame(who)))


@bp.post("/records/<int:record_id>/autosave")
def autosave(record_id: int) -> ResponseReturnValue:
    record = _saved(record_id)
    return jsonify(version=record.version, number=record.number)


@bp.post("/records/<int:record_id>/save")
@reshow(_show_again)
def save(record_id: int) -> ResponseReturnValue:
    """Save by hand; also what adds a row where scripts do not run."""
    record = _saved(record_id)
    if more := request.form.get("more", ""):
        return go(".show", record_id=record.id, _anchor=f"f-{more}")
    say("草稿已保存。")
    return go(".show", record_id=record.id)


def _saved(record_id: int) -> Record:
    return actions.save(db(), record_id, _typed(record_id), actor=actor(), now=now())


def _typed(record_id: int) -> actions.Typed:
    return inputs.typed(queries.form_of(queries.get(db(), record_id, actor())), request.form)


@bp.post("/records/<int:record_id>/submit")
@reshow(_show_again)
def submit(record_id: int) -> ResponseReturnValue:
    record = actions.submit(db(), record_id, _typed(record_id), actor=actor(), now=now())
    say(f"{record.number} 已提交，{record.standing}。")
    return go(".show", record_id=record_id)


@bp.post("/records/<int:record_id>/steps/<step_id>")
@reshow(_show_again)
def take_step(record_id: int, step_id: str) -> ResponseReturnValue:
    """Take a step of the form, or send the record back."""
    is_back = request.form.get("verdict") == "return"
    act = actions.send_back if is_back else actions.sign
    record = act(db(), record_id, step_id, _typed(record_id), actor=actor(), now=now())
    form = queries.form_of(record)
    say(
        f"{record.number} 已退回。"
        if is_back
        else f"{record.number} 已办理：{form.step(step_id).act}，现为“{shown.standing(record, form)}”。"
    )
    return go(".listed", code=form.code) if request.form.get("to") == "list" else go(".show", record_id=record_id)


@bp.post("/records/<int:record_id>/withdraw")
def withdraw(record_id: int) -> ResponseReturnValue:
    record = actions.withdraw(db(), record_id, actor=actor(), now=now())
    say(f"{record.number} 已撤回，可继续修改。")
    return go(".show", record_id=record_id)


@bp.post("/records/<int:record_id>/cancel")
@reshow(_show_again)
def cancel(record_id: int) -> ResponseReturnValue:
    record = actions.cancel(db(), record_id, remark=request.form.get("remark", ""), actor=actor(), now=now())
    say(f"{record.number} 已撤销，编号不再使用。")
    return go(".show", record_id=record_id)


@bp.post("/records/<int:record_id>/archive")
def archive(record_id: int) -> ResponseReturnValue:
    actions.archive(db(), record_id, actor=actor(), now=now())
    say("已申请归档，待第二人确认（2.3.3）。")
    return go(".show", record_id=record_id)
