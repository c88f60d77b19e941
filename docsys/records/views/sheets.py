"""A sheet: filled by sections as on paper, saved by itself, carried along the line of its steps."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from docsys.errors import Refused
from docsys.forms.shape import Form, Stage
from docsys.records import actions, inputs, prints, queries, rules, shown
from docsys.records.models import Record
from docsys.records.views.room import bp, frame, fresh, page_token, printed, suggestions
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now

BLANK_ROWS = 1


def _show_again(record_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    record = queries.get(db(), record_id, actor())
    form = queries.form_of(record)
    return _show(record, form, inputs.raw(form, typed), refusal=refusal, token=typed.get("page", ""))


@bp.get("/records/<int:record_id>")
def show(record_id: int) -> ResponseReturnValue:
    record = queries.get(db(), record_id, actor())
    return _show(record, queries.form_of(record), {}, token=page_token())


def _show(record: Record, form: Form, typed: dict[str, Any], *, refusal: Refused | None = None, token: str) -> str:
    stage = rules.stage_at(record.state)
    known = fresh(form, stage) if stage in {Stage.REVIEW, Stage.COMPLETE} else {}
    values = {**known, **{name: value for name, value in record.data.items() if value is not None}, **typed}
    offers = shown.offers(record, form, actor())
    return page(
        "records/sheet.html",
        record=record,
        form=form,
        values=values,
        sections=shown.sections(form, values, stage),
        offers={one.verb: one for one in offers},
        can_fill=shown.can_fill(record, form, actor()),
        steps=[asdict(step) for step in shown.line(record, form)],
        history=shown.history(record.steps),
        refusal=refusal,
        version=request.form.get("version", record.version) if refusal else record.version,
        token=token,
        blank_rows=BLANK_ROWS,
        suggestions=suggestions(form),
        labels=shown.labels(form),
        leader=shown.leader_field(form),
        document=queries.document_of(db(), record, actor()),
        shown=shown,
    )


@bp.get("/records/<int:record_id>/print.pdf")
def print_filled(record_id: int) -> ResponseReturnValue:
    return printed(lambda session, who: prints.filled(queries.get(session, record_id, who), frame(who)))


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
    form = queries.form_of(queries.get(db(), record_id, actor()))
    return actions.save(db(), record_id, inputs.typed(form, request.form), actor=actor(), now=now())


def _act(record_id: int, act: Callable[..., Record], sentence: str, **more: Any) -> ResponseReturnValue:
    form = queries.form_of(queries.get(db(), record_id, actor()))
    record = act(db(), record_id, inputs.typed(form, request.form), actor=actor(), now=now(), **more)
    say(sentence.format(number=record.number))
    return go(".show", record_id=record_id)


@bp.post("/records/<int:record_id>/submit")
@reshow(_show_again)
def submit(record_id: int) -> ResponseReturnValue:
    return _act(record_id, actions.submit, "{number} 已提交评审。")


@bp.post("/records/<int:record_id>/review")
@reshow(_show_again)
def review(record_id: int) -> ResponseReturnValue:
    accept = request.form.get("verdict") == "approve"
    sentence = "{number} 评审通过。" if accept else "{number} 已退回申请人修改。"
    return _act(record_id, actions.review, sentence, accept=accept)


@bp.post("/records/<int:record_id>/endorse")
@reshow(_show_again)
def endorse(record_id: int) -> ResponseReturnValue:
    return _act(record_id, actions.endorse, "{number} 的上级领导意见已签署。")


@bp.post("/records/<int:record_id>/complete")
@reshow(_show_again)
def complete(record_id: int) -> ResponseReturnValue:
    return _act(record_id, actions.complete, "{number} 已完成，可以申请归档。")


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
