"""The steps in the life of a version, as the page of the document offers them."""

from collections.abc import Callable

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from docsys import vault
from docsys.documents import inputs, queries
from docsys.documents.views import show_page
from docsys.errors import InvalidInput, NotFound
from docsys.publication import actions
from docsys.web import uploads
from docsys.web.pages import go, reshow, say
from docsys.web.session import actor, db, now, settings

bp = Blueprint("publication", __name__, url_prefix="/documents")

SAID = {
    "submit": "已提交审核，正式编号 {number}。",
    "return": "已退回修改。",
    "approve": "审核通过，待发布。",
    "publish": "已申请发布，须由另一人在“待确认事项”中确认后生效。",
    "abolish": "已申请废止，须由另一人在“待确认事项”中确认后生效。",
    "withdraw": "已撤回。",
}


@bp.post("/<int:document_id>/<verb>")
@reshow(lambda document_id, typed, refusal, **_: show_page(document_id, typed, refusal))
def act(document_id: int, verb: str) -> ResponseReturnValue:
    """One verb of the workflow table."""
    if verb not in SAID:
        raise NotFound
    text = request.form.get("opinion", "")
    steps: dict[str, Callable[[], object]] = {
        "submit": lambda: actions.submit(db(), document_id, actor=actor(), now=now()),
        "return": lambda: actions.send_back(db(), document_id, text, actor=actor(), now=now()),
        "approve": lambda: actions.approve(db(), document_id, text, actor=actor(), now=now()),
        "publish": lambda: actions.request_publication(db(), document_id, actor=actor(), now=now()),
        "abolish": lambda: actions.request_abolition(
            db(), document_id, text, request.form.get("replacement", ""), actor=actor(), now=now()
        ),
        "withdraw": lambda: actions.withdraw(db(), document_id, text, actor=actor(), now=now()),
    }
    steps[verb]()
    document = queries.get(db(), document_id, actor())
    say(SAID[verb].format(number=document.number))
    return go("documents.show", document_id=document_id)


@bp.post("/<int:document_id>/revise")
@reshow(lambda document_id, typed, refusal, **_: show_page(document_id, typed, refusal))
def revise(document_id: int) -> ResponseReturnValue:
    archive = settings().archive
    files = uploads.several("file", lambda stream: vault.stage(archive, stream))
    if not files:
        raise InvalidInput(fields={"file": ["请选择新版文件。"]}, labels=inputs.LABELS)
    document = queries.get(db(), document_id, actor())
    new = inputs.draft(request.form, folder=document.folder.code, unit_id=document.unit_id)
    reason = request.form.get("reason", "")
    actions.revise(db(), document_id, new, reason, files[0].staged, files[0].name, actor=actor(), now=now())
    say(f"已开始修订 {document.number}，新版本 {new.version} 为草稿。")
    return go("documents.show", document_id=document_id)
