"""Logging in and out, and one's own password.

A log-in is checked before the transaction begins (argon2 takes its time, and nobody should wait behind it for the write
lock), then counted and carried out within it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from docsys import audit
from docsys.errors import InvalidInput, NotFound
from docsys.people import directory, lifetimes, passwords, queries
from docsys.people.models import LoginFailure, LoginSession, PastPassword, User
from docsys.people.rules import SYSTEM, Actor
from docsys.settings import Settings
from docsys.web.state import Identify, Identity

WRONG = "登录名或密码不正确，或登录暂时受限。多次失败后请等待 15 分钟，或联系系统管理员。"
PARALLEL = 5


@dataclass(frozen=True)
class Attempt:
    """What was typed, from where, and whether the password fits an open account."""

    login: str
    source: str
    user_id: int | None
    fits: bool


def attempt(session: Session, login: str, password: str, source: str) -> Attempt:
    """Compare the password. Costs the same whether or not the account exists or is open."""
    login = login.strip().casefold()[:64]
    user = session.scalar(select(User).where(User.login == login))
    fits = passwords.fits(user.password_hash if user else passwords.NOBODY, password)
    return Attempt(login, source, user.id if user else None, fits and user is not None and user.active)


def log_in(session: Session, tried: Attempt, now: datetime) -> str | None:
    """A fresh token, or None: refused, without saying why. Both are counted and recorded."""
    user = _admitted(session, tried, now)
    if user is None:
        return None
    token = _begin(session, user, tried.source, now)
    actor = queries.actor_of(session, user.id, channel="web", source=tried.source)
    audit.record(session, "people.log_in", actor, user.login, now=now)
    return token


def vouch(session: Session, tried: Attempt, now: datetime) -> Actor | None:
    """Who stands behind one act of the shell, or None: refused, counted and recorded as at the log-in. No session begins."""
    user = _admitted(session, tried, now)
    return queries.actor_of(session, user.id, channel="cli", source=tried.source) if user else None


def _admitted(session: Session, tried: Attempt, now: datetime) -> User | None:
    locked = _is_locked(session, tried, now)
    user = session.get(User, tried.user_id) if tried.user_id else None
    if locked or not tried.fits or user is None or not user.active:
        _count(session, tried, now, locked=locked)
        return None
    session.execute(delete(LoginFailure).where(LoginFailure.login == tried.login, LoginFailure.source == tried.source))
    return user


def _is_locked(session: Session, tried: Attempt, now: datetime) -> bool:
    recent = select(LoginFailure.login, LoginFailure.failed_at).where(
        LoginFailure.source == tried.source, LoginFailure.failed_at > now - lifetimes.WINDOW
    )
    failures = session.execute(recent).all()
    of_account = [moment for login, moment in failures if login == tried.login]
    of_source = [moment for _login, moment in failures]
    return bool(
        lifetimes.locked_until(of_account, now)
        or lifetimes.locked_until(of_source, now, lifetimes.FAILURES_OF_ONE_SOURCE)
    )


def _count(session: Session, tried: Attempt, now: datetime, *, locked: bool) -> None:
    # While it is locked nothing is counted, so that the lock ends 15 minutes after the fifth failure.
    if not locked:
        session.add(LoginFailure(login=tried.login, source=tried.source, failed_at=now))
    session.execute(delete(LoginFailure).where(LoginFailure.failed_at < now - timedelta(days=1)))
    detail = {"source": tried.source, "locked": locked}
    audit.record(session, "people.log_in", SYSTEM, tried.login, now=now, detail=detail, result="refused")


def _begin(session: Session, user: User, source: str, now: datetime) -> str:
    """A new session; of more than five the one unused for longest ends."""
    open_ones = session.scalars(
        select(LoginSession)
        .where(LoginSession.user_id == user.id, LoginSession.ended_at.is_(None))
        .order_by(LoginSession.seen_at.desc())
    ).all()
    for older in open_ones[PARALLEL - 1 :]:
        older.ended_at = now
    token = secrets.token_urlsafe(32)
    session.add(LoginSession(token_hash=hash_of(token), user_id=user.id, source=source, begun_at=now, seen_at=now))
    user.last_login_at = now
    return token


def hash_of(token: str) -> str:
    """What the table keeps of a token: who reads the database cannot enter with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def touch(session: Session, session_id: int, now: datetime) -> None:
    session.execute(
        update(LoginSession).where(LoginSession.id == session_id, LoginSession.ended_at.is_(None)).values(seen_at=now)
    )


