"""A draft is completed on its page: marks, file, attachments; nothing typed is lost."""

import io

import pytest

from tests.documents import factories as make

MARKS = {
    "title": "运管中心值班手册（修改）",
    "author": "王军",
    "version": "V1.0",
    "secrecy": "内部",
    "level": "C",
    "use_scope": "证联网一线",
    "medium": "电子",
    "notes": "首次发布",
}


@pytest.fixture
def draft(visit, act, settings):
    return act(lambda session, people: make.make_draft(session, people, settings.archive).id)


def test_the_marks_are_typed_again(visit, draft):
    author = visit("wangjun")

    assert author.post("/documents/1/marks", **MARKS).status_code == 303
    assert "运管中心值班手册（修改）" in author.get("/documents/1").text


def test_a_refused_form_keeps_what_was_typed_and_says_where_it_fails(visit, draft):
    page = visit("wangjun").post("/documents/1/marks", **{**MARKS, "version": "第一版", "use_scope": "只打了一半"})

    assert page.status_code == 422
    assert "只打了一半" in page.text
    assert 'id="e-version"' in page.text
    assert "请写成 V主版本.次版本" in page.text


@pytest.mark.db
def test_saving_and_submitting_is_one_act(visit, draft):
    author = visit("wangjun")

    refused = author.post("/documents/1/marks/submit", **{**MARKS, "secrecy": ""})
    assert refused.status_code == 422
    assert "缺少：保密级别" in refused.text
    assert 'id="e-secrecy"' in refused.text

    author.post("/documents/1/marks/submit", **MARKS)
    assert "ZLW-SC01-YGZX-001" in author.get("/documents/1").text


def test_attachments_are_added_downloaded_and_taken_away(visit, draft):
    author = visit("wangjun")
    file = (io.BytesIO("拓扑".encode()), "图.txt")

    author.post("/documents/1/attachments", attachment=file, attachment_title="全网拓扑图")

    assert "全网拓扑图" in author.get("/documents/1/edit").text
    taken = author.get("/documents/1/versions/1/attachments/1")
    assert taken.data == "拓扑".encode()
    assert "%E5%85%A8%E7%BD%91%E6%8B%93%E6%89%91%E5%9B%BE" in taken.headers["Content-Disposition"]
    author.post("/documents/1/attachments/1/remove")
    assert "全网拓扑图" not in author.get("/documents/1/edit").text


def test_without_a_file_the_field_says_so(visit, draft):
    page = visit("wangjun").post("/documents/1/attachments", attachment_title="图")

    assert page.status_code == 422
    assert "请选择附件文件。" in page.text


def test_the_file_is_replaced(visit, draft):
    author = visit("wangjun")

    author.post("/documents/1/file", file=(io.BytesIO("新的内容".encode()), "新.txt"))

    assert author.get("/documents/1/versions/1/file").data == "新的内容".encode()


def test_what_is_under_review_is_not_edited(visit, act, draft):
    author = visit("wangjun")
    author.post("/documents/1/submit")

    assert author.get("/documents/1/edit").status_code == 409
    assert "编辑标识" not in author.get("/documents/1").text


def test_a_form_says_how_it_is_saved(visit, draft):
    page = visit("wangjun").get("/documents/1/edit").text

    assert 'data-autosave="marks:1"' in page
    assert 'data-key="save"' in page
    assert 'data-key="submit"' in page
    assert 'data-key="e"' in visit("wangjun").get("/documents/1").text


def test_what_was_typed_outlives_a_session_that_timed_out_and_ends_with_a_logout(visit, draft):
    author = visit("wangjun")

    out = author.post("/logout").headers["Location"]

    assert "data-signed-out" in author.get(out).text
    assert "data-signed-out" not in author.get("/documents/1/edit", follow_redirects=True).text
