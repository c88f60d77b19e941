"""实施: the checks before, the start on the clock, each step with its second person, the tests, the result (C8 to C10)."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys import vault
from docsys.changes import actions, board, inputs, queries, shown
from docsys.changes.actions.carrying import in_the_way, typed_moment
from docsys.changes.actions.performing import ON_SITE, WITH_FILES
from docsys.changes.actions.turning import involved
from docsys.changes.models import Change, Part
from docsys.changes.rules.finishing import OUTCOMES
from docsys.changes.rules.states import State
from docsys.changes.views.room import bp, found
from docsys.changes.views.showing import tab
from docsys.errors import InvalidInput, NotFound, Refused
from docsys.web.downloads import send
from docsys.web.pages import go, reshow, say
from docsys.web.session import actor, db, now, reading, settings
from docsys.web.uploads import several


def _again(change_id: int, item_id: int = 0, typed: Any = None, refusal: Refused | None = None) -> str:
    change = found(change_id)
    may_begin = shown.may_do(db(), change, "begin", actor())
    return tab(
        "implementing",
        change,
        refusal,
        typed=typed or {},
        typed_for=item_id,
        board=board.of(db(), change, actor()),
        may_begin=may_begin,
        in_the_way=in_the_way(db(), change, "", now()) if may_begin else (),
        may_end=shown.may_do(db(), change, "finish", actor()),
        outcomes=OUTCOMES,
        present=typed_moment(now()),
        typed_moment=typed_moment,
        **_hands(change),
    )


def _hands(change: Change) -> dict[str, Any]:
    """What this person has to do with it: may confirm the result, may add a photo."""
    verifies = change.state is State.RUNNING and involved(change, actor(), (Part.VERIFIER,))
    adds = change.state in WITH_FILES and involved(change, actor(), (*ON_SITE, Part.APPLICANT))
    return {"may_verify": verifies, "may_add": adds}


@bp.get("/<int:change_id>/work")
def implementing(change_id: int) -> ResponseReturnValue:
    return _again(change_id)


@bp.post("/<int:change_id>/begin")
@reshow(_again)
def start_work(change_id: int) -> ResponseReturnValue:
    change = actions.begin(db(), change_id, inputs.text(request.form, "reason"), actor=actor(), now=now())
    say(f"{change.number} 已开始实施。")
    return go(".implementing", change_id=change_id)


@bp.post("/<int:change_id>/steps/<int:item_id>/perform")
@reshow(_again)
def perform(change_id: int, item_id: int) -> ResponseReturnValue:
    step = actions.perform(db(), change_id, item_id, inputs.done(request.form), actor=actor(), now=now())
    say(f"已登记：{step.item[:40]}。")
    return go(".implementing", change_id=change_id, _anchor="now")


@bp.post("/<int:change_id>/steps/<int:item_id>/skip")
@reshow(_again)
def skip(change_id: int, item_id: int) -> ResponseReturnValue:
    reason = inputs.text(request.form, "deviation")
    step = actions.skip(db(), change_id, item_id, reason, actor=actor(), now=now())
    say(f"已登记未执行：{step.item[:40]}。", "soon")
    return go(".implementing", change_id=change_id, _anchor="now")


@bp.post("/<int:change_id>/steps/<int:item_id>/check")
@reshow(_again)
def check_step(change_id: int, item_id: int) -> ResponseReturnValue:
    step = actions.check(db(), change_id, item_id, actor=actor(), now=now())
    say(f"已核对第 {step.place} 步。")
    return go(".implementing", change_id=change_id, _anchor="now")


@bp.post("/<int:change_id>/verify-result")
@reshow(_again)
def verify_result(change_id: int) -> ResponseReturnValue:
    actions.verify_result(db(), change_id, inputs.text(request.form, "verification"), actor=actor(), now=now())
    say("验证结果已登记。")
    return go(".implementing", change_id=change_id, _anchor="do-finish")


@bp.post("/<int:change_id>/finish")
@reshow(_again)
def finish(change_id: int) -> ResponseReturnValue:
    change = actions.finish(db(), change_id, inputs.result(request.form), actor=actor(), now=now())
    say(f"{change.number} 实施结束，结果“{change.outcome}”，转复核。")
    return go(".closing", change_id=change_id)


@bp.post("/<int:change_id>/evidence")
@reshow(_again)
def add_evidence(change_id: int) -> ResponseReturnValue:
    """Photos and logs; each is kept as it is."""
    archive = settings().archive
    files = several("file", lambda stream: vault.stage(archive, stream))
    if not files:
        raise InvalidInput(fields={"file": ["请选择照片或日志文件。"]})
    said = inputs.text(request.form, "said")
    for file in files:
        actions.add_file(db(), change_id, file.staged, (file.name, said), actor=actor(), now=now())
    say(f"已上传 {len(files)} 个文件。")
    return go(".implementing", change_id=change_id, _anchor="evidence")


@bp.get("/<int:change_id>/evidence/<int:attachment_id>")
def evidence(change_id: int, attachment_id: int) -> ResponseReturnValue:
    with reading() as session:
        change = queries.get(session, change_id, actor())
        kept = next((one for one in change.files if one.id == attachment_id), None)
        if kept is None:
            raise NotFound
        path, name = vault.resolve(session, settings().archive, kept.file), kept.file.original_name
    return send(path, name)
