"""Signed prints come home: what their codes say, who files them, what stays of them."""

import io
import re
from urllib.parse import quote

import pytest
from pypdf import PdfReader, PdfWriter

from docsys.records import actions, queries, scans
from docsys.records.actions import Cut
from docsys.records.models import RecordScan, SignedScan
from docsys.records.prints import Frame, filled, pdf
from docsys.records.scans import AlreadyFiled, NotHandled, NothingChosen, NotOneOfYours, NotYetPrinted
from docsys.vault import stage
from tests.people.factories import NOW
from tests.records.factories import make_draft, make_people, make_submitted

pytestmark = pytest.mark.db


@pytest.mark.parametrize(
    ("codes", "numbers"),
    [
        ([["BG-2026-0001"], [], ["BG-2026-0002"]], ["BG-2026-0001", "BG-2026-0001", "BG-2026-0002"]),
        ([[], ["JC-YGZX-2026-0001"]], ["", "JC-YGZX-2026-0001"]),
        ([["https://example.org", "BG-2026-0003"]], ["BG-2026-0003"]),
        ([["ZLW-SC01-YGZX-001"], ["BG"]], ["", ""]),
    ],
)
def test_a_page_without_a_code_goes_on_the_one_before_and_foreign_codes_say_nothing(codes, numbers):
    assert scans.proposed(codes) == numbers


def test_pages_of_one_number_belong_together_and_at_least_one_must_be_named():
    assert scans.by_number(["BG-2026-0001", "", "BG-2026-0001", "BG-2026-0002"]) == {
        "BG-2026-0001": [1, 3],
        "BG-2026-0002": [4],
    }
    with pytest.raises(NothingChosen):
        scans.by_number(["", ""])


def cut(settings, data=b"%PDF-1.7 one"):
    return Cut(stage(settings.archive, io.BytesIO(data)), "手机照片.pdf", 1)


def received(session, people, settings, codes=(("BG-2026-0001",),)):
    staged = stage(settings.archive, io.BytesIO(b"%PDF-1.7 whole"))
    return actions.receive_scan(session, staged, "扫描.pdf", codes, actor=people.li, now=NOW)


def test_it_is_filed_with_its_record_under_the_next_ordinal_and_only_once(session, people, settings):
    record = make_submitted(session, people)
    for ordinal in (1, 2):
        scan = received(session, people, settings)
        (made,) = actions.file_scan(session, scan.id, {record.number: cut(settings)}, actor=people.li, now=NOW)
        assert (made.ordinal, made.file.original_name) == (ordinal, f"{record.number}_签字扫描件_S0{ordinal}.pdf")
        assert made.file.path == f"扫描备份/签字扫描件/2026/{record.number}_签字扫描件_S0{ordinal}.pdf"

    with pytest.raises(AlreadyFiled, match="已处理，不再更改。"):
        actions.file_scan(session, scan.id, {record.number: cut(settings)}, actor=people.li, now=NOW)
    assert scans.waiting(session, people.li) == []


def test_drafts_hidden_records_and_those_one_only_reads_are_refused(session, people, settings):
    draft, order = make_draft(session, people), make_submitted(session, people)
    scan = received(session, people, settings)

    def filing(number, who=people.li, it=scan):
        return actions.file_scan(session, it.id, {number: cut(settings)}, actor=who, now=NOW)

    with pytest.raises(NotYetPrinted, match=f"第 1 页：{draft.number} 现为“草稿”，不能归入签字扫描件。"):
        filing(draft.number)
    with pytest.raises(NotOneOfYours, match="第 1 页：没有编号为 BG-2026-0099 的表单，或您无权查看"):
        filing("BG-2026-0099")
    staged = stage(settings.archive, io.BytesIO(b"%PDF-1.7 theirs"))
    strange = actions.receive_scan(session, staged, "别人.pdf", [[]], actor=people.stranger, now=NOW)
    with pytest.raises(NotOneOfYours):
        filing(order.number, people.stranger, strange)
    staged = stage(settings.archive, io.BytesIO(b"%PDF-1.7 audit"))
    audited = actions.receive_scan(session, staged, "审计.pdf", [[]], actor=people.auditor, now=NOW)
    with pytest.raises(NotHandled, match=f"{order.number} 不由您填写或办理"):
        filing(order.number, people.auditor, audited)
    assert session.query(RecordScan).count() == 0


