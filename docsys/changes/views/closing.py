"""复核与更新: what the units feed back, the watch, the summary of a failure, documents and items brought up to date (C11 to C13)."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.changes import actions, afterwards, inputs, queries, shown
from docsys.changes.actions import closing as acts
from docsys.changes.actions.summaries import draft_summary
from docsys.changes.models import Change
from docsys.changes.rules.finishing import SHORT_OF_IT
from docsys.changes.rules.states import State
from docsys.changes.views.room import bp, found
from docsys.changes.views.showing import tab
from docsys.errors import Refused
from docsys.people.rules import Permission, may
from docsys.records import queries as sheets
from docsys.web.pages import go, reshow, say
from docsys.web.session import actor, db, now, today

VERBS = ("confirm", "confirm_failure", "summarise", "verify")


def _again(change_id: int, item_id: int = 0, typed: Any = None, refusal: Refused | None = None) -> str:
    change, who = found(change_id), actor()
    updates = afterwards.updates(db(), change, today())
    is_open = change.state is State.VERIFYING
    return tab(
        "closing",
        change,
        refusal,
        typed=typed or {},
        typed_for=item_id,
        heard=afterwards.of(db(), change, who, now()),
        updates=updates,
        links=queries.documents_named(db(), [one.item.number for one in updates.documents], who),
        can={verb: shown.may_do(db(), change, verb, who) for verb in VERBS},
        may_observe=change.state is State.RECHECKING and may(who, Permission.CHANGE_OBSERVE, who.unit_id),
        may_document=is_open and may(who, Permission.CHANGE_DOCUMENTS, who.unit_id),
        may_enter=is_open and may(who, Permission.CHANGE_ITEMS, who.unit_id),
        summaries=_summaries(change),
        needs_summary=change.outcome in SHORT_OF_IT,
    )


def _summaries(change: Change) -> list[Any]:
    """The summaries of this order; each with its address where this person may read it."""
    told = acts.summaries(db(), change, confirmed=False)
    return [(one, sheets.id_of(db(), one.number, actor()), acts.is_confirmed(one)) for one in told]


@bp.get("/<int:change_id>/closing")
def closing(change_id: int) -> ResponseReturnValue:
    return _again(change_id)


@bp.post("/<int:change_id>/feedback")
@reshow(_again)
def feed_back(change_id: int) -> ResponseReturnValue:
    word = actions.feed_back(db(), change_id, inputs.text(request.form, "feedback"), actor=actor(), now=now())
    say(f"已登记{word.unit_name}的复核反馈。")
    return go(".closing", change_id=change_id)


@bp.post("/<int:change_id>/watches")
@reshow(_again)
def observe(change_id: int) -> ResponseReturnValue:
    sent = request.form
    watched = inputs.moment(sent, "since"), inputs.moment(sent, "until")
    actions.observe(db(), change_id, *watched, inputs.text(sent, "observed"), actor=actor(), now=now())
    say("观察记录已登记。")
    return go(".closing", change_id=change_id)


@bp.post("/<int:change_id>/confirm")
@reshow(_again)
def confirm(change_id: int) -> ResponseReturnValue:
    change = actions.confirm(db(), change_id, actor=actor(), now=now())
    say(f"{change.number} 的复核结果已确认，现为“{change.state.label}”。")
    return go(".closing", change_id=change_id)


@bp.post("/<int:change_id>/summary")
@reshow(_again)
def begin_summary(change_id: int) -> ResponseReturnValue:
    record = draft_summary(db(), change_id, actor=actor(), now=now())
    say(f"已按变更单起草变更总结 {record.number}，补充原因和改进措施后提交。")
    return go("records.show", record_id=record.id)


@bp.post("/<int:change_id>/summarise")
@reshow(_again)
def summarise(change_id: int) -> ResponseReturnValue:
    change = actions.summarise(db(), change_id, actor=actor(), now=now())
    say(f"{change.number} 已附变更总结，转更新核对。")
    return go(".closing", change_id=change_id)


@bp.post("/<int:change_id>/documents/<int:item_id>/name")
@reshow(_again)
def name_document(change_id: int, item_id: int) -> ResponseReturnValue:
    number = inputs.text(request.form, "number")
    item = actions.name_document(db(), change_id, item_id, number, actor=actor(), now=now())
    say(f"已登记新增文档 {item.number}。")
    return go(".closing", change_id=change_id, _anchor="documents")


@bp.post("/<int:change_id>/documents/<int:item_id>/withdraw")
@reshow(_again)
def withdraw_document(change_id: int, item_id: int) -> ResponseReturnValue:
    reason = inputs.text(request.form, "reason")
    item = actions.withdraw_document(db(), change_id, item_id, reason, actor=actor(), now=now())
    say(f"已撤销 {item.number or item.title} 的更新要求。")
    return go(".closing", change_id=change_id, _anchor="documents")


@bp.post("/<int:change_id>/items/<int:item_id>")
@reshow(_again)
def enter_item(change_id: int, item_id: int) -> ResponseReturnValue:
    value = inputs.text(request.form, "entered")
    item = actions.enter_item(db(), change_id, item_id, value, actor=actor(), now=now())
    say(f"已录入配置项 {item.item}。")
    return go(".closing", change_id=change_id, _anchor="items")


@bp.post("/<int:change_id>/verify")
@reshow(_again)
def verify(change_id: int) -> ResponseReturnValue:
    change = actions.verify(db(), change_id, actor=actor(), now=now())
    say(f"{change.number} 的文档与配置项均已更新，转归档。")
    return go(".archiving", change_id=change_id)
