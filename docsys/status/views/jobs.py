"""作业: what the worker has to do, does and could not do, as a list; a failed one is tried again from here."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement

from docsys.jobs import Job, State
from docsys.jobs import queries as jobs
from docsys.jobs.rules import MOST_ATTEMPTS
from docsys.people.rules import Permission, may, require
from docsys.status import actions, sight
from docsys.status.kinds import label_of
from docsys.status.views.room import bp
from docsys.web.lists import listing
from docsys.web.pages import go_back, page, say
from docsys.web.session import actor, db, now

COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "kind": Job.kind.expression,
    "state": Job.state.expression,
    "attempts": Job.attempts.expression,
    "run_at": Job.run_at.expression,
    "created_at": Job.created_at.expression,
    "id": Job.id.expression,
}
TONES = {"waiting": "draft", "running": "draft", "done": "valid", "failed": "late"}


@bp.get("/system/jobs", endpoint="jobs")
def show() -> ResponseReturnValue:
    require(actor(), Permission.SYSTEM_READ)
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    return page(
        "status/jobs.html",
        cut=listing(db(), jobs.listed(state, kind), COLUMNS, "-id"),
        args=request.args,
        counts=jobs.counts(db()),
        states=[(one.value, one.label) for one in State],
        kinds=[(one, label_of(one)) for one in jobs.kinds(db())],
        label_of=label_of,
        told=sight.of(db(), actor()).tells,
        state_of=State,
        tones=TONES,
        most=MOST_ATTEMPTS,
        may_retry=may(actor(), Permission.SYSTEM_OPERATE),
    )


@bp.post("/system/jobs/<int:job_id>/retry")
def job_retry(job_id: int) -> ResponseReturnValue:
    job = actions.retry(db(), job_id, actor=actor(), now=now())
    say(f"作业 {job.id}（{label_of(job.kind)}）将重新办理。")
    return go_back(url_for("status.jobs"))
