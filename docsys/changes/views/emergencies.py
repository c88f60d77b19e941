"""紧急变更: reported by word of mouth, decided, begun by two persons and ended (X1 to X3)."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.changes import inputs
from docsys.changes.actions import emergencies
from docsys.changes.views.notifying import again
from docsys.changes.views.room import bp, form
from docsys.clock import local
from docsys.errors import Refused
from docsys.records import people
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now


def _report_again(typed: Any = None, refusal: Refused | None = None) -> str:
    present = f"{local(now()):%Y-%m-%dT%H:%M}"
    typed = typed if typed is not None else {"reporter": actor().name, "reported_at": present, "level": "二级"}
    return page("changes/report.html", typed=typed, refusal=refusal, people=people.choices(db()))


@bp.get("/report")
def report() -> ResponseReturnValue:
    return _report_again()


@bp.post("/report")
@reshow(_report_again)
def make_report() -> ResponseReturnValue:
    change = emergencies.report(db(), form(), inputs.report(request.form), actor=actor(), now=now())
    say(f"已口头上报，编号 {change.number}，待证信办决定（15.3.3）。")
    return go(".show", change_id=change.record_id)


@bp.post("/<int:change_id>/oral/<any(allow, refuse, demote):verb>")
@reshow(lambda change_id, verb, **shown: again(change_id, **shown))  # noqa: ARG005 - whichever it was, the same tab
def decide_orally(change_id: int, verb: str) -> ResponseReturnValue:
    decision = inputs.decision(request.form)
    change = emergencies.decide(db(), change_id, verb, decision, actor=actor(), now=now())
    say(f"{change.number} 的决定已登记，现为“{change.state.label}”。")
    return go(".notifying", change_id=change_id)


@bp.post("/<int:change_id>/oral/confirm")
@reshow(again)
def confirm_decision(change_id: int) -> ResponseReturnValue:
    change = emergencies.confirm_decision(db(), change_id, actor=actor(), now=now())
    say(f"{change.number} 的口头批准已由证信办确认。")
    return go(".notifying", change_id=change_id)


@bp.post("/<int:change_id>/urgent/begin")
@reshow(again)
def begin_urgent(change_id: int) -> ResponseReturnValue:
    change = emergencies.begin(db(), change_id, inputs.team(request.form), actor=actor(), now=now())
    say(f"{change.number} 已开始紧急实施。")
    return go(".notifying", change_id=change_id)


@bp.post("/<int:change_id>/urgent/end")
@reshow(again)
def end_urgent(change_id: int) -> ResponseReturnValue:
    change = emergencies.end(db(), change_id, inputs.result(request.form), actor=actor(), now=now())
    say(f"{change.number} 紧急实施结束，请在 {change.complete_by} 前补填变更单（15.6.2（二））。")
    return go(".notifying", change_id=change_id)
