"""flask-login over a session table of our own: the cookie carries a random token, the table its hash.

Ending the row ends the session, which a signed cookie alone cannot promise.
"""

from typing import Any

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, login_user

from docsys.errors import NotSignedIn
from docsys.web.session import View, client_ip, identity, is_marked, now, reading
from docsys.web.state import Identity, web


class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login carries no types
    """What flask-login keeps of a person: the token. Everything else is asked anew with each request."""

    def __init__(self, token: str, identity: Identity | None = None) -> None:
        self.id = token
        self.identity = identity


def load(token: str) -> SignedIn | None:
    with reading() as db:
        identity = web().identify(db, token, now(), client_ip())
    return None if identity is None else SignedIn(token, identity)


def begin(token: str) -> None:
    """Start a session with a fresh cookie: nothing of a stranger's session (fixation) is carried over."""
    session.clear()
    login_user(SignedIn(token))


def forget() -> None:
    """Empty the cookie. The row in the table is ended by `people.sessions`."""
    session.clear()


def gate() -> ResponseReturnValue | None:
    """Deny by default: every view but those marked `@public` needs a person, and an expired password reaches one page."""
    if request.endpoint is None or request.endpoint == "static" or is_marked("public"):
        return None
    found = identity()
    if found is None:
        raise NotSignedIn
    if found.only is not None and request.endpoint != found.only and not is_marked("leaving"):
        return redirect(url_for(found.only), 303)
    return None


def leaving(view: View) -> View:
    """Mark a view that stays open to a person whose password has expired: logging out."""
    view.__dict__["leaving"] = True
    return view


def set_up(app: Flask) -> None:
    manager: Any = LoginManager()
    manager.session_protection = None  # the token decides; addresses change on the way through proxies
    manager.user_loader(load)
    manager.init_app(app)
    app.before_request(gate)
