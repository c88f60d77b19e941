"""The search page: what a person sees, and that nothing hidden shows through."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from flask import Blueprint, Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import select

from docsys.clock import FixedClock
from docsys.db import Database
from docsys.search import Entry, PageText, put
from docsys.search.models import SearchEntry
from docsys.search.views import make_blueprint
from docsys.settings import Settings
from docsys.web import Identity, Web, make_app

TOKEN = re.compile(r'name="csrf[-_]token" (?:content|value)="[^"]*"')
TEXTS = {1: "核心交换机 SH-1 的配置由值班员核对", 2: "值班日志保存一年", 3: "值班密码存放于机要室"}
ACTOR = SimpleNamespace(
    user_id=None,
    login="zhaomin",
    name="赵敏",
    unit_name="运管中心",
    assignments=(),
    grants=(),
    channel="web",
    source="-",
)


def people() -> Blueprint:
    """As much of the room of people as the frame links to, and a page of a document."""
    bp = Blueprint("people", __name__)
    bp.add_url_rule("/me", "me", lambda: "me")
    bp.add_url_rule("/password", "password", lambda: "password")
    bp.add_url_rule("/logout", "logout", lambda: "out", methods=["POST"])
    bp.add_url_rule("/documents/<int:entry_id>", "document", lambda **_: render_template("search/_steps.html"))
    return bp


@pytest.fixture
def app(settings: Settings, database: Database, clock: FixedClock) -> Flask:
    """A person who may find entries 1 and 2, not 3."""
    search = make_blueprint(
        lambda _actor: select(SearchEntry.entry_id).where(SearchEntry.entry_id < 3),
        lambda entry_id: f"/documents/{entry_id}",
    )
    web = Web(
        replace(settings),
        database,
        clock,
        lambda _session, _token, now, _source: Identity(ACTOR, 1, now),
        lambda *_: None,
        [people(), search],
        search="search.show",
    )
    app = make_app(web)
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask, database: Database) -> FlaskClient:
    with database.act() as session:
        for entry_id, text in TEXTS.items():
            entry = Entry(
                entry_id, f"ZLW-{entry_id}", "V1.0", f"文件{entry_id}", category="ZD07", category_name="值班", unit="甲"
            )
            put(session, entry, [PageText(2, text)])
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "token"
    return client


@pytest.mark.db
def test_a_hit_shows_number_version_page_and_marked_words(client: FlaskClient) -> None:
    page = client.get("/search?q=值班+核对").text

    assert "<mark>值班</mark>员<mark>核对</mark>" in page
    assert all(words in page for words in ("ZLW-1", "V1.0", "第 2 页", "/documents/1?q="))


def test_what_the_person_may_not_find_leaves_no_trace(client: FlaskClient) -> None:
    hidden, nothing = client.get("/search?q=机要室"), client.get("/search?q=绝无此")

    def said(answer):
        return TOKEN.sub("", answer.text.replace("机要室", "绝无此"))  # signed with the second at which it was given

    assert said(hidden) == said(nothing)
    assert "ZLW-3" not in client.get("/search?q=值班").text


def test_an_odd_query_is_answered_by_a_sentence(client: FlaskClient) -> None:
    answer = client.get(f"/search?q={'长' * 300}")

    assert (answer.status_code, "检索式超过 256 个字" in answer.text) == (200, True)


def test_the_empty_page_teaches_the_language(client: FlaskClient) -> None:
    assert "检索式的写法" in client.get("/search").text
    assert "没有同时包含这些字词" in client.get("/search?q=没有").text


def test_htmx_gets_the_results_alone(client: FlaskClient) -> None:
    answer = client.get("/search?q=值班", headers={"HX-Target": "results"})

    assert ("<html" in answer.text, "<mark>值班</mark>" in answer.text) == (False, True)
    assert "HX-Target" in answer.headers["Vary"]


@pytest.mark.db
def test_filters_are_in_the_address_and_can_be_taken_away(client: FlaskClient) -> None:
    page = client.get("/search?q=值班&category=ZD07&unit=乙").text

    assert "筛选之后没有结果" in page
    assert 'href="/search?q=%E5%80%BC%E7%8F%AD&amp;category=ZD07"' in page


def test_a_page_beyond_the_last_and_odd_numbers_are_no_error(client: FlaskClient) -> None:
    answers = [client.get(f"/search?q=值班&page={page}").status_code for page in ("7", "x", "-1", "9" * 30, "²")]

    assert answers == [200] * 5


def test_steps_lead_through_the_results_as_they_are(client: FlaskClient) -> None:
    first = client.get("/search/step?q=值班&position=1")
    beyond = client.get("/search/step?q=值班&position=3")

    assert (first.status_code, first.headers["Location"].split("?")[0]) == (303, "/documents/1")
    assert (beyond.status_code, "结果可能已有变化" in beyond.text) == (404, True)


def test_the_page_of_a_hit_knows_its_neighbours(client: FlaskClient) -> None:
    page = client.get("/documents/1?q=值班&position=2&of=3").text

    assert all(words in page for words in ("position=1", "position=3", "返回检索结果"))
    assert "检索结果" not in client.get("/documents/1").text
    assert "下一条" not in client.get("/documents/1?q=值班&position=3&of=3").text
