"""The exception tree of `docsys.errors` as answers of HTTP: a page, a fragment for htmx, or JSON for the API. Once, here.

A refused act has been rolled back when its audit row is written, in a transaction of its own: the refusal stays known.
"""

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from docsys import audit
from docsys.errors import (
    DocsysError,
    EditConflict,
    Forbidden,
    InvalidInput,
    NotFound,
    NotSignedIn,
    Refused,
    StorageFull,
    Unavailable,
)
from docsys.web.session import READING, identity, now, roll_back
from docsys.web.state import web

log = logging.getLogger(__name__)

TITLES = {
    400: "请求有误",
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    405: "不能这样访问",
    409: "当前不能这样做",
    410: "已废止或已销毁",
    413: "文件过大",
    415: "格式不支持",
    422: "不能这样做",
    429: "操作过于频繁",
    500: "系统出错",
    503: "暂时无法完成",
    507: "磁盘空间不足",
}
WAYS_OUT = {
    400: "请返回上一页，刷新后再试。您填写的内容仍保留在浏览器中。",
    403: "如工作需要，请联系文档管理员申请使用权限，或联系系统管理员调整角色。",
    404: "请核对编号或链接，或在检索中查找；如您认为应当有权查看，请联系文档管理员。",
    405: "请从页面上的按钮进入。",
    409: "请返回上一页刷新，核对现状后再操作。",
    410: "如需查阅历史内容，请联系文档管理员办理借阅。",
    413: "请压缩或拆分后再上传；确需更大的文件，请联系系统管理员调整上限。",
    500: "操作没有生效，数据未改变。请稍后重试；若再次出现，请把下面的时间告诉系统管理员。",
    503: "操作没有生效，数据未改变。请稍后重试。",
    507: "操作没有生效，数据未改变。请联系系统管理员清理磁盘后重试。",
}


def refuse(error: DocsysError) -> Response:
    """A refusal of the tree, as an answer."""
    note_refusal(error)
    if isinstance(error, NotSignedIn) and not wants_json():
        return _to_login()
    return answer(error.status, error.sentence, error=error)


def note_refusal(error: DocsysError) -> None:
    """Undo the act and write down that it was refused: who, what, why."""
    roll_back()
    who = identity()
    if who is None or not _worth_a_row(error):
        return
    with web().database.act() as session:
        detail = {
            "method": request.method,
            "path": request.path,
            "refused": type(error).__name__,
            "reason": error.sentence,
        }
        audit.record(
            session,
            request.endpoint or request.path,
            who.actor,
            request.path,
            now=now(),
            detail=detail,
            result="refused",
        )


def _worth_a_row(error: DocsysError) -> bool:
    """Every refused act; of reading only what somebody was not allowed to see."""
    return isinstance(error, Refused) and (request.method not in READING or isinstance(error, (Forbidden, NotFound)))


def answer(status: int, sentence: str, *, error: DocsysError | None = None) -> Response:
    if wants_json():
        return make_response(jsonify(error=_as_data(status, sentence, error)), status)
    values = {
        "status": status,
        "title": TITLES.get(status, TITLES[500]),
        "sentence": sentence,
        "way_out": WAYS_OUT.get(status, ""),
        "moment": now(),
    }
    if "HX-Request" in request.headers:
        response = make_response(render_template("parts/refusal.html", **values), status)
        response.headers.update({"HX-Retarget": "#messages", "HX-Reswap": "innerHTML show:window:top"})
        return response
    return make_response(render_template("web/error.html", **values), status)


def wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return request.path.startswith("/api/") or best == "application/json"


def _as_data(status: int, sentence: str, error: DocsysError | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "status": status,
        "kind": type(error).__name__ if error else "HTTPError",
        "message": sentence,
    }
    if error is not None and (article := error.data.get("article", error.article)):
        data["article"] = article
    if isinstance(error, InvalidInput):
        data["fields"] = error.fields
    return data


def _to_login() -> Response:
    """To the log-in page and afterwards back; a page that was posted to comes back at its own address."""
    back = request.full_path.rstrip("?") if request.method in READING else None
    target = url_for("people.login", next=back if back != "/" else None)
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": target})
    return make_response(redirect(target, 303))


def on_http(error: HTTPException) -> Response:
    """What Flask itself refuses: no such page, wrong method, too large, a missing CSRF token."""
    roll_back()
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())
    if isinstance(error, CSRFError):
        return answer(400, "页面已过期或来自其他窗口，操作未执行。请刷新页面后重试。")
    sentences = {404: NotFound.message, 405: "该地址不接受这种访问方式。", 413: "上传内容超过上限。"}
    described = str(error.description or "")
    return answer(
        status, sentences.get(status, described if any(c > "\u2e80" for c in described) else "请求无法处理。")
    )


def on_database(error: OperationalError) -> Response:
    roll_back()
    text = str(error.orig).lower()
    log.error("database: %s", error.orig)
    if "full" in text or "no space" in text:
        return refuse(StorageFull(place="数据库"))
    return refuse(Unavailable())


def on_conflict(error: IntegrityError) -> Response:
    """Two people at once, and the unique constraint decided for the other."""
    log.warning("constraint: %s", error.orig)
    return refuse(EditConflict(message="刚才有人做了同样的操作或占用了同样的名称，您的操作没有生效。请刷新后核对。"))


def on_anything(error: Exception) -> Response:
    roll_back()
    log.error("%s %s", request.method, request.path, exc_info=error)
    return answer(500, "系统内部出现错误。")


def set_up(app: Flask) -> None:
    app.register_error_handler(DocsysError, refuse)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(OperationalError, on_database)
    app.register_error_handler(IntegrityError, on_conflict)
    app.register_error_handler(Exception, on_anything)
