"""What inputs offer while one types: only what the person may see."""

import pytest

from docsys.people.models import User
from docsys.records.picking import Offer, of_documents, of_records, people
from tests.documents.factories import make_current, make_draft
from tests.documents.factories import make_people as make_authors
from tests.records.factories import make_approval, make_people, make_submitted
from tests.records.factories import make_draft as make_order

pytestmark = pytest.mark.db


@pytest.fixture
def crew(session):
    return make_people(session)


def test_people_are_found_by_name_login_and_initials_the_own_unit_first(session, crew):
    assert people(session, crew.li, "zg") == [Offer("赵刚（zhaogang）", "赵刚", "zhaogang · 运管中心")]
    assert people(session, crew.li, "赵刚") == people(session, crew.li, "zhaogang")
    assert [one.text for one in people(session, crew.li, "lj")] == ["李静"]
    session.query(User).filter_by(login="zhaogang").one().active = False
    assert people(session, crew.li, "zg") == []


def test_records_are_found_by_number_and_initials_and_only_by_who_may_see_them(session, crew):
    order = make_submitted(session, crew)
    make_order(session, crew, name="备用链路扩容")
    visit = make_approval(session, crew)

    title = "SH-2 节点核心交换机软件版本升级"
    assert of_records(session, crew.li, "hxjhj", "BG") == [Offer(order.number, title, "办理中")]
    assert of_records(session, crew.li, "bg-2026", "BG")[-1] == Offer(order.number, title, "办理中")
    assert [one.value for one in of_records(session, crew.wang, "xc-", "XC")] == [visit.number]
    assert of_records(session, crew.stranger, "hxjhj", "BG") == []


def test_documents_are_found_by_number_and_initials_once_they_have_a_number(session, settings):
    authors = make_authors(session)
    document = make_current(session, authors, settings.archive, title="值班手册")
    make_draft(session, authors, settings.archive, title="值班手册修订")

    found = [Offer(document.number, "值班手册")]
    assert of_documents(session, authors.author, "zbsc") == found
    assert of_documents(session, authors.author, document.number.lower()) == found
    assert of_documents(session, authors.author, "手册 值班") == found


def test_the_page_asks_by_an_address(browse, begin):
    begin(make_submitted)
    browser = browse("lijing")

    offered = browser.get("/forms/pick/people?q=cz").json

    assert offered == {"offers": [{"value": "陈志远（chenzhiyuan）", "text": "陈志远", "note": "chenzhiyuan · 网管办"}]}
    assert browser.get("/forms/pick/records?q=hxjhj&form=XC").json == {"offers": []}
    assert browser.get("/forms/pick/rooms?q=a").status_code == 404
