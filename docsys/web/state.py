"""What one web application holds: handed to `make_app` once, read by the glue of this room. No room decides here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from flask import Blueprint, current_app
from markupsafe import Markup
from sqlalchemy.orm import Session

from docsys.clock import Clock
from docsys.db import Database
from docsys.settings import Settings

# The actor is `people.rules.Actor`; `people` stands above `web`, so its class cannot be named here.
Actor = Any


@dataclass(frozen=True)
class Identity:
    """Who a session token belongs to. `only` names the single endpoint that may be reached (an expired password)."""

    actor: Actor
    session_id: int
    seen_at: datetime
    only: str | None = None
    post: str = ""


@dataclass(frozen=True)
class Badge:
    """A word in the frame with its state colour: the mirror's at the search box."""

    label: str
    tone: str
    link: str | None = None
    title: str = ""


@dataclass(frozen=True)
class NavItem:
    """A link of the navigation, for whoever `may` see it.

    `count` puts a figure beside it, in the colour `tone`; `key` makes `g key` go there, `match` are the endpoints that mark
    it as current.
    """

    endpoint: str
    label: str
    icon: str
    may: Callable[[Actor], bool] = lambda _actor: True
    count: Callable[[Session, Actor], int] | None = None
    match: tuple[str, ...] = ()
    key: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Alarm:
    """A sentence that stands in red on every page of those it concerns, and where it is seen to."""

    text: str
    link: str


@dataclass(frozen=True)
class Card:
    """One block of the 工作台: a title, rows as (text, link, note, tone), and where the rest is."""

    title: str
    items: Sequence["CardItem"]
    link: str | None = None
    total: int | None = None
    icon: str = "list-check"
    empty: str = "暂无待办。"
    group: str = "work"
    chart: Markup | None = None


@dataclass(frozen=True)
class CardItem:
    text: str
    link: str | None = None
    note: str = ""
    tone: str = ""
    label: str = ""


CardMaker = Callable[[Session, Actor, date], Card | None]
Identify = Callable[[Session, str, datetime, str], Identity | None]


@dataclass(frozen=True)
class Web:
    """Everything the rooms contribute to the frame, and the long-lived things a request needs.

    `identify(session, token, now, source)` answers who a cookie's token belongs to, `touch(session, session_id, now)` notes
    that the person is still there. `search` is the endpoint of the search page, which takes `q`; `tabs` are the pages of 系统, `alarms` what is
    written in red over every page of the person it is asked about.
    """

    settings: Settings
    database: Database
    clock: Clock
    identify: Identify
    touch: Callable[[Session, int, datetime], None]
    blueprints: Sequence[Blueprint] = ()
    nav: Sequence[NavItem] = ()
    cards: Sequence[CardMaker] = ()
    badge: Callable[[], Badge | None] = lambda: None
    alarms: Callable[[Actor], Sequence[Alarm]] = lambda _actor: ()
    tabs: Sequence[NavItem] = ()
    search: str | None = None
    services: dict[str, Any] = field(default_factory=dict)


def web() -> Web:
    """The state of the application that answers the present request."""
    return cast("Web", current_app.extensions["docsys"])
