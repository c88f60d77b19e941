"""An application of this room alone: invented people, a blueprint that does what rooms do, a table of notes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from flask import Blueprint, request
from sqlalchemy import text

from docsys import errors
from docsys.db import Database, after_commit
from docsys.web import Identity, NavItem, Web, downloads, make_app, session, signin, uploads
from docsys.web.pages import go, page, reshow, say

TOKEN = "the-token-of-zhaomin"


@dataclass(frozen=True)
class Person:
    """As much of an actor as the frame and the audit ask for."""

    user_id: int = 1
    login: str = "zhaomin"
    name: str = "赵敏"
    unit_id: int | None = None
    unit_code: str = "YGZX"
    unit_name: str = "运管中心"
    assignments: tuple[tuple[int, int], ...] = ()
    grants: tuple[object, ...] = ()
    channel: str = "web"
    source: str = "127.0.0.1"


class People:
    """The session table of these tests: one person, one token."""

    def __init__(self) -> None:
        self.only: str | None = None
        self.known = True
        self.seen_at: datetime | None = None
        self.touched: list[datetime] = []

    def identify(self, _session, token, now, source):
        if token != TOKEN or not self.known:
            return None
        return Identity(replace(Person(), source=source), 7, self.seen_at or now, self.only)

    def touch(self, _session, session_id, now):
        assert session_id == 7
        self.touched.append(now)


def notes(database: Database) -> list[str]:
    with database.read() as reader:
        return list(reader.execute(text("select words from notes order by words")).scalars())


REFUSALS: dict[str, Callable[[], Exception]] = {
    "forbidden": lambda: errors.Forbidden(permission="发布文档"),
    "hidden": errors.NotFound,
    "gone": lambda: errors.Gone(number="ZLW-SC01-YGZX-002"),
    "rule": lambda: errors.RuleBroken(article="15.6.4（五）", message="变更执行人与变更验证人不能为同一人"),
    "input": lambda: errors.InvalidInput(fields={"words": ["请填写内容。"]}),
    "large": lambda: errors.TooLarge(limit="1 GB"),
    "down": errors.Unavailable,
    "full": lambda: errors.StorageFull(place="归档盘"),
    "bug": lambda: ZeroDivisionError("secret detail"),
}


def note(words: str) -> None:
    session.db().execute(text("insert into notes (words) values (:words)"), {"words": words})


def refuse(kind: str):
    error = REFUSALS[kind]()
    raise error


def add_gate(bp: Blueprint) -> None:
    @bp.get("/login")
    @session.public
    def login():
        return "log-in page"

    @bp.post("/login")
    @session.public
    def log_in():
        signin.begin(request.form["token"])
        return go("people.read")

    @bp.post("/logout")
    @signin.leaving
    def logout():
        signin.forget()
        return go("people.login")

    @bp.get("/me")
    def me():
        return "me"

    @bp.get("/password")
    def password():
        return "password page"


def add_refusals(bp: Blueprint) -> None:
    @bp.get("/refused/<kind>")
    def refused(kind):
        refuse(kind)

    @bp.post("/refused/<kind>")
    def refused_act(kind):
        note("lost")
        refuse(kind)

    def show_form(typed=None, refusal=None):
        return f"form with {(typed or {}).get('words', '')} {refusal.fields if refusal else ''}"

    @bp.post("/form")
    @reshow(show_form)
    def form():
        note("lost")
        refuse("input")


def add_acts(bp: Blueprint, happened: list[str]) -> None:
    @bp.get("/read")
    def read():
        return page("web/keys.html")

    @bp.post("/notes")
    def write():
        note(request.form["words"])
        after_commit(session.db(), lambda: happened.append("after commit"))
        say("已保存。")
        return go("people.read")

    @bp.get("/opened")
    @session.acts
    def opened():
        note("opened")
        return "opened"

    @bp.post("/counted")
    def counted():
        note("counted")
        session.keep()
        return "refused, but counted", 401

    @bp.put("/upload")
    def upload():
        got = uploads.incoming(lambda stream: b"".join(iter(lambda: stream.read(64 * 1024), b"")))
        note(f"{got.name} {len(got.staged)}")
        return {"message": "已上传"}

    @bp.get("/file")
    def file():
        return downloads.send(b"content", "变更单.pdf")


def make_blueprint(happened: list[str]) -> Blueprint:
    """Named as the room of people, whose log-in the glue leads to."""
    bp = Blueprint("people", __name__)
    add_gate(bp)
    add_refusals(bp)
    add_acts(bp, happened)
    return bp


@pytest.fixture
def settings(settings):
    return replace(settings, max_upload=300_000)


@pytest.fixture
def database(database):
    with database.act() as writer:
        writer.execute(text("create table notes (words text)"))
    return database


@pytest.fixture
def people():
    return People()


@pytest.fixture
def happened():
    return []


@pytest.fixture
def app(settings, database, clock, people, happened):
    nav = [
        NavItem("dashboard.show", "工作台", "layout-dashboard"),
        NavItem("people.read", "系统", "settings", may=lambda who: who.login == "zhaomin", match=("people.",)),
    ]
    return make_app(Web(settings, database, clock, people.identify, people.touch, [make_blueprint(happened)], nav))


@pytest.fixture
def stranger(app):
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def client(stranger):
    stranger.post("/login", data={"token": TOKEN})
    return stranger


MINUTE = timedelta(minutes=1)
