"""关联 and 历史: only what the library knows, and only what its reader may see of it."""

import pytest

from docsys.documents import actions
from docsys.documents.models import Document
from tests.documents import factories as make
from tests.people.factories import NOW

pytestmark = pytest.mark.db


def test_a_basis_is_a_link_and_leads_back(visit, manual, act, settings):
    text = "《实施细则》、ZLW-SC01-YGZX-001、ZLW-SC01-YGZX-999"
    act(lambda session, people: make.make_current(session, people, settings.archive, title="操作手册", basis=text))
    reader = visit("liqiang")

    assert 'href="/documents/1"' in reader.get("/documents/2/relations").text
    assert "操作手册" in reader.get("/documents/1/relations").text


@pytest.mark.rule("R-3.1.1-1")
def test_a_local_manual_of_level_d_is_linked_with_the_rule_that_it_supplements(visit, act, settings):
    def write(session, people):
        make.grant(session, people, "ZD")
        rule = {"folder_code": "ZD07", "title": "值班管理规程", "level": "C"}
        make.make_current(session, people, settings.archive, **rule)
        local = {"title": "本地值班补充手册", "level": "D", "basis": "ZLW-ZD07-YGZX-001 值班管理规程"}
        make.make_current(session, people, settings.archive, **local)

    act(write)
    reader = visit("liqiang")

    manual, rule = reader.get("/documents/2/relations").text, reader.get("/documents/1/relations").text
    assert ('href="/documents/1"' in manual, "ZLW-ZD07-YGZX-001" in manual) == (True, True)
    assert ('href="/documents/2"' in rule, "本地值班补充手册" in rule) == (True, True)


def test_a_twin_is_named_only_to_who_may_see_it(visit, manual, act, settings):
    act(lambda session, people: make.make_draft(session, people, settings.archive, title="同样的草稿"))

    assert "同样的草稿" in visit("zhaomin").get("/documents/1/relations").text
    assert "同样的草稿" not in visit("liqiang").get("/documents/1/relations").text


def test_former_numbers_are_those_of_the_ledger(visit, manual):
    assert "CG-2026-0001" in visit("liqiang").get("/documents/1/relations").text


def test_what_stands_in_for_another_says_so(visit, manual, act, settings):
    act(lambda session, people: make.make_current(session, people, settings.archive, title="新手册"))
    act(lambda session, people: make.abolish(session, people, 1, "被替代", "ZLW-SC01-YGZX-002"))

    assert "新手册" in visit("liqiang").get("/documents/1").text
    assert "ZLW-SC01-YGZX-001" in visit("zhaomin").get("/documents/2/relations").text


def test_a_document_without_relations_says_what_belongs_there(visit, act, settings):
    def history(session, people):
        new = make.marks(people, title="旧文件", basis="")
        actions.file_history(session, new, make.staged(settings.archive), "旧.txt", actor=people.admin, now=NOW)

    act(history)

    assert "没有关联" in visit("zhaomin").get("/documents/1/relations").text


def test_the_history_is_told_in_words(visit, manual):
    page = visit("liqiang").get("/documents/1/history").text

    for told in (
        "登记为草稿",
        "提交审核",
        "审核通过",
        "申请双人确认",
        "确认同意",
        "发布",
        "意见：同意",
        "申请人 赵敏",
    ):
        assert told in page
    assert "document." not in page
    assert "编号当时为 CG-2026-0001" in page


def test_who_read_it_is_told_only_to_who_handles_it(visit, manual):
    visit("liqiang").get("/documents/1/versions/1/file")

    assert "下载" in visit("zhaomin").get("/documents/1/history").text.partition('<section class="card">')[2]
    assert "下载" not in visit("liqiang").get("/documents/1/history").text.partition('<section class="card">')[2]


def test_a_download_is_written_down_with_its_version(visit, manual, act):
    visit("liqiang").get("/documents/1/versions/1/file")

    assert "版本 V1.0" in visit("zhaomin").get("/documents/1/history").text
    assert act(lambda session, _people: session.get(Document, 1).number) == "ZLW-SC01-YGZX-001"
