"""My own page: who I am here, where I am signed in, what I did."""

from flask.typing import ResponseReturnValue

from docsys.people import directory, lifetimes
from docsys.people.actions import signing
from docsys.people.rules import Role
from docsys.people.views.room import act_label, bp
from docsys.web.pages import go, page, say
from docsys.web.session import actor, db, identity, now, settings

SHOWN = 50


@bp.get("/me")
def me() -> ResponseReturnValue:
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
    )


@bp.post("/me/sessions/<int:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    signing.end_own_session(db(), session_id, actor(), now())
    say("该会话已结束。")
    return go("people.me")
