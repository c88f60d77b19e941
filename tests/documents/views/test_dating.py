"""What a reader learns of a document that is expired or overdue: on its page, in lists, in a search, on its prints."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from docsys import app as application
from docsys.app import worker
from docsys.documents import actions, queries
from docsys.documents.actions import Dates
from tests.people.factories import NOW

pytestmark = pytest.mark.rule("R-4.4.1-3")
FIELDS = {"review_months": "12", "next_review": "", "until": "", "reason": "合同约定"}
STEM = "现行库/02_SC_技术手册类/SC01_值班手册/ZLW-SC01-YGZX-001_运管中心值班手册/ZLW-SC01-YGZX-001_V1.0_"


@pytest.fixture
def expired(manual, act, clock):
    """Its last day was yesterday."""
    act(
        lambda session, people: actions.set_dates(
            session, 1, Dates(12, valid_until=clock.now().date(), reason="约定"), actor=people.admin, now=NOW
        )
    )
    clock.move(days=1)


@pytest.fixture
def overdue(manual, act):
    """It should have been reviewed yesterday."""

    def put_back(session, people):
        queries.get(session, 1, people.admin).next_review = date(2026, 11, 22)

    act(put_back)


def test_who_keeps_the_library_sets_the_dates_in_the_page(visit, manual):
    admin = visit("zhaomin")

    assert 'value="12"' in admin.get("/documents/1/dates").text
    admin.post("/documents/1/dates", **{**FIELDS, "review_months": "6", "until": "2027-01-31"})

    page = admin.get("/documents/1").text
    assert "下次评审 2027-05-23" in page
    assert "有效期至 2027-01-31" in page
    assert "评审周期（月） 6" in admin.get("/documents/1/history").text


def test_what_cannot_be_is_refused_at_its_field_with_its_article(visit, manual):
    admin = visit("zhaomin")

    assert (
        "不符合 3.1.2：SC 类文档须定期评审"
        in admin.post("/documents/1/dates", **{**FIELDS, "review_months": "13"}).text
    )
    for name, said in (("review_months", "请填写月数"), ("until", "日期请写成"), ("reason", "请写明调整原因")):
        wrong = admin.post("/documents/1/dates", **{**FIELDS, name: "x" if name != "reason" else ""})
        assert wrong.status_code == 422
        assert said in wrong.text
        assert f'id="e-{name}"' in wrong.text


def test_who_does_not_keep_it_may_not(visit, manual):
    reader = visit("liqiang")

    assert reader.get("/documents/1/dates").status_code == 403
    assert reader.post("/documents/1/dates", **FIELDS).status_code == 403
    assert "/documents/1/dates" not in reader.get("/documents/1/attributes").text


def test_a_reader_of_an_expired_document_is_told_on_every_tab_and_in_the_list(visit, expired):
    reader = visit("liqiang")

    for tab in ("", "/attributes", "/versions", "/relations", "/history"):
        assert "有效期至 2026-11-23，已失效 1 天，不得作为现行依据使用" in reader.get(f"/documents/1{tab}").text
    assert '<span class="tag tag-late">已失效</span>' in reader.get("/catalogue/").text


def test_a_reader_of_an_overdue_document_is_told_to_ask_first(visit, overdue):
    reader = visit("liqiang")

    assert "应于 2026-11-22 前评审，已逾期 1 天未评审" in reader.get("/documents/1").text
    assert '<span class="tag tag-late">已逾期未评审</span>' in reader.get("/catalogue/").text


def test_nothing_is_said_of_what_is_in_order(visit, manual):
    assert "tag-late" not in visit("liqiang").get("/documents/1").text


@pytest.mark.db
def test_hits_of_a_search_say_it_and_are_left_out_for_readers_where_it_is_set(visit, expired, settings):
    assert '<span class="tag tag-late">已失效</span>' in visit("liqiang").get("/search?q=手册").text

    object.__setattr__(settings, "hide_expired", True)

    assert "ZLW-SC01-YGZX-001" not in visit("liqiang").get("/search?q=手册").text
    assert "ZLW-SC01-YGZX-001" in visit("zhaomin").get("/search?q=手册").text


def test_its_prints_say_it_on_each_page(visit, expired, printed, settings):
    printed()

    marked = PdfReader(io.BytesIO((settings.archive / f"{STEM}标识版.pdf").read_bytes()))
    alone = PdfReader(io.BytesIO((settings.archive / f"{STEM}属性页.pdf").read_bytes()))

    assert all("已失效" in page.extract_text() for page in marked.pages)
    assert "现行有效（已失效）" in alone.pages[0].extract_text()


def test_it_is_a_task_of_its_owner_and_of_who_keeps_it_but_of_no_reader(visit, overdue):
    assert "您负责 · 已逾期" in visit("wangjun").get("/").text
    assert "您负责" not in visit("zhaomin").get("/").text
    assert "评审与到期" in visit("zhaomin").get("/").text
    assert "评审与到期" not in visit("liqiang").get("/").text


def test_each_night_is_in_the_calendar_of_the_worker(settings, clock, database):
    kinds = {one.kind for one in worker.make_worker(settings, clock, database, {}).daily}

    assert "documents.mark_expiry" in kinds
    assert kinds <= set(application.JOBS)
