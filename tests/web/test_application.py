"""The promises that hold for every answer: headers, CSRF, origin, deny by default."""

import re
from dataclasses import replace

import pytest

from docsys.web import Web, make_app
from tests.web.conftest import TOKEN, make_blueprint

READS = [
    "/",
    "/login",
    "/read",
    "/help/keys",
    "/refused/forbidden",
    "/refused/hidden",
    "/refused/bug",
    "/nowhere",
    "/file",
    "/static/docsys.css",
]
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("address", READS)
def test_every_answer_carries_its_headers(client, address):
    headers = client.get(address, buffered=True).headers

    assert {name: headers[name] for name in EXPECTED} == EXPECTED
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    expected = "public, max-age=300" if address.startswith("/static") else "private, no-store"
    assert headers["Cache-Control"] == expected


def test_a_static_file_under_its_hash_may_be_kept_for_ever(client):
    address = re.findall(r'href="(/static/docsys\.css\?v=[0-9a-f]+)"', client.get("/read").text)[0]

    assert "immutable" in client.get(address, buffered=True).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("method", "address"),
    [("POST", "/notes"), ("POST", "/form"), ("POST", "/logout"), ("POST", "/login"), ("PUT", "/upload")],
)
def test_no_unsafe_request_passes_without_its_token(client, app, method, address):
    app.config["WTF_CSRF_ENABLED"] = True

    assert client.open(address, method=method, data=b"words=x").status_code == 400


def test_with_the_token_of_the_page_it_passes(client, app):
    app.config["WTF_CSRF_ENABLED"] = True
    token = re.findall(r'name="csrf-token" content="([^"]+)"', client.get("/read").text)[0]

    assert client.post("/notes", data={"words": "x", "csrf_token": token}).status_code == 303
    assert client.post("/notes", data={"words": "y"}, headers={"X-CSRFToken": token}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://localhost"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_request_from_elsewhere_is_refused(client, headers):
    assert client.post("/notes", data={"words": "x"}, headers=headers).status_code == 400


def test_a_request_of_our_own_page_is_not(client):
    assert (
        client.post(
            "/notes", data={"words": "x"}, headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        ).status_code
        == 303
    )


def test_every_view_but_the_public_ones_needs_a_person(app):
    public = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "public", False)
    }
    for rule in app.url_map.iter_rules():
        if rule.endpoint in public | {"static"}:
            continue
        method = "GET" if "GET" in rule.methods else next(iter(rule.methods - {"OPTIONS", "HEAD"}))
        app.config["WTF_CSRF_ENABLED"] = False
        answer = app.test_client().open(rule.rule.replace("<kind>", "rule"), method=method)
        assert (answer.status_code, answer.headers["Location"].startswith("/login")) == (303, True), rule


def test_an_expired_password_reaches_one_page_and_the_way_out(client, people):
    people.only = "people.password"

    assert [client.get(address).headers.get("Location") for address in ("/read", "/", "/file")] == ["/password"] * 3
    assert client.get("/password").text == "password page"
    assert client.post("/logout").headers["Location"] == "/login"


def test_an_ended_session_is_a_stranger(client, people):
    people.known = False

    assert client.get("/read").headers["Location"].startswith("/login")


def test_signing_in_starts_a_new_cookie(client, stranger):
    with stranger.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    stranger.post("/login", data={"token": TOKEN})

    with stranger.session_transaction() as cookie:
        assert "planted" not in cookie


def test_cookies_are_shut(client, stranger):
    cookie = stranger.post("/login", data={"token": TOKEN}).headers["Set-Cookie"]

    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/"))


def test_behind_a_proxy_cookies_and_transport_are_secure(settings, database, clock, people, happened):
    app = make_app(
        Web(
            replace(settings, behind_proxy=True),
            database,
            clock,
            people.identify,
            people.touch,
            [make_blueprint(happened)],
        )
    )
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post(
        "/login", data={"token": TOKEN}, headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.2.3"}
    )

    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Set-Cookie"].startswith("__Host-docsys=")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_without_a_proxy_nobody_is_believed_about_his_address(client, app):
    assert "Strict-Transport-Security" not in client.get("/read", headers={"X-Forwarded-Proto": "https"}).headers


def test_the_navigation_shows_what_exists_and_where_one_is(client):
    text = client.get("/read").text

    assert re.findall(r'<a href="[^"]+" aria-current="page"[^>]*>.*?</svg>(.*?)</a>', text) == ["系统"]
    assert "赵敏<span>运管中心</span>" in text
