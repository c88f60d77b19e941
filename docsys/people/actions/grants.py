"""Roles: asked for by one system administrator, confirmed by another (2.3.3), then carried out here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import audit
from docsys.errors import InvalidInput, RuleBroken
from docsys.people import confirmations, directory
from docsys.people.actions.signing import end_sessions
from docsys.people.events import ConfirmationAccepted
from docsys.people.exclusion import check_exclusive
from docsys.people.inputs import NewGrant
from docsys.people.models import Confirmation, Grant, User
from docsys.people.rules import SYSTEM, Actor, Permission, Role, require

GRANT = "people.grant"
REVOKE = "people.revoke"


def request_grant(session: Session, user_id: int, data: NewGrant, actor: Actor, now: datetime) -> Confirmation:
    require(actor, Permission.ROLE_GRANT)
    user, role = directory.get_user(session, user_id), Role(data.role)
    scope = _scope(session, data.unit_id)
    _check_grant(user, role, data.unit_id)
    _check_not_waiting(session, GRANT, user, {"role": role.value, "unit_id": data.unit_id})
    title = f"授予 {user.name}“{role.label}”（{scope}）"
    payload = {"user_id": user.id, "role": role.value, "unit_id": data.unit_id}
    return confirmations.request(session, GRANT, user.login, title, payload, actor, now, Permission.ROLE_GRANT)


def request_revocation(session: Session, user_id: int, grant_id: int, actor: Actor, now: datetime) -> Confirmation:
    require(actor, Permission.ROLE_GRANT)
    user, grant = directory.get_user(session, user_id), directory.get_grant(session, user_id, grant_id)
    _check_not_waiting(session, REVOKE, user, {"grant_id": grant.id})
    title = f"撤销 {user.name}“{Role(grant.role).label}”"
    payload = {"user_id": user.id, "grant_id": grant.id}
    return confirmations.request(session, REVOKE, user.login, title, payload, actor, now, Permission.ROLE_GRANT)


def _scope(session: Session, unit_id: int | None) -> str:
    return directory.get_unit(session, unit_id).short_name if unit_id else "全网"


def _check_grant(user: User, role: Role, unit_id: int | None) -> None:
    if not user.active:
        raise RuleBroken(message="账户已停用，不能授予角色。")
    if any((grant.role, grant.unit_id) == (role, unit_id) for grant in user.grants):
        raise InvalidInput(fields={"role": ["已担任该角色。"]}, labels={"role": "授予角色"})
    check_exclusive(role, [Role(grant.role) for grant in user.grants])


def grant_from_shell(session: Session, user: User, role: Role, unit_id: int | None, now: datetime) -> None:
    """For `docsys user add` and the first administrator: there is nobody to confirm it, and the log says so."""
    check_exclusive(role, [Role(grant.role) for grant in user.grants])
    user.grants.append(Grant(role=role, unit_id=unit_id, granted_at=now))
    session.flush()
    audit.record(
        session,
        GRANT,
        SYSTEM,
        user.login,
        now=now,
        detail={"role": role.label, "unit": _scope(session, unit_id), "shell": True},
    )


def pending(session: Session, user: User) -> Sequence[Confirmation]:
    """What waits for a second person about this user's roles."""
    waiting = (
        Confirmation.kind.in_((GRANT, REVOKE)),
        Confirmation.subject == user.login,
        Confirmation.decided_at.is_(None),
    )
    return session.scalars(select(Confirmation).where(*waiting).order_by(Confirmation.id)).all()


def _check_not_waiting(session: Session, kind: str, user: User, wanted: dict[str, object]) -> None:
    for waiting in pending(session, user):
        if waiting.kind == kind and wanted.items() <= waiting.payload.items():
            raise RuleBroken(message="同样的申请已在等待第二人确认。")


def carry_out(session: Session, event: ConfirmationAccepted) -> None:
    """A second person said yes. What held at the time of asking is checked again: two requests may have waited at once."""
    if event.kind == GRANT:
        _grant(session, event)
    elif event.kind == REVOKE:
        _revoke(session, event)


def _grant(session: Session, event: ConfirmationAccepted) -> None:
    user, role, unit_id = (
        directory.get_user(session, event.payload["user_id"]),
        Role(event.payload["role"]),
        event.payload["unit_id"],
    )
    _check_grant(user, role, unit_id)
    session.add(Grant(user_id=user.id, role=role, unit_id=unit_id, granted_at=event.at))
    end_sessions(session, user.id, event.at)
    detail = {"role": role.label, "unit": _scope(session, unit_id), "requested_by": event.requested_by}
    audit.record(session, GRANT, event.actor, user.login, now=event.at, detail=detail)


def _revoke(session: Session, event: ConfirmationAccepted) -> None:
    user = directory.get_user(session, event.payload["user_id"])
    grant = directory.get_grant(session, user.id, event.payload["grant_id"])
    if grant.role == Role.SYSADMIN and _is_last_administrator(session, user):
        raise RuleBroken(message="这是最后一名系统管理员，不能撤销；请先授予他人。")
    detail = {
        "role": Role(grant.role).label,
        "unit": _scope(session, grant.unit_id),
        "requested_by": event.requested_by,
    }
    session.delete(grant)
    end_sessions(session, user.id, event.at)
    audit.record(session, REVOKE, event.actor, user.login, now=event.at, detail=detail)


def _is_last_administrator(session: Session, user: User) -> bool:
    others = select(Grant.id).join(User).where(Grant.role == Role.SYSADMIN, User.active, User.id != user.id)
    return session.scalar(others.limit(1)) is None


listeners = [(ConfirmationAccepted, carry_out)]
