"""Logging in and out, and the page of one's own password."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from docsys.errors import InvalidInput, Refused
from docsys.people import directory, inputs
from docsys.people.actions import signing
from docsys.people.views.room import bp, typed_or_nothing
from docsys.web import signin
from docsys.web.pages import go, go_back, page, reshow, say
from docsys.web.security import safe_next
from docsys.web.session import actor, client_ip, db, identity, keep, now, public, reading

TOO_OLD = "您的密码已超过使用期限，"
HANDED_OVER = "您的密码由他人设置，"


@bp.get("/login")
@public
def login() -> ResponseReturnValue:
    if identity() is not None:
        return go_back(url_for("dashboard.show"))
    return _login_page("")


@bp.post("/login")
@public
def log_in() -> ResponseReturnValue:
    typed = request.form.get("login", "")
    with reading() as session:
        tried = signing.attempt(session, typed, request.form.get("password", ""), client_ip())
    keep()  # a failure is counted and recorded, although it is refused
    token = signing.log_in(db(), tried, now())
    if token is None:
        return _login_page(typed, signing.WRONG), 401
    signin.begin(token)
    return go_back(url_for("dashboard.show"))


def _login_page(typed: str, refusal: str | None = None) -> str:
    back = safe_next(request.values.get("next"), "")
    return page("people/login.html", login=typed, next=back, refusal=refusal)


@bp.post("/logout")
@signin.leaving
def logout() -> ResponseReturnValue:
    found = identity()
    if found is not None:
        signing.log_out(db(), found.session_id, found.actor, now())
    signin.forget()
    say("您已退出登录。")
    return go("people.login", out=1)  # only now what was typed and never sent is forgotten


@bp.get("/password")
def password() -> ResponseReturnValue:
    return _password_page()


def _password_page(typed: Any = None, refusal: Refused | None = None) -> str:
    user = directory.get_user(db(), actor().user_id)
    reason = HANDED_OVER if user.password_fresh else TOO_OLD
    return page("people/password.html", typed=typed_or_nothing(typed), refusal=refusal, reason=reason)


@bp.post("/password")
@signin.leaving
@reshow(_password_page)
def change_password() -> ResponseReturnValue:
    data = inputs.password(request.form)
    if data.new != data.again:
        raise InvalidInput(fields={"again": ["两次输入不一致。"]})
    token = signing.change_password(db(), actor(), data.old, data.new, now())
    signin.begin(token)
    say("密码已修改，其他会话已全部退出。")
    return go("dashboard.show")
