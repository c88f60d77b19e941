"""The page of what is due, as its readers see it."""

import io
import re
from urllib.parse import quote

import pytest
from pypdf import PdfReader

from docsys import app as application
from docsys.people.events import ConfirmationAccepted
from tests.documents.factories import CARRY_OUT, make_current, make_people
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, CARRY_OUT)
    return bus


@pytest.fixture
def reader(database, settings, clock, monkeypatch):
    """The whole application, over the database of this test."""
    with database.act() as session:
        people = make_people(session)
        make_current(session, people, settings.archive)
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    browser = Browser(application.create_app(settings, clock))
    assert browser.post("/login", login="liqiang", password=PASSWORD).status_code == 303
    return browser


@pytest.mark.db
def test_what_is_overdue_stands_there_with_its_days(reader):
    page = reader.get("/reviews?as_of=2027-11-24").text

    assert "ZLW-SC01-YGZX-001" in page
    assert "逾期 1 天" in page


def test_when_nothing_is_due_it_says_so(reader):
    assert "没有到期的文档" in reader.get("/reviews").text


def test_the_list_can_be_taken_along(reader):
    answer = reader.get("/reviews?as_of=2027-11-24&format=csv")

    assert answer.mimetype == "text/csv"
    assert "ZLW-SC01-YGZX-001,运管中心值班手册,V1.0,SC,运管中心,2026-11-23,2027-11-23,,已逾期" in answer.text


@pytest.mark.parametrize("address", ["/", "/catalogue/", "/documents/1", "/search?q=值班", "/forms/", "/confirmations"])
def test_the_pages_of_a_reader_open(reader, address):
    assert reader.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/documents/999", "/documents/999/versions/1/file", "/documents/1/versions/999/file"]
)
def test_what_does_not_exist_is_not_found(reader, address):
    assert reader.get(address).status_code == 404


def without_tokens(text):
    """A page but for the form tokens, which carry the second they were made in."""
    return re.sub(r'(name="csrf[-_]token" (?:content|value)=")[^"]+', r"\1", text)


@pytest.mark.rule("R-4.5.1-3")
@pytest.mark.parametrize("rest", ["", "/versions/1/file", "/versions/1/marked.pdf", "/versions/1/attributes.pdf"])
def test_a_hidden_document_answers_as_one_that_does_not_exist(reader, rest):
    stranger = Browser(reader.client.application)
    assert stranger.post("/login", login="zhouwei", password=PASSWORD).status_code == 303

    hidden, absent = stranger.get(f"/documents/1{rest}"), stranger.get(f"/documents/999{rest}")

    assert hidden.status_code == absent.status_code == 404
    assert without_tokens(hidden.text) == without_tokens(absent.text)
    assert "ZLW-SC01" not in stranger.get("/catalogue/").text
    assert "共 0 条" in stranger.get("/search?q=值班").text or "没有找到" in stranger.get("/search?q=值班").text


@pytest.mark.parametrize("address", ["/catalogue/SC01", "/catalogue/HT01", "/documents/new", "/documents/1"])
def test_the_pages_of_an_author_open(reader, address):
    author = Browser(reader.client.application)
    author.post("/login", login="wangjun", password=PASSWORD)

    assert author.get(address).status_code == 200


@pytest.mark.rule("R-4.3.4-4")
def test_a_dropped_file_becomes_a_draft_with_what_its_name_suggests(reader):
    author = Browser(reader.client.application)
    author.post("/login", login="wangjun", password=PASSWORD)
    token = re.search(r'name="csrf-token" content="([^"]+)"', author.get("/catalogue/SC01").text)
    assert token
    name = quote("机房巡检手册V2.1_20261102.txt")

    answer = author.client.put(
        "/documents/upload?folder=SC01&unit_id=3",
        data="巡检内容".encode(),
        headers={"X-File-Name": name, "X-CSRFToken": token[1]},
    )

    assert answer.json["message"] == "已登记为草稿 CG-2026-0002"
    page = author.get(answer.json["link"]).text
    assert "机房巡检手册" in page
    assert "V2.1" in page
    assert "ZLW-SC01-YGZX-002" in page


def test_the_list_can_be_printed_as_of_its_day(reader):
    """R-1.3.1: the list of the year's review is signed on paper."""
    answer = reader.get("/reviews?as_of=2027-11-24&format=pdf")
    text = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()

    assert "截至 2027-11-24" in text
    assert "ZLW-SC01-YGZX-001" in text
    assert "逾期" in text
