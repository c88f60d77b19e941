"""Many records on paper at once: sheets under bookmarks, labels of 70 by 38 mm whose codes lead back."""

import io

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader
from pypdf.generic import Destination

from docsys.people.rules import Role
from docsys.records import actions
from docsys.records.views import batches
from tests.people.factories import NOW, actor_of, make_user
from tests.records.factories import CATALOGUE, make_people, make_submitted

pytestmark = pytest.mark.db
SB = CATALOGUE.get("SB")


def devices(session, count):
    """So many devices in the list, each with its number and serial."""
    make_people(session)
    actor = actor_of(session, make_user(session, "keeper", Role.CFGADMIN, name="周配", unit="SHFE"))
    for at in range(1, count + 1):
        values = {**SB.sample, "asset": f"SH-2-SW-{at:02}", "serial": f"2102{at:05}"}
        actions.add_row(session, SB, values, actor=actor, now=NOW)


def get(browser, address):
    with browser.client.get(address) as answer:
        return answer.status_code, answer.get_data()


@pytest.mark.rule("R-5.2.2-1")
def test_each_device_has_a_label_with_name_use_owner_and_a_code_that_leads_back(browse, database):
    with database.act() as session:
        devices(session, 23)
    status, pdf = get(browse("keeper"), "/forms/SB/labels.pdf")

    assert status == 200
    document = pypdfium2.PdfDocument(pdf)
    assert [tuple(round(side / 72 * 25.4) for side in document.get_page_size(at)) for at in range(2)] == [
        (210, 297)
    ] * 2
    text = document[0].get_textpage().get_text_bounded()
    for words in ("核心交换机", "SH-2 节点核心交换", "SH-2-SW-01", "上海期货交易所", "王海涛"):
        assert words in text
    read = [
        sorted(one.text for one in zxingcpp.read_barcodes(document[at].render(scale=150 / 72).to_pil()))
        for at in range(2)
    ]
    assert [len(one) for one in read] == [21, 2]
    assert read[0][0] == "SB-SHFE-2026-0001"
    document.close()


def test_places_that_are_used_up_are_skipped_and_ticked_ones_alone_are_printed(browse, database):
    with database.act() as session:
        devices(session, 3)
    _status, pdf = get(browse("keeper"), "/forms/SB/labels.pdf?skip=20&id=1&id=3")

    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    assert ["SH-2-SW-01" in texts[0], "SH-2-SW-03" in texts[1], "SH-2-SW-02" in "".join(texts)] == [True, True, False]
    document.close()


def test_who_does_not_see_a_device_gets_no_label_of_it(browse, database):
    with database.act() as session:
        devices(session, 1)

    status, page = get(browse("zhouwei"), "/forms/SB/labels.pdf?id=1")

    assert (status, "没有可以打印的记录" in page.decode()) == (409, True)
    assert get(browse("zhouwei"), "/forms/BG/labels.pdf")[0] == 404


def test_sheets_are_printed_one_behind_the_other_each_under_its_bookmark(browse, database):
    with database.act() as session:
        people = make_people(session)
        numbers = [make_submitted(session, people).number for _ in range(3)]

    status, pdf = get(browse("lijing"), "/forms/BG/batch.pdf?id=1&id=3")

    reader = PdfReader(io.BytesIO(pdf))
    assert status == 200
    marks = [one for one in reader.outline if isinstance(one, Destination)]
    half = len(reader.pages) // 2
    assert [(str(one.title).split()[0], reader.get_destination_page_number(one)) for one in marks] == [
        (numbers[0], 0),
        (numbers[2], half),
    ]
    assert f"第 1 页 / 共 {half} 页" in reader.pages[half].extract_text()


def test_too_many_at_once_are_refused_with_the_way_out(browse, database, monkeypatch):
    monkeypatch.setattr(batches, "MOST_SHEETS", 1)
    with database.act() as session:
        people = make_people(session)
        for _ in range(2):
            make_submitted(session, people)

    status, page = get(browse("lijing"), "/forms/BG/batch.pdf")

    assert (status, "一次最多打印 1 件。请先筛选，或勾选要打印的行。" in page.decode()) == (409, True)
