"""Invented people for tests: plain functions."""

from datetime import UTC, datetime

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.people import queries
from docsys.people.actions import grants
from docsys.people.models import Assignment, Department, PastPassword, Post, Unit, User
from docsys.people.rules import Actor, Role
from docsys.people.seed import seed
from tests.grounds import remembered

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PASSWORD = "Tr0ub4dor&3x"
NEW_PASSWORD = "vellum-Paper-12"
# A hash carries its own costs; this one is cheap to verify, so that logging in does not slow the suite.
HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


@remembered
def make_reference(session: Session) -> None:
    seed(session, NOW)


def place(session: Session, unit: str = "YGZX") -> tuple[int, int]:
    """The first department of a unit, and the first post."""
    department = session.scalars(
        select(Department.id).join(Unit).where(Unit.code == unit).order_by(Department.id)
    ).first()
    post = session.scalars(select(Post.id).order_by(Post.id)).first()
    assert department
    assert post
    return department, post


def make_user(
    session: Session, login: str, *roles: Role, name: str | None = None, unit: str = "YGZX", now: datetime = NOW
) -> User:
    """Somebody who has already chosen a password of his own, `PASSWORD`."""
    department, post = place(session, unit)
    unit_id = session.scalars(select(Unit.id).where(Unit.code == unit)).one()
    user = User(
        login=login,
        name=name or login.title(),
        staff_no=f"S-{login}",
        unit_id=unit_id,
        active=True,
        created_at=now,
        password_hash=HASH,
        password_set_at=now,
        password_fresh=False,
    )
    user.assignments.append(Assignment(department_id=department, post_id=post))
    session.add(user)
    session.flush()
    session.add(PastPassword(user_id=user.id, password_hash=HASH, set_at=now))
    for role in roles:
        grants.grant_from_shell(session, user, role, None, now)
    session.flush()
    session.expire_all()
    return user


def actor_of(session: Session, user: User) -> Actor:
    return queries.actor_of(session, user.id)
