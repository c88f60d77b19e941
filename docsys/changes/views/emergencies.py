"""紧急变更: reported by word of mouth, decided, begun by two persons and ended (X1 to X3)."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.changes import inputs
from docsys.changes.actions import emergencies
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
