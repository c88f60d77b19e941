"""Units, departments and posts: added, renamed, confirmed, put out of use. Never deleted, for old records name them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import audit
from docsys.errors import InvalidInput
from docsys.people import directory
from docsys.people.inputs import Named, UnitData
from docsys.people.models import Department, Post, Unit
from docsys.people.rules import Actor, Permission, require


def add_unit(session: Session, data: UnitData, actor: Actor, now: datetime) -> Unit:
    require(actor, Permission.PEOPLE_ADMINISTER)
    if session.scalar(select(Unit.id).where(Unit.code == data.code)):
        raise InvalidInput(
            fields={"code": [f"代码 {data.code} 已被使用；代码永不重复使用（4.3.7）。"]}, labels={"code": "代码"}
        )
    unit = Unit(code=data.code, name=data.name, short_name=data.short_name, kind=data.kind, active=True, confirmed=True)
    session.add(unit)
    session.flush()
    audit.record(session, "people.add_unit", actor, unit.code, now=now, detail={"name": unit.name, "kind": unit.kind})
    return unit


def change_unit(session: Session, unit_id: int, data: UnitData, actor: Actor, now: datetime) -> Unit:
    """Names and kind. The code stays: numbers carry it."""
    require(actor, Permission.PEOPLE_ADMINISTER)
    unit = directory.get_unit(session, unit_id)
    if data.code != unit.code:
        raise InvalidInput(fields={"code": ["代码已用于编号，不能修改（4.3.7）。"]}, labels={"code": "代码"})
    before = {"name": unit.name, "short_name": unit.short_name, "kind": unit.kind}
    unit.name, unit.short_name, unit.kind = data.name, data.short_name, data.kind
    audit.record(session, "people.change_unit", actor, unit.code, now=now, detail={"before": before})
    return unit


def confirm_unit(session: Session, unit_id: int, actor: Actor, now: datetime) -> Unit:
    """The rulebook names no units: somebody who knows says that this one is right."""
    require(actor, Permission.PEOPLE_ADMINISTER)
    unit = directory.get_unit(session, unit_id)
    unit.confirmed = True
    audit.record(session, "people.confirm_unit", actor, unit.code, now=now, detail={"name": unit.name})
    return unit


def switch_unit(session: Session, unit_id: int, actor: Actor, now: datetime) -> Unit:
    require(actor, Permission.PEOPLE_ADMINISTER)
    unit = directory.get_unit(session, unit_id)
    unit.active = not unit.active
    audit.record(session, "people.switch_unit", actor, unit.code, now=now, detail={"active": unit.active})
    return unit


def add_department(session: Session, unit_id: int, data: Named, actor: Actor, now: datetime) -> Department:
    require(actor, Permission.PEOPLE_ADMINISTER)
    unit = directory.get_unit(session, unit_id)
    if session.scalar(select(Department.id).where(Department.unit_id == unit.id, Department.name == data.name)):
        raise InvalidInput(fields={"name": [f"{unit.short_name}已有“{data.name}”。"]}, labels={"name": "部门名称"})
    department = Department(unit_id=unit.id, name=data.name, active=True)
    session.add(department)
    session.flush()
    audit.record(session, "people.add_department", actor, f"{unit.code} {department.name}", now=now)
    return department


def switch_department(session: Session, department_id: int, actor: Actor, now: datetime) -> Department:
    require(actor, Permission.PEOPLE_ADMINISTER)
    department = directory.get_department(session, department_id)
    department.active = not department.active
    audit.record(
        session, "people.switch_department", actor, department.name, now=now, detail={"active": department.active}
    )
    return department


def add_post(session: Session, data: Named, actor: Actor, now: datetime) -> Post:
    require(actor, Permission.PEOPLE_ADMINISTER)
    if session.scalar(select(Post.id).where(Post.name == data.name)):
        raise InvalidInput(fields={"name": [f"已有岗位“{data.name}”。"]}, labels={"name": "岗位名称"})
    post = Post(name=data.name, active=True)
    session.add(post)
    session.flush()
    audit.record(session, "people.add_post", actor, post.name, now=now)
    return post


def switch_post(session: Session, post_id: int, actor: Actor, now: datetime) -> Post:
    require(actor, Permission.PEOPLE_ADMINISTER)
    post = directory.get_post(session, post_id)
    post.active = not post.active
    audit.record(session, "people.switch_post", actor, post.name, now=now, detail={"active": post.active})
    return post