def log_out(session: Session, session_id: int, actor: Actor, now: datetime) -> None:
    session.execute(update(LoginSession).where(LoginSession.id == session_id).values(ended_at=now))
    audit.record(session, "people.log_out", actor, actor.login, now=now)


def end_sessions(session: Session, user_id: int, now: datetime, *, but: int | None = None) -> None:
    """Every open session of this person ends: the password, the roles or the account have changed."""
    those = update(LoginSession).where(LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))
    session.execute((those if but is None else those.where(LoginSession.id != but)).values(ended_at=now))


def end_own_session(session: Session, session_id: int, actor: Actor, now: datetime) -> None:
    """One of my own sessions, on another machine. Anybody else's does not exist."""
    found = session.get(LoginSession, session_id)
    if found is None or found.user_id != actor.user_id or found.ended_at is not None:
        raise NotFound
    found.ended_at = now
    audit.record(session, "people.end_session", actor, actor.login, now=now, detail={"source": found.source})


def change_password(session: Session, actor: Actor, old: str, new: str, now: datetime) -> str:
    """One's own password. All sessions end; answers with the token of a new one."""
    user = directory.get_user(session, actor.user_id or 0)
    if not passwords.fits(user.password_hash, old):
        raise InvalidInput(fields={"old": ["当前密码不正确。"]}, labels={"old": "当前密码"})
    set_password(session, user, new, now, fresh=False)
    audit.record(session, "people.change_password", actor, user.login, now=now)
    return _begin(session, user, actor.source, now)


def set_password(session: Session, user: User, new: str, now: datetime, *, fresh: bool) -> None:
    """Check against rules and history, store, end all sessions. `fresh`: must be changed at the next log-in."""
    weak = passwords.weaknesses(new, login=user.login, name=user.name)
    past = session.scalars(
        select(PastPassword).where(PastPassword.user_id == user.id).order_by(PastPassword.id.desc())
    ).all()
    if not weak and passwords.was_used(new, [row.password_hash for row in past[: passwords.HISTORY]]):
        weak = [f"不能与最近 {passwords.HISTORY} 次用过的密码相同。"]
    if weak:
        raise InvalidInput(fields={"new": weak}, labels={"new": "新密码"})
    user.password_hash, user.password_set_at, user.password_fresh = passwords.hash_of(new), now, fresh
    for row in past[passwords.HISTORY - 1 :]:
        session.delete(row)
    session.add(PastPassword(user_id=user.id, password_hash=user.password_hash, set_at=now))
    end_sessions(session, user.id, now)


def identifier(settings: Settings) -> Identify:
    """`identify` with the limits of these settings, as `docsys.web` wants it."""
    return partial(identify, limits=lifetimes.limits_of(settings), days=settings.password_days)


def identify(
    session: Session, token: str, now: datetime, source: str, limits: lifetimes.SessionLimits, days: int
) -> Identity | None:
    """Who a cookie's token belongs to, while the session lives and the account is open."""
    known = queries.of_session(session, hash_of(token), source=source)
    if known is None:
        return None
    found, user, actor = known
    if (
        found.ended_at is not None
        or not user.active
        or not lifetimes.is_alive(found.begun_at, found.seen_at, now, limits)
    ):
        return None
    held_back = lifetimes.must_change(fresh=user.password_fresh, set_at=user.password_set_at, now=now, days=days)
    only = "people.password" if held_back else None
    post = user.assignments[0].post.name if user.assignments else ""
    return Identity(actor, found.id, found.seen_at, only, post)
