"""The database session, the actor and the time of a request.

One request is one transaction, and it is committed before the answer leaves: who gets a "saved" has it.

GET and HEAD read (BEGIN DEFERRED); everything else, and views marked `@acts`, act (BEGIN IMMEDIATE). Who the actor is is
read in a short transaction of its own, so that an upload of 300 MB holds no lock while its bytes arrive.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any, TypeVar, cast

from flask import Response, current_app, g, request
from flask import session as cookie
from flask_login import current_user
from sqlalchemy.orm import Session

from docsys.clock import local_day
from docsys.db import settle
from docsys.errors import NotSignedIn
from docsys.settings import Settings
from docsys.web.state import Identity, web

View = TypeVar("View", bound=Callable[..., Any])
READING = frozenset({"GET", "HEAD", "OPTIONS"})
TOUCH_EVERY = timedelta(minutes=1)


def acts(view: View) -> View:
    """Mark a GET view that changes something (first opening of a notice): its transaction begins IMMEDIATE."""
    view.__dict__["acts"] = True
    return view


def public(view: View) -> View:
    """Mark a view that needs no log-in. Everything else does."""
    view.__dict__["public"] = True
    return view


def is_marked(mark: str) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, mark, False))


def db() -> Session:
    """The session of this request, opened at its first use."""
    if "db" not in g:
        acting = g.get("acting", request.method not in READING or is_marked("acts"))
        g.db = web().database.session(acting=acting)
    return cast("Session", g.db)


@contextmanager
def reading() -> Iterator[Session]:
    """A short reading session beside that of the request, for what must not happen under the write lock."""
    with web().database.read() as session:
        yield session


def identity() -> Identity | None:
    """Who is signed in, with the session it rests on; None for a stranger."""
    return cast("Identity | None", getattr(current_user, "identity", None))


def actor() -> Any:
    """The `people.rules.Actor` of this request.

    Raises:
        NotSignedIn: the view is public and nobody is signed in.

    """
    if (found := identity()) is None:
        raise NotSignedIn
    return found.actor


def now() -> datetime:
    """The moment of this request: the same for all it does."""
    if "now" not in g:
        g.now = web().clock.now()
    return cast("datetime", g.now)


def today() -> date:
    return local_day(now())


def settings() -> Settings:
    return web().settings


def client_ip() -> str:
    """The address the request came from; behind a proxy what the proxy says, see `security.trust_proxy`."""
    return request.remote_addr or "-"


def keep() -> None:
    """Commit although the answer is a refusal: a failed log-in must be counted."""
    g.keep = True


def roll_back() -> None:
    """Undo what this request did so far, and let whatever follows only read."""
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.rollback()
        session.close()
    g.acting = False
    g.pop("keep", None)


def finish(response: Response) -> Response:
    """End the transaction before the first byte leaves: commit what succeeded, roll back what was refused."""
    session: Session | None = g.pop("db", None)
    if session is not None:
        try:
            if response.status_code < HTTPStatus.BAD_REQUEST or g.get("keep", False):
                session.commit()
                settle(session)
        finally:
            session.close()
    _touch()
    return response


def abandon(_error: BaseException | None = None) -> None:
    """At the very end, whatever happened: nothing stays open."""
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()


def _touch() -> None:
    """Note that the person is still there: at most once a minute, so that reading stays reading."""
    found = identity()
    if found is not None and "_user_id" in cookie and now() - found.seen_at >= TOUCH_EVERY:
        with web().database.act() as session:
            web().touch(session, found.session_id, now())
