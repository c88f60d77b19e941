"""Whoever may not know of a document gets the very same answer as for one that does not exist, at every address (4.5.1)."""

import pytest

from docsys import app as application
from tests.documents import factories as make
from tests.documents.views.conftest import without_tokens

pytestmark = pytest.mark.rule("R-4.5.1-3")

GET = [
    "",
    "/attributes",
    "/versions",
    "/rights",
    "/relations",
    "/readers",
    "/history",
    "/edit",
    "/revise",
    "/submit",
    "/approve",
    "/return",
    "/publish",
    "/abolish",
    "/withdraw",
    "?version=1",
    "?list=all&position=1",
    "/compare",
    "/dates",
    "/archive-number",
    "/compare?from=1&to=2",
    "/rule-texts",
    "/contract",
    "/supplement",
    "/versions/1/file",
    "/versions/1/preview",
    "/versions/1/pages/1.png",
    "/versions/1/marked.pdf",
    "/versions/1/marked.docx",
    "/versions/1/attributes.pdf",
    "/versions/1/attachments/1",
]
POST = [
    "/marks",
    "/marks/submit",
    "/file",
    "/dates",
    "/archive-number",
    "/checkout",
    "/checkin",
    "/checkout/end",
    "/attachments",
    "/attachments/1/remove",
    "/rights",
    "/revise",
    "/submit",
    "/approve",
    "/return",
    "/publish",
    "/abolish",
    "/withdraw",
    "/archive",
    "/marks/archive",
    "/supplement",
    "/contract",
    "/contract/end",
]


def differing(ask, addresses):
    """The addresses at which a hidden document answers otherwise than an absent one."""
    found = {}
    for address in addresses:
        hidden, absent = ask(f"/documents/1{address}"), ask(f"/documents/999{address}")
        if (hidden.status_code, without_tokens(hidden.text)) != (404, without_tokens(absent.text)):
            found[address] = hidden.status_code
    return found


def test_a_hidden_document_answers_as_one_that_does_not_exist(visit, manual, printed):
    printed()

    assert differing(visit("zhouwei").get, GET) == {}


def test_nothing_can_be_done_to_a_hidden_document_nor_found_out_by_trying(visit, manual):
    assert differing(visit("zhouwei").post, POST) == {}


@pytest.mark.db
def test_a_draft_is_hidden_from_those_who_may_use_its_folder(visit, act, settings):
    act(lambda session, people: make.make_draft(session, people, settings.archive))
    reader = visit("liqiang")

    assert differing(reader.get, GET) == differing(reader.post, POST) == {}


def test_every_address_of_a_document_is_among_those_tried(visit, settings, clock):
    app = application.create_app(settings, clock)
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/documents/<int:document_id>")]
    tried = app.url_map.bind("localhost")

    for method, addresses in (("GET", GET), ("POST", POST)):
        met = {tried.match(f"/documents/1{one.partition('?')[0]}", method)[0] for one in addresses}
        assert {rule.endpoint for rule in rules if method in (rule.methods or ())} - met == set()


def test_an_abolished_document_is_hidden_from_whom_it_was_hidden_before(visit, manual, act):
    act(lambda session, people: make.abolish(session, people, 1))

    assert differing(visit("zhouwei").get, GET) == {}
