"""Accounts for the system administrator."""

from typing import Any

from flask import request
from flask import session as cookie
from flask.typing import ResponseReturnValue

from docsys.errors import Refused
from docsys.people import directory, inputs
from docsys.people.actions import accounts, grants
from docsys.people.lifetimes import limits_of
from docsys.people.models import User
from docsys.people.rules import Role
from docsys.people.views.room import arguments, bp, rights, typed_or_nothing
from docsys.web.lists import listing
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, settings
from docsys.web.tables import as_file

HEAD = ("姓名", "登录名", "工号", "单位", "部门与岗位", "角色", "最近登录", "状态")


def role_choices() -> list[tuple[str, str]]:
    """Roles that are granted; 普通员工 is everybody."""
    return [(role.value, role.label) for role in Role if role is not Role.STAFF]


@bp.get("/system/users")
def users() -> ResponseReturnValue:
    query = directory.users(request.args)
    if kind := request.args.get("format"):
        rows = [directory.as_row(user) for user in db().scalars(query.order_by(User.id))]
        return as_file(kind, "用户清单", HEAD, rows, stated=arguments())
    cut = listing(db(), query, directory.USER_COLUMNS, "name")
    choices = {"units": directory.unit_choices(db()), "roles": role_choices()}
    return page("people/users.html", cut=cut, args=request.args, filtered=bool(arguments()), **rights(), **choices)


def _form(typed: Any = None, refusal: Refused | None = None) -> str:
    choices = {"departments": directory.department_choices(db()), "posts": directory.post_choices(db())}
    return page("people/user_form.html", typed=typed_or_nothing(typed), refusal=refusal, **choices)


@bp.get("/system/users/new")
def new_user() -> ResponseReturnValue:
    return _form()


@bp.post("/system/users/new")
@reshow(_form)
def create_user() -> ResponseReturnValue:
    data = inputs.account(request.form, directory.department_choices(db()), directory.post_choices(db()))
    user, shown = accounts.create(db(), data, actor(), now())
    _show_once(user, shown)
    say(f"已建立 {user.name}（{user.login}）的账户。")
    return go("people.user", user_id=user.id)


def _show_once(user: User, shown: str) -> None:
    """The password travels in the administrator's own cookie to the next page, and is gone with it."""
    cookie["shown"] = [user.id, shown]


def _page_of(user_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    user = directory.get_user(db(), user_id)
    kept = cookie.pop("shown", None)
    return page(
        "people/user.html",
        user=user,
        **rights(),
        typed=typed_or_nothing(typed),
        refusal=refusal,
        shown=kept[1] if kept and kept[0] == user_id else None,
        pending=grants.pending(db(), user),
        sessions=len(directory.open_sessions(db(), user_id, now(), limits_of(settings()))),
        why_not="不能对自己的账户操作。" if user.id == actor().user_id else None,
        roles=role_choices(),
        units=directory.unit_choices(db()),
        departments=directory.department_choices(db(), user.unit_id),
        posts=directory.post_choices(db()),
    )


@bp.get("/system/users/<int:user_id>")
def user(user_id: int) -> ResponseReturnValue:
    return _page_of(user_id)


@bp.post("/system/users/<int:user_id>/name")
@reshow(_page_of)
def rename(user_id: int) -> ResponseReturnValue:
    accounts.rename(db(), user_id, inputs.person(request.form), actor(), now())
    say("已保存。")
    return go("people.user", user_id=user_id)


@bp.post("/system/users/<int:user_id>/password")
@reshow(_page_of)
def reset_password(user_id: int) -> ResponseReturnValue:
    user, shown = accounts.reset_password(db(), user_id, actor(), now())
    _show_once(user, shown)
    say("密码已重置，其会话已全部结束。")
    return go("people.user", user_id=user_id)


@bp.post("/system/users/<int:user_id>/switch")
@reshow(_page_of)
def switch_user(user_id: int) -> ResponseReturnValue:
    user = accounts.switch(db(), user_id, actor(), now())
    say(f"{user.name} 的账户已{'启用' if user.active else '停用'}。")
    return go("people.user", user_id=user_id)


@bp.post("/system/users/<int:user_id>/assignments")
@reshow(_page_of)
def assign(user_id: int) -> ResponseReturnValue:
    departments = directory.department_choices(db(), directory.get_user(db(), user_id).unit_id)
    data = inputs.assignment(request.form, departments, directory.post_choices(db()))
    accounts.assign(db(), user_id, data, actor(), now())
    say("已增加岗位。")
    return go("people.user", user_id=user_id)


@bp.post("/system/users/<int:user_id>/assignments/<int:assignment_id>/remove")
def unassign(user_id: int, assignment_id: int) -> ResponseReturnValue:
    accounts.unassign(db(), user_id, assignment_id, actor(), now())
    say("已移除岗位。")
    return go("people.user", user_id=user_id)


@bp.post("/system/users/<int:user_id>/grants")
@reshow(_page_of)
def grant(user_id: int) -> ResponseReturnValue:
    data = inputs.grant(request.form, role_choices(), directory.unit_choices(db()))
    grants.request_grant(db(), user_id, data, actor(), now())
    say("已提出授予申请，等待第二人确认。", "draft")
    return go("people.user", user_id=user_id)


@bp.post("/system/users/<int:user_id>/grants/<int:grant_id>/revoke")
def revoke(user_id: int, grant_id: int) -> ResponseReturnValue:
    grants.request_revocation(db(), user_id, grant_id, actor(), now())
    say("已提出撤销申请，等待第二人确认。", "draft")
    return go("people.user", user_id=user_id)
