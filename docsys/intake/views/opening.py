"""The imports, and how one is opened: a folder of the server, or an upload of files, folders and archives."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from docsys.errors import InvalidInput, Refused, TransitionForbidden
from docsys.intake import actions, placing, queries, uploads
from docsys.intake.actions.running import Opening
from docsys.intake.rules import RUN_TONES, RunState
from docsys.intake.views.room import bp, check_may, folder_choices, tabs, unit_choices
from docsys.people.models import Unit
from docsys.people.rules import Permission, require
from docsys.web.lists import listing
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, reading, settings, today
from docsys.web.uploads import Bounded

LABELS = {"name": "服务器上的文件夹", "title": "名称", "unit": "归口单位", "into": "不能判断时归入", "file": "文件"}


def _index(typed: Any = None, refusal: Refused | None = None) -> str:
    check_may()
    return page(
        "intake/index.html",
        tabs=tabs("index"),
        cut=listing(db(), queries.runs(actor()), queries.RUN_COLUMNS, "-id"),
        tones=RUN_TONES,
        typed=typed or {"unit": actor().unit_code, "title": f"历史导入 {today()}"},
        refusal=refusal,
        labels=LABELS,
        root=placing.import_root(settings()),
        names=placing.choices(settings()),
        units=unit_choices(),
        folders=folder_choices(),
    )


@bp.get("/")
def index() -> ResponseReturnValue:
    return _index()


def _opening(title: str) -> Opening:
    code = request.form.get("unit", "")
    unit_id = db().scalar(select(Unit.id).where(Unit.code == code))
    if unit_id is None:
        raise InvalidInput(fields={"unit": ["请选择归口单位。"]}, labels=LABELS)
    return Opening(title, unit_id, request.form.get("into", "").partition(" ")[0])


@bp.post("/folder")
@reshow(_index)
def open_folder() -> ResponseReturnValue:
    check_may()
    name = request.form.get("name", "")
    root = placing.chosen(settings(), name)
    run = actions.open_folder(db(), _opening(root.name), root, actor=actor(), now=now())
    say("后台正在试读，可以离开本页。")
    return go("intake.show", run_id=run.id)


@bp.post("/upload")
@reshow(_index)
def open_upload() -> ResponseReturnValue:
    check_may()
    run = actions.open_upload(db(), _opening(request.form.get("title", "")), actor=actor(), now=now())
    return go("intake.show", run_id=run.id)


@bp.put("/<int:run_id>/upload")
def upload(run_id: int) -> ResponseReturnValue:
    """One file, kept until the import is closed. No transaction is open while its bytes arrive."""
    _check_collects(run_id)
    name = unquote(request.headers.get("X-File-Name", ""), errors="replace")
    stream = Bounded(request.stream, settings().max_upload)
    path = uploads.receive(settings().archive, run_id, name, stream)
    return jsonify(message=f"已收到 {path}")


@bp.post("/<int:run_id>/send")
def send(run_id: int) -> ResponseReturnValue:
    """The same by an ordinary form, for browsers without JavaScript; then the reading begins."""
    _check_collects(run_id)
    for file in request.files.getlist("file"):
        if file.filename:
            stream = Bounded(file.stream, settings().max_upload)
            uploads.receive(settings().archive, run_id, file.filename, stream)
    return begin(run_id)


def _check_collects(run_id: int) -> None:
    with reading() as session:
        run = queries.get(session, run_id, actor())
        require(actor(), Permission.DOCUMENT_IMPORT, run.unit_id)
        if run.state is not RunState.COLLECTING:
            raise TransitionForbidden(state=run.state.label, verb="上传")


@bp.post("/<int:run_id>/begin")
def begin(run_id: int) -> ResponseReturnValue:
    queries.get(db(), run_id, actor())
    count, _bytes = uploads.received(settings().archive, run_id)
    if not count:
        raise InvalidInput(message="还没有上传文件。请先选择或拖入文件、文件夹或压缩包。")
    actions.begin_reading(db(), run_id, actor=actor(), now=now())
    say("后台正在试读，可以离开本页。")
    return go("intake.show", run_id=run_id)


@bp.get("/inbox")
def inbox() -> ResponseReturnValue:
    check_may()
    run, root = queries.inbox(db()), placing.inbox_root(settings())
    if run is not None and db().scalar(select(queries.runs_of(actor(), run.id))):
        return go("intake.show", run_id=run.id)
    return page("intake/inbox.html", tabs=tabs("inbox"), root=root, is_there=root is not None and Path(root).is_dir())


def inbox_link() -> str:
    return url_for("intake.inbox")
