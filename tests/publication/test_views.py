"""The steps of a document as pages: what they ask for, what follows, and why one is grey."""

import io

import pytest

from docsys.people.events import ConfirmationAccepted
from tests.documents import factories as make
from tests.documents.views.conftest import act, manual, visit

__all__ = ["act", "manual", "visit"]


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, make.CARRY_OUT)
    return bus


@pytest.fixture
def draft(visit, act, settings):
    return act(lambda session, people: make.make_draft(session, people, settings.archive).id)


@pytest.mark.db
def test_the_whole_line_is_walked_by_its_buttons(visit, draft):
    author, approver, keeper, second = (visit(one) for one in ("wangjun", "chenzhiyuan", "zhaomin", "sunli"))

    author.post("/documents/1/submit")
    approver.post("/documents/1/approve", opinion="同意")
    keeper.post("/documents/1/publish")
    second.post("/confirmations/1", accept="1")

    assert "现行有效" in author.get("/documents/1").text


def test_each_step_names_its_object_and_its_consequence(visit, draft):
    page = visit("wangjun").get("/documents/1/withdraw").text

    assert "撤回 CG-2026-0001《运管中心值班手册》" in page
    assert "其编号记为空号" in page


def test_a_step_without_its_reason_is_refused_at_the_field(visit, draft):
    page = visit("wangjun").post("/documents/1/withdraw", opinion=" ")

    assert page.status_code == 422
    assert 'id="e-opinion"' in page.text


def test_an_author_sees_who_takes_the_next_step(visit, draft):
    author = visit("wangjun")
    author.post("/documents/1/submit")

    page = author.get("/documents/1").text

    assert "编写人不能审批自己的文档（2.3.3）" in page
    assert "/documents/1/approve" not in page


def test_an_incomplete_draft_says_what_lacks_at_the_grey_button(visit, act, settings):
    act(lambda session, people: make.make_draft(session, people, settings.archive, secrecy="", level=""))

    page = visit("wangjun").get("/documents/1").text

    assert "不符合 4.3.5：标识不全，缺少 保密级别、审批级别" in page


def test_a_publication_that_waits_says_who_asked(visit, act, settings):
    act(lambda session, people: make.make_approved(session, people, settings.archive))
    visit("zhaomin").post("/documents/1/publish")

    assert "赵敏 已于 2026-11-23 09:00 申请，待另一人确认（2.3.3）" in visit("sunli").get("/documents/1").text


def test_a_step_that_is_not_his_is_forbidden(visit, manual):
    reader = visit("liqiang")

    assert reader.get("/documents/1/abolish").status_code == 403
    assert reader.post("/documents/1/abolish", opinion="不用了").status_code == 403
    assert "废止" not in reader.get("/documents/1").text.partition("<main")[2]


def test_a_document_is_moved_by_two_persons_and_found_by_its_old_number(visit, manual):
    """3.7: the page names the folders that take it, and refuses without a reason."""
    administrator = visit("zhaomin")
    page = administrator.get("/documents/1/renumber").text
    assert ('<option value="SC02"' in page, '<option value="SC01"' in page) == (True, False)
    refused = administrator.post("/documents/1/renumber", folder="SC02", opinion="")
    assert (refused.status_code, "改号原因" in refused.text) == (422, True)

    assert administrator.post("/documents/1/renumber", folder="SC02", opinion="归类有误").status_code == 303
    assert "改号" in visit("sunli").get("/confirmations").text
    assert "待另一人确认" in administrator.get("/documents/1").text


def test_a_revision_begins_with_a_file_and_a_reason(visit, manual):
    author = visit("wangjun")
    marks = {"title": "运管中心值班手册", "author": "王军", "version": "V1.1", "secrecy": "内部", "level": "C"}
    assert 'value="V1.1"' in author.get("/documents/1/revise").text

    refused = author.post("/documents/1/revise", reason="年度评审", **marks)
    assert refused.status_code == 422
    assert "请选择新版文件。" in refused.text
    assert 'value="年度评审"' in refused.text

    file = (io.BytesIO("新".encode()), "新.txt")
    assert author.post("/documents/1/revise", reason="年度评审", file=file, **marks).status_code == 303
    assert "修订 V1.1 草稿" in author.get("/documents/1").text
    assert "现行有效（修订中）" in author.get("/documents/1").text


def test_a_revision_is_no_business_of_a_reader(visit, manual):
    assert visit("liqiang").get("/documents/1/revise").status_code == 403
