"""My own page: who I am here, where I am signed in, what I did."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.errors import Refused
from docsys.people import directory, lifetimes
from docsys.people.actions import accounts, signing
from docsys.people.inputs import MailForm, MailWish
from docsys.people.rules import Role
from docsys.people.views.room import act_label, bp
from docsys.web.inputs import read
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, identity, now, settings

SHOWN = 50


def _page(typed: Any = None, refusal: Refused | None = None) -> str:
    user, found = directory.get_user(db(), actor().user_id), identity()
    limits = settings()
    return page(
        "people/me.html",
        user=user,
        posts=[(held.department.name, held.post.name) for held in user.assignments],
        roles=[(Role(grant.role).label, grant.unit.short_name if grant.unit else "全网") for grant in user.grants],
        sessions=directory.open_sessions(db(), user.id, now(), lifetimes.limits_of(limits)),
        act_label=act_label,
        this=found.session_id if found else None,
        rows=directory.audit_of(db(), user.id, SHOWN),
        expires=lifetimes.password_expires(user.password_set_at, limits.password_days),
        idle=limits.session_idle_minutes,
        hours=limits.session_hours,
        mail=typed if typed is not None else {"email": user.email, "wants_mail": user.wants_mail},
        has_mail=bool(limits.smtp_host),
        refusal=refusal,
    )


@bp.get("/me")
def me() -> ResponseReturnValue:
    return _page()


@bp.post("/me/mail")
@reshow(_page)
def choose_mail() -> ResponseReturnValue:
    user = accounts.choose_mail(db(), read(MailForm, request.form, MailWish), actor(), now())
    say(f"待办提醒将发往 {user.email}。" if user.wants_mail else "不再发送待办提醒邮件。")
    return go("people.me")


@bp.post("/me/sessions/<int:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    signing.end_own_session(db(), session_id, actor(), now())
    say("该会话已结束。")
    return go("people.me")
