"""Who there is: what the pages of people ask for. (`queries.py` holds what every room asks.)"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from docsys.audit.models import AuditRow
from docsys.clock import SHANGHAI
from docsys.errors import Forbidden, NotFound
from docsys.people import lifetimes
from docsys.people.acts import DETAILS
from docsys.people.inputs import AuditFilter
from docsys.people.models import Assignment, Confirmation, Department, Grant, LoginSession, Post, Unit, User
from docsys.people.rules import Actor, Permission, Role, require
from docsys.web.filters import moment

Choices = list[tuple[Any, str]]
Thing = TypeVar("Thing")


def get_user(session: Session, user_id: int) -> User:
    return _found(session.scalar(select(User).where(User.id == user_id).options(*_whole())))


def get_unit(session: Session, unit_id: int) -> Unit:
    return _found(session.scalar(select(Unit).where(Unit.id == unit_id).options(selectinload(Unit.departments))))


def get_department(session: Session, department_id: int) -> Department:
    return _found(session.get(Department, department_id))


def get_post(session: Session, post_id: int) -> Post:
    return _found(session.get(Post, post_id))


def get_grant(session: Session, user_id: int, grant_id: int) -> Grant:
    return _found(session.scalar(select(Grant).where(Grant.id == grant_id, Grant.user_id == user_id)))


def get_assignment(session: Session, user_id: int, assignment_id: int) -> Assignment:
    return _found(
        session.scalar(select(Assignment).where(Assignment.id == assignment_id, Assignment.user_id == user_id))
    )


def _found(thing: Thing | None) -> Thing:
    if thing is None:
        raise NotFound
    return thing


def _whole() -> tuple[Any, ...]:
    """What a row of the list shows, loaded with a fixed number of queries."""
    held = selectinload(User.assignments)
    return (
        selectinload(User.unit),
        held.selectinload(Assignment.department),
        held.selectinload(Assignment.post),
        selectinload(User.grants).selectinload(Grant.unit),
    )


USER_COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "name": User.name.expression,
    "login": User.login.expression,
    "staff_no": User.staff_no.expression,
    "unit": User.unit_id.expression,
    "last_login": User.last_login_at.expression,
    "state": User.active.expression,
    "id": User.id.expression,
}
UNIT_COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "code": Unit.code.expression,
    "name": Unit.name.expression,
    "short_name": Unit.short_name.expression,
    "kind": Unit.kind.expression,
    "confirmed": Unit.confirmed.expression,
    "id": Unit.id.expression,
}


def users(wanted: Mapping[str, str]) -> Select[User]:
    """All users, or those whose name, login or staff number holds `q`, of a unit, with a role, in a state."""
    query = select(User).options(*_whole())
    if words := wanted.get("q", "").strip():
        query = query.where(
            or_(*(column.icontains(words, autoescape=True) for column in (User.name, User.login, User.staff_no)))
        )
    if (unit := wanted.get("unit", "")).isdigit():
        query = query.where(User.unit_id == int(unit))
    if role := wanted.get("role"):
        query = query.where(User.grants.any(Grant.role == role))
    if (state := wanted.get("state")) in {"on", "off"}:
        query = query.where(User.active.is_(state == "on"))
    return query


def as_row(user: User) -> tuple[str, ...]:
    """One line of the exported list."""
    posts = "；".join(f"{held.department.name} · {held.post.name}" for held in user.assignments)
    roles = "；".join(
        f"{Role(grant.role).label}（{grant.unit.short_name if grant.unit else '全网'}）" for grant in user.grants
    )
    last = moment(user.last_login_at, "从未")
    return (
        user.name,
        user.login,
        user.staff_no,
        user.unit.short_name,
        posts,
        roles,
        last,
        "启用" if user.active else "停用",
    )


def units() -> Select[Unit]:
    return select(Unit).options(selectinload(Unit.departments))


def posts(session: Session) -> Sequence[Post]:
    return session.scalars(select(Post).order_by(Post.id)).all()


def unit_choices(session: Session) -> Choices:
    rows = session.execute(select(Unit.id, Unit.code, Unit.short_name).where(Unit.active).order_by(Unit.id))
    return [(key, f"{code} {name}") for key, code, name in rows]


def department_choices(session: Session, unit_id: int | None = None) -> Choices:
    """`运管中心 · 网络部`: the department says the unit."""
    query = select(Department.id, Unit.short_name, Department.name).join(Unit).where(Department.active, Unit.active)
    rows = session.execute(
        (query if unit_id is None else query.where(Unit.id == unit_id)).order_by(Unit.id, Department.id)
    )
    return [(key, name if unit_id else f"{unit} · {name}") for key, unit, name in rows]


def units_of_departments(session: Session) -> dict[int, int]:
    """Which unit each department in use belongs to."""
    return _counts(session, select(Department.id, Department.unit_id).where(Department.active))


def post_choices(session: Session) -> Choices:
    return [
        (key, name) for key, name in session.execute(select(Post.id, Post.name).where(Post.active).order_by(Post.id))
    ]


def unconfirmed_units(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Unit).where(Unit.confirmed.is_(False))) or 0


def members_of_units(session: Session) -> dict[int, int]:
    return _counts(session, select(User.unit_id, func.count()).where(User.active).group_by(User.unit_id))


def members_of_departments(session: Session) -> dict[int, int]:
    return _counts(session, select(Assignment.department_id, func.count()).group_by(Assignment.department_id))


def members_of_posts(session: Session) -> dict[int, int]:
    return _counts(session, select(Assignment.post_id, func.count()).group_by(Assignment.post_id))


def _counts(session: Session, query: Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in session.execute(query)}


def grants(session: Session) -> Sequence[Grant]:
    return session.scalars(
        select(Grant)
        .join(User)
        .where(User.active)
        .options(selectinload(Grant.user), selectinload(Grant.unit))
        .order_by(Grant.id)
    ).all()


def open_sessions(
    session: Session, user_id: int, now: datetime, limits: lifetimes.SessionLimits
) -> Sequence[LoginSession]:
    """Sessions that would still be let in."""
    mine = (
        select(LoginSession)
        .where(LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))
        .order_by(LoginSession.seen_at.desc())
    )
    return [row for row in session.scalars(mine) if lifetimes.is_alive(row.begun_at, row.seen_at, now, limits)]


# The log is long and grows at its end: the newest first, and its ids are its order.
AUDIT_COLUMNS: Mapping[str, ColumnElement[Any]] = {"id": AuditRow.id.expression}


def audit_of(session: Session, user_id: int, count: int) -> Sequence[AuditRow]:
    return session.scalars(
        select(AuditRow).where(AuditRow.user_id == user_id).order_by(AuditRow.id.desc()).limit(count)
    ).all()


def audit_rows(wanted: AuditFilter, labels: Mapping[str, str]) -> Select[AuditRow]:
    """The log, or what of it fits the filter; days are those of Shanghai."""
    query = select(AuditRow).order_by(AuditRow.id.desc())
    if wanted.login:
        query = query.where(
            or_(
                AuditRow.login.icontains(wanted.login, autoescape=True),
                AuditRow.name.icontains(wanted.login, autoescape=True),
            )
        )
    if wanted.act:
        named = [act for act, label in labels.items() if wanted.act in label]
        query = query.where(AuditRow.act.startswith(wanted.act, autoescape=True) | AuditRow.act.in_(named))
    if wanted.subject:
        query = query.where(AuditRow.subject.icontains(wanted.subject, autoescape=True))
    if wanted.result:
        query = query.where(AuditRow.result == wanted.result)
    if wanted.since:
        query = query.where(AuditRow.at >= datetime.combine(wanted.since, time(), SHANGHAI))
    if wanted.until:
        query = query.where(AuditRow.at < datetime.combine(wanted.until, time(), SHANGHAI) + timedelta(days=1))
    return query


def detail_text(row: AuditRow) -> str:
    """The detail of a row in one line a person can read: `角色：编写人；范围：全网`."""
    return "；".join(
        f"{DETAILS.get(name, name)}：{_plain(value)}" for name, value in (row.detail or {}).items() if value is not None
    )


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return "（" + "，".join(f"{DETAILS.get(name, name)} {_plain(inner)}" for name, inner in value.items()) + "）"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def confirmations_waiting(session: Session, actor: Actor) -> list[Confirmation]:
    """What waits and concerns this person: as the one who asked, or as one who may confirm."""
    query = _confirmations().where(Confirmation.decided_at.is_(None)).order_by(Confirmation.id)
    return [row for row in session.scalars(query) if row.requested_by_id == actor.user_id or _may_decide(row, actor)]


def confirmations_decided(session: Session, actor: Actor) -> list[Confirmation]:
    query = (
        _confirmations().where(Confirmation.decided_at.is_not(None)).order_by(Confirmation.decided_at.desc()).limit(500)
    )
    return [
        row
        for row in session.scalars(query)
        if actor.user_id in {row.requested_by_id, row.decided_by_id} or _may_decide(row, actor)
    ]


def _confirmations() -> Select[Confirmation]:
    asked = selectinload(Confirmation.requested_by).selectinload(User.unit)
    return select(Confirmation).options(asked, selectinload(Confirmation.decided_by))


def _may_decide(confirmation: Confirmation, actor: Actor) -> bool:
    try:
        require(actor, Permission(confirmation.permission), confirmation.unit_id)
    except Forbidden:
        return False
    return True


def why_not_decide(confirmation: Confirmation, actor: Actor) -> str | None:
    """Why the buttons are not there for this person; None where they are."""
    if confirmation.requested_by_id == actor.user_id:
        return "由您申请，须由另一人确认（2.3.3）。"
    return None if _may_decide(confirmation, actor) else "您没有确认此事项的权限。"
