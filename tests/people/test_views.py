"""What holds for every page of people: deny by default, tokens, headers."""

import re

import pytest

OPEN_TO_ALL = {
    "people.me",
    "people.choose_mail",
    "people.end_session",
    "people.password",
    "people.change_password",
    "people.logout",
    "people.login",
    "people.log_in",
    "people.confirmations",
    "people.decide",
}


def addresses(app, method):
    """Each route of the room with an id that exists (1), by endpoint."""
    rules = [
        rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("people.") and method in rule.methods
    ]
    return [(rule.endpoint, re.sub(r"<[^>]+>", "1", rule.rule)) for rule in rules]


def test_staff_is_denied_every_page_of_administration(app, visit):
    browser = visit("zhaomin")
    answers = {
        endpoint: browser.get(address).status_code
        for endpoint, address in addresses(app, "GET")
        if endpoint not in OPEN_TO_ALL
    }

    assert len(answers) >= 8
    assert set(answers.values()) <= {403, 404}


def test_staff_is_denied_every_act_of_administration(app, visit):
    browser = visit("zhaomin")
    fields = {
        "login": "x",
        "name": "x",
        "staff_no": "x",
        "department_id": "1",
        "post_id": "1",
        "role": "docadmin",
        "code": "ABC",
        "short_name": "x",
        "kind": "外部",
    }
    answers = {
        endpoint: browser.post(address, **fields).status_code
        for endpoint, address in addresses(app, "POST")
        if endpoint not in OPEN_TO_ALL
    }

    assert len(answers) >= 14
    assert set(answers.values()) <= {403, 404, 422}
    assert [endpoint for endpoint, status in answers.items() if status == 422] == []


def test_every_act_needs_its_token(app, visit):
    browser = visit("admin1")
    answers = {endpoint: browser.client.post(address).status_code for endpoint, address in addresses(app, "POST")}

    assert set(answers.values()) == {400}


def test_every_page_carries_the_headers_and_no_inline_script(app, visit):
    browser = visit("admin1")
    for _endpoint, address in addresses(app, "GET"):
        answer = browser.get(address)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], address
        assert answer.headers["Cache-Control"] == "private, no-store", address
        assert re.findall(r"<script(?![^>]*\bsrc=)|<[^>]+\sstyle=|<[^>]+\son[a-z]+=", answer.text) == [], address


@pytest.mark.db
def test_no_link_of_a_page_is_dead(app, visit):
    browser = visit("admin1")
    pages = [
        address for endpoint, address in addresses(app, "GET") if endpoint not in {"people.login", "people.audit_log"}
    ]
    links = {link for address in pages for link in re.findall(r'href="(/[^"#]*)"', browser.get(address).text)}

    dead = {
        link: status
        for link in links
        if (status := browser.get(link.replace("&amp;", "&"), buffered=True).status_code) >= 400
    }
    assert dead == {}
