"""Units, departments and posts for the system administrator."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.errors import Refused
from docsys.people import directory, inputs
from docsys.people.actions import organisation
from docsys.people.models import UnitKind
from docsys.people.views.room import bp, rights, typed_or_nothing
from docsys.web.lists import listing
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in UnitKind]


def _units(typed: Any = None, refusal: Refused | None = None) -> str:
    return page(
        "people/units.html",
        cut=listing(db(), directory.units(), directory.UNIT_COLUMNS, "id"),
        members=directory.members_of_units(db()),
        unconfirmed=directory.unconfirmed_units(db()),
        kinds=kind_choices(),
        **rights(),
        typed=typed_or_nothing(typed),
        refusal=refusal,
    )


@bp.get("/system/units")
def units() -> ResponseReturnValue:
    return _units()


@bp.post("/system/units")
@reshow(_units)
def add_unit() -> ResponseReturnValue:
    unit = organisation.add_unit(db(), inputs.unit(request.form, kind_choices()), actor(), now())
    say(f"已增加 {unit.name}，请再增加它的部门。")
    return go("people.unit", unit_id=unit.id)


def _unit(unit_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    return page(
        "people/unit.html",
        unit=directory.get_unit(db(), unit_id),
        members=directory.members_of_departments(db()),
        kinds=kind_choices(),
        **rights(),
        typed=typed_or_nothing(typed),
        refusal=refusal,
    )


@bp.get("/system/units/<int:unit_id>")
def unit(unit_id: int) -> ResponseReturnValue:
    return _unit(unit_id)


@bp.post("/system/units/<int:unit_id>")
@reshow(_unit)
def change_unit(unit_id: int) -> ResponseReturnValue:
    organisation.change_unit(db(), unit_id, inputs.unit(request.form, kind_choices()), actor(), now())
    say("已保存。")
    return go("people.unit", unit_id=unit_id)


@bp.post("/system/units/<int:unit_id>/confirm")
def confirm_unit(unit_id: int) -> ResponseReturnValue:
    unit = organisation.confirm_unit(db(), unit_id, actor(), now())
    say(f"已确认 {unit.code} {unit.name}。")
    return go("people.units")


@bp.post("/system/units/<int:unit_id>/switch")
def switch_unit(unit_id: int) -> ResponseReturnValue:
    organisation.switch_unit(db(), unit_id, actor(), now())
    return go("people.unit", unit_id=unit_id)


@bp.post("/system/units/<int:unit_id>/departments")
@reshow(_unit)
def add_department(unit_id: int) -> ResponseReturnValue:
    department = organisation.add_department(db(), unit_id, inputs.named(request.form), actor(), now())
    say(f"已增加 {department.name}。")
    return go("people.unit", unit_id=unit_id)


@bp.post("/system/departments/<int:department_id>/switch")
def switch_department(department_id: int) -> ResponseReturnValue:
    department = organisation.switch_department(db(), department_id, actor(), now())
    return go("people.unit", unit_id=department.unit_id)


def _posts(typed: Any = None, refusal: Refused | None = None) -> str:
    members = directory.members_of_posts(db())
    return page(
        "people/posts.html",
        posts=directory.posts(db()),
        members=members,
        **rights(),
        typed=typed_or_nothing(typed),
        refusal=refusal,
    )


@bp.get("/system/posts")
def posts() -> ResponseReturnValue:
    return _posts()


@bp.post("/system/posts")
@reshow(_posts)
def add_post() -> ResponseReturnValue:
    post = organisation.add_post(db(), inputs.named(request.form), actor(), now())
    say(f"已增加岗位“{post.name}”。")
    return go("people.posts")


@bp.post("/system/posts/<int:post_id>/switch")
def switch_post(post_id: int) -> ResponseReturnValue:
    organisation.switch_post(db(), post_id, actor(), now())
    return go("people.posts")
