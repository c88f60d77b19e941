"""The pages of records and contracts, as people use them; and a revision that takes attachments over."""

import io

import pytest

from docsys.documents import actions as documents
from docsys.documents import queries
from docsys.documents.contracts import CLAUSES
from docsys.people.events import ConfirmationAccepted
from docsys.publication import actions as life
from tests.documents import factories as make
from tests.documents.views.conftest import act, manual, visit
from tests.people.factories import NOW

__all__ = ["act", "manual", "visit"]
TYPED = {"party": "甲公司", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, make.CARRY_OUT)
    return bus


@pytest.fixture
def draft(visit, act, settings):
    """A contract that lies ready, document 1."""

    def made(session, people):
        make.grant(session, people, "HT")
        return make.make_draft(session, people, settings.archive, folder_code="HT04", title="空调维保合同").id

    return act(made)


@pytest.mark.db
def test_a_contract_is_described_filed_listed_and_ended(visit, draft):
    author, keeper = visit("wangjun"), visit("zhaomin")
    assert "不符合 6.2.1：还没有登记合同信息" in author.get("/documents/1").text
    wrong = author.post("/documents/1/contract", party="甲公司", starts_on="", ends_on="2026-13-01")
    assert (wrong.status_code, 'value="甲公司"' in wrong.text) == (422, True)

    author.post("/documents/1/contract", **TYPED, **{f"clause-{name}": "有" for name in CLAUSES})
    filed = author.post("/documents/1/archive")
    assert filed.status_code == 303
    listed = keeper.get("/documents/contracts").text
    assert ("甲公司" in listed, "即将到期" in listed) == (True, True)
    assert "甲公司" not in keeper.get("/documents/contracts?standing=已到期").text
    assert "空调维保合同" in keeper.get("/").text
    csv = keeper.get("/documents/contracts?format=csv").get_data().decode("utf-8-sig")
    assert csv.splitlines()[1] == "ZLW-HT04-2026-YGZX-0001,空调维保合同,甲公司,2026-01-01,2026-12-31,即将到期,"

    keeper.post("/documents/1/contract/end", outcome="终止", ended_on="2026-11-23", remark="设备停用")
    assert "设备停用" in keeper.get("/documents/1/contract").text
    assert "空调维保合同" not in keeper.get("/").text.partition("合同清单")[2]


def test_a_renewal_without_its_contract_is_refused_and_keeps_what_was_typed(visit, draft):
    author = visit("wangjun")
    author.post("/documents/1/contract", **TYPED, **{f"clause-{name}": "有" for name in CLAUSES})
    author.post("/documents/1/archive")
    page = visit("zhaomin").post("/documents/1/contract/end", outcome="续签", ended_on="2026-11-23", successor="HT-9")

    assert page.status_code == 422
    assert ("HT-9 不是已归档的合同" in page.text, 'value="HT-9"' in page.text) == (True, True)


def test_contracts_are_for_those_who_handle_them(visit, draft, act):
    reader = visit("liqiang")

    assert reader.get("/documents/1/contract").status_code == 404
    assert reader.post("/documents/1/contract", **TYPED).status_code == 404
    assert "空调维保合同" not in reader.get("/documents/contracts").text


def test_a_record_is_saved_and_filed_from_its_marks_and_supplemented_from_its_page(visit, act, settings):
    def made(session, people):
        make.grant(session, people, "RZ")
        return make.make_draft(session, people, settings.archive, folder_code="RZ01", title="日志", level="").id

    act(made)
    author, keeper = visit("wangjun"), visit("zhaomin")
    assert "保存并归档" in author.get("/documents/1/edit").text
    typed = {
        "title": "十月日志",
        "author": "王军",
        "version": "V1.0",
        "secrecy": "内部",
        "level": "C",
        "medium": "电子",
    }
    done = author.post("/documents/1/marks/archive", **typed, use_scope="证联网", notes="归档")
    assert done.status_code == 303
    assert "已归档" in author.get("/documents/1").text

    refused = keeper.post("/documents/1/supplement", reason="补", data={})
    assert "请选择文件。" in refused.text
    file = (io.BytesIO("一小时".encode()), "补.txt")
    keeper.post("/documents/1/supplement", reason="补一小时", file=file)
    assert "补充 ZLW-RZ01-2026-YGZX-0001：补一小时" in keeper.get("/documents/2/edit").text
    assert "ZLW-RZ01-2026-YGZX-0001" in keeper.get("/documents/2/relations").text


def test_a_revision_takes_over_the_attachments_that_are_ticked(visit, act, settings):
    def made(session, people):
        document = make.make_draft(session, people, settings.archive)
        for name in ("拓扑图", "旧电话表"):
            file = make.staged(settings.archive, name)
            documents.attach(session, document.id, file, f"{name}.txt", "", actor=people.author, now=NOW)
        life.submit(session, document.id, actor=people.author, now=NOW)
        life.approve(session, document.id, "同意", actor=people.approver, now=NOW)
        life.request_publication(session, document.id, actor=people.admin, now=NOW)
        make.confirm(session, people.second)

    act(made)
    author = visit("wangjun")
    page = author.get("/documents/1/revise").text
    assert page.count('name="keep"') == page.count(" checked>") == 2
    typed = {"title": "手册", "author": "王军", "version": "V1.1", "reason": "年度评审", "medium": "电子"}
    author.post("/documents/1/revise", **typed, keep="1", file=(io.BytesIO(b"new"), "手册.txt"))

    def kept(session, people):
        document = queries.get(session, 1, people.author)
        return [
            [(one.ordinal, one.title, one.file.sha256) for one in version.attachments]
            for version in (queries.open_version(document), document.head)
            if version is not None
        ]

    taken, before = act(kept)
    assert taken == before[:1]
    assert len(before) == 2
