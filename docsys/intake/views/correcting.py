"""The table of proposals as it is worked on: a row in place, many rows at once, the list given back, start and end."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from docsys.errors import InvalidInput, Refused
from docsys.intake import actions, inputs, queries
from docsys.intake.actions.correcting import VERBS
from docsys.intake.models import ImportItem
from docsys.intake.views.room import bp
from docsys.intake.views.showing import _numbers, about, run_page
from docsys.web.pages import go_back, page, reshow, say
from docsys.web.session import actor, db, now

MOST_LIST = 20 * 1024 * 1024


def _wants_part() -> bool:
    return "HX-Request" in request.headers


def _edit(item_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    """The row as a form: in its table, or on a page of its own."""
    item = queries.get_item(db(), item_id, actor())
    row = inputs.row_of(item)
    values = {name: getattr(row, name) for name in inputs.FIELDS} | {"is_wanted": "1" if item.is_wanted else ""}
    return page(
        "intake/_edit.html" if _wants_part() else "intake/edit.html",
        item=item,
        typed=typed or values,
        refusal=refusal,
        **about(item.run, queries.counts(db(), item.run_id)),
    )


def _row(item: ImportItem) -> str:
    counted = queries.counts(db(), item.run_id)
    numbers = _numbers(item.run, [item])
    return page("intake/_row.html", item=item, numbers=numbers, run=item.run, **about(item.run, counted))


@bp.get("/items/<int:item_id>")
def edit(item_id: int) -> ResponseReturnValue:
    return _edit(item_id)


@bp.get("/items/<int:item_id>/row")
def row(item_id: int) -> ResponseReturnValue:
    """The row as it stands: what 取消 brings back."""
    return _row(queries.get_item(db(), item_id, actor()))


@bp.post("/items/<int:item_id>")
@reshow(_edit)
def change(item_id: int) -> ResponseReturnValue:
    item = actions.change(db(), item_id, request.form, actor=actor())
    if _wants_part():
        db().flush()
        return _row(item)
    say(f"已保存 {item.path}。")
    return go_back(url_for("intake.show", run_id=item.run_id))


@bp.post("/<int:run_id>/bulk")
@reshow(run_page)
def bulk(run_id: int) -> ResponseReturnValue:
    """What was asked for of the ticked rows, or of everything that the filter shows."""
    run = queries.get(db(), run_id, actor())
    verb = request.form.get("verb", "")
    if request.form.get("everything"):
        asked = {name: request.form.get(f"asked-{name}", "") for name in queries.ASKED}
        rows = [item.id for item in db().scalars(queries.items(run.id, asked))]
    else:
        rows = [int(one) for one in request.form.getlist("chosen") if one.isdigit()]
    if not rows:
        raise InvalidInput(message="请先勾选文件。")
    if verb == "retry":
        count, what = actions.retry(db(), run.id, rows, actor=actor(), now=now()), "重试"
    elif verb in VERBS:
        count, what = actions.bulk(db(), run.id, verb, request.form, rows, actor=actor(), now=now()), VERBS[verb]
    else:
        raise InvalidInput(message="请选择要做的操作。")
    say(f"{what}：{count} 个文件。")
    return go_back(url_for("intake.show", run_id=run.id))


@bp.post("/<int:run_id>/list")
@reshow(run_page)
def give_back(run_id: int) -> ResponseReturnValue:
    queries.get(db(), run_id, actor())
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InvalidInput(message="请选择编辑后的清单（CSV）。")
    data = file.stream.read(MOST_LIST + 1)
    if len(data) > MOST_LIST:
        raise InvalidInput(message="清单超过 20 MB，请核对是否选错了文件。")
    taken, out = actions.take_back_list(db(), run_id, file.filename, data, actor=actor(), now=now())
    say(f"已按清单更新 {taken} 个文件；清单中没有的 {out} 个不导入。")
    return go_back(url_for("intake.show", run_id=run_id))


@bp.post("/<int:run_id>/start")
@reshow(run_page)
def start(run_id: int) -> ResponseReturnValue:
    count = actions.start(db(), run_id, actor=actor(), now=now())
    say(f"开始导入 {count} 个文件，由后台办理，可以离开本页。")
    return go_back(url_for("intake.show", run_id=run_id))


@bp.post("/<int:run_id>/retry")
@reshow(run_page)
def retry(run_id: int) -> ResponseReturnValue:
    count = actions.retry(db(), run_id, None, actor=actor(), now=now())
    say(f"重试 {count} 个文件。")
    return go_back(url_for("intake.show", run_id=run_id))


@bp.post("/<int:run_id>/close")
@reshow(run_page)
def close(run_id: int) -> ResponseReturnValue:
    run = actions.close(db(), run_id, actor=actor(), now=now())
    say(f"“{run.title}”已结束，报告保留。")
    return go_back(url_for("intake.show", run_id=run_id))
