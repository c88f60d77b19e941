"""Bulk work on screen: tick, type, look, do; nothing for a reader."""

import re

import pytest

from docsys import app as application
from docsys.app import listeners
from tests.documents.factories import make_current, make_people
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD

CHOSEN = {"what": "review", "documents": "1,2", "next_review": "2027-03-01", "reason": "统一评审"}


@pytest.fixture
def bus(bus):
    for event, listener in listeners.LISTENERS:
        bus.subscribe(event, listener)
    return bus


@pytest.fixture
def visit(database, settings, clock, monkeypatch):
    with database.act() as session:
        people = make_people(session)
        for at in (1, 2):
            make_current(session, people, settings.archive, title=f"手册{at}")
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    app = application.create_app(settings, clock)

    def signed_in(login):
        browser = Browser(app)
        assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
        return browser

    return signed_in


def test_the_list_offers_it_to_those_who_keep_documents(visit):
    page = visit("zhaomin").get("/catalogue/SC01").text

    assert re.findall(r'name="chosen" value="(\d)"', page) == ["1", "2"]
    assert 'action="/bulk/choose"' in page


def test_a_reader_has_no_boxes_and_no_access(visit):
    reader = visit("liqiang")

    assert 'name="chosen"' not in reader.get("/catalogue/SC01").text
    assert reader.get("/bulk/").status_code == 403
    for address in ("/bulk/choose", "/bulk/preview", "/bulk/do"):
        assert (address, reader.post(address, **CHOSEN).status_code) == (address, 403)


@pytest.mark.db
def test_from_ticked_rows_to_the_result(visit):
    keeper = visit("zhaomin")

    typed = keeper.post("/bulk/choose", what="review", chosen="1").text
    seen = keeper.post("/bulk/preview", **CHOSEN).text
    done = keeper.post("/bulk/do", **CHOSEN)

    assert 'name="documents" value="1"' in typed
    assert (seen.count("可办理</span>"), "办理 2 份" in seen) == (2, True)
    assert (done.status_code, done.headers["Location"]) == (303, "/bulk/1")
    page = keeper.get("/bulk/1").text
    assert "已办理 2 份" in page
    assert "2027-03-01" in page
    assert "第 1 批" in keeper.get("/bulk/").text
    assert "2027-03-01" in keeper.get("/documents/1").text


def test_all_that_the_filter_finds(visit):
    page = visit("zhaomin").post("/bulk/choose", what="scope", everything="1", list="folder=SC01&q=手册2").text

    assert 'name="documents" value="2"' in page


def test_nothing_ticked_or_nothing_typed_is_said_on_the_page(visit):
    keeper = visit("zhaomin")

    none = keeper.post("/bulk/choose", what="scope")
    empty = keeper.post("/bulk/preview", what="scope", documents="1")

    assert (none.status_code, "没有选中文档" in none.text) == (409, True)
    assert (empty.status_code, empty.text.count("请填写。"), empty.text.count("请写明原因。")) == (422, 2, 2)


def test_a_move_waits_for_one_yes_and_leads_to_its_batch(visit):
    visit("zhaomin").post("/bulk/do", what="folder", documents="1,2", folder="SC02", reason="归类有误")

    second = visit("sunli")
    page = second.get("/confirmations").text
    assert "批量改号：2 份文档移至 SC02" in page
    assert 'href="/bulk/1"' in page
    asked = re.findall(r'action="(/confirmations/\d+)"', page)
    assert [second.post(one, accept="1").status_code for one in asked] == [303]
    assert "办理中" in second.get("/bulk/1").text
    assert visit("zhouwei").get("/bulk/1").status_code == 404