def test_it_can_be_given_up_and_stays_as_it_came(session, people, settings):
    scan = received(session, people, settings)

    actions.give_up_scan(session, scan.id, actor=people.li, now=NOW)

    assert scan.settled_at == NOW
    assert scan.file.path.startswith("扫描备份/签字扫描件/2026/")
    with pytest.raises(AlreadyFiled):
        actions.give_up_scan(session, scan.id, actor=people.li, now=NOW)


@pytest.fixture
def orders(database, settings):
    """Two orders handed in, and their prints one behind the other in one file, as a feeder scans them."""
    with database.act() as session:
        people = make_people(session)
        numbers = [make_submitted(session, people).number for _ in range(2)]
    with database.read() as session:
        frame = Frame("证联网运管中心", "李静", NOW)
        prints = [filled(queries.by_number(session, number, None), frame) for number in numbers]
    writer = PdfWriter()
    for one in prints:
        writer.append(io.BytesIO(pdf(one, settings)))
    data = io.BytesIO()
    writer.write(data)
    return numbers, data.getvalue()


def put(browser, data, name):
    page = browser.client.get("/forms/scans").text
    token = re.findall(r'name="csrf-token" content="([^"]+)"', page)[0]
    headers = {"X-CSRFToken": token, "X-File-Name": quote(name), "Accept": "application/json"}
    return browser.client.put("/forms/scans", data=data, headers=headers)


def fetched(browser, address):
    with browser.client.get(address) as answer:
        return answer.get_data()


def test_several_forms_in_one_file_are_read_seen_and_filed_each_with_its_record(browse, orders, database):
    numbers, data = orders
    writer, stranger = browse("lijing"), browse("zhouwei")

    told = put(writer, data, "签字.pdf").get_json()

    pages = len(PdfReader(io.BytesIO(data)).pages)
    assert told["message"] == f"{pages} 页，认出 {numbers[0]}、{numbers[1]}"
    shown = writer.get("/forms/scans/1").text
    assert [shown.count(f'value="{number}"') for number in numbers] == [pages // 2, pages // 2]
    assert writer.get("/forms/scans/1/pages/1.png").mimetype == "image/png"
    for path in ("/forms/scans/1", "/forms/scans/1/pages/1.png"):
        assert stranger.get(path).status_code == 404
    typed = {f"page-{at}": numbers[(at - 1) * 2 // pages].lower() for at in range(1, pages + 1)}
    assert writer.post("/forms/scans/1", **typed).status_code == 303

    with database.read() as session:
        kept = session.query(RecordScan).order_by(RecordScan.id).all()
        assert [(one.record.number, one.pages) for one in kept] == [(number, pages // 2) for number in numbers]
    assert len(PdfReader(io.BytesIO(fetched(writer, "/forms/records/1/scans/1"))).pages) == pages // 2
    assert "S01" in writer.get("/forms/records/1").text


def test_a_scan_of_one_form_stays_byte_for_byte(browse, orders, database):
    numbers, data = orders
    writer = browse("lijing")
    put(writer, data, "签字.pdf")
    pages = len(PdfReader(io.BytesIO(data)).pages)

    writer.post("/forms/scans/1", **{f"page-{at}": numbers[0] for at in range(1, pages + 1)})

    assert fetched(writer, "/forms/records/1/scans/1") == data


def test_a_wrong_number_is_refused_and_what_was_typed_stays(browse, orders):
    _numbers, data = orders
    writer = browse("lijing")
    put(writer, data, "签字.pdf")

    page = writer.post("/forms/scans/1", **{"page-1": "bg-2026-0099"})

    assert page.status_code == 422
    assert "第 1 页：没有编号为 BG-2026-0099 的表单，或您无权查看。" in page.text
    assert 'value="BG-2026-0099"' in page.text


def test_what_is_neither_pdf_nor_picture_is_refused(browse, everybody, database):
    answer = put(browse("lijing"), b"PK\x03\x04", "表.xlsx")

    assert (answer.status_code, "扫描件须为 PDF 或图片" in answer.get_data(as_text=True)) == (422, True)
    with database.read() as session:
        assert session.query(SignedScan).count() == 0
