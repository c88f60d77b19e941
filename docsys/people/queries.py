"""What every room asks about people."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from docsys.errors import NotFound
from docsys.people.models import Assignment, LoginSession, User
from docsys.people.rules import Actor, Held, Role


def actor_of(session: Session, user_id: int, *, channel: str = "web", source: str = "-") -> Actor:
    """The account as an actor.

    Raises:
        NotFound: there is no such account.

    """
    return _actor(session, User.id == user_id, channel, source)


def actor_by_login(session: Session, login: str, *, channel: str = "cli", source: str = "-") -> Actor:
    """The account of that login as an actor, for `--as LOGIN` of the shell."""
    return _actor(session, User.login == login.strip().casefold(), channel, source)


def everybody(session: Session) -> list[tuple[User, Actor]]:
    """Every active account with what it may, by unit and name."""
    users = session.scalars(select(User).where(User.active).options(*_whole()).order_by(User.unit_id, User.name))
    return [(user, _as_actor(user, "web", "-")) for user in users]


def of_session(session: Session, token_hash: str, *, source: str) -> tuple[LoginSession, User, Actor] | None:
    """Whose cookie it is, with all that the frame of a page says of that person: one statement, for each page asks it."""
    whole = (
        joinedload(User.unit),
        joinedload(User.assignments).joinedload(Assignment.post),
        joinedload(User.grants),
    )
    query = select(LoginSession, User).join(User).where(LoginSession.token_hash == token_hash).options(*whole)
    if (row := session.execute(query).unique().first()) is None:
        return None
    found, user = row
    return found, user, _as_actor(user, "web", source)


def _whole() -> tuple[Any, ...]:
    return (joinedload(User.unit), selectinload(User.assignments), selectinload(User.grants))


def _actor(session: Session, which: object, channel: str, source: str) -> Actor:
    user = session.scalar(select(User).where(which, User.active).options(*_whole()))  # type: ignore[arg-type]
    if user is None:
        raise NotFound(message="没有这个账户，或账户已停用。")
    return _as_actor(user, channel, source)


def _as_actor(user: User, channel: str, source: str) -> Actor:
    return Actor(
        user_id=user.id,
        login=user.login,
        name=user.name,
        unit_id=user.unit_id,
        unit_code=user.unit.code,
        unit_name=user.unit.short_name,
        assignments=tuple((held.department_id, held.post_id) for held in user.assignments),
        grants=tuple(Held(Role(grant.role), grant.unit_id) for grant in user.grants),
        channel=channel,
        source=source,
    )
