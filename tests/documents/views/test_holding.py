"""The page of a draft in somebody's hands, and the page that shows both sides of a lost update."""

import io
import re

import pytest

from docsys.audit.models import AuditRow
from tests.documents import factories as make
from tests.documents.views.test_editing import MARKS

pytestmark = pytest.mark.rule("R-4.4.1-1")


@pytest.fixture
def draft(visit, act, settings):
    return act(lambda session, people: make.make_draft(session, people, settings.archive).id)


def stamp_of(page):
    return re.findall(r'name="stamp" value="([^"]+)"', page)[0]


def radios(page, name):
    """(value, is chosen) of either side."""
    found = re.findall(rf'type="radio" name="{name}" value="([^"]*)" required( checked)?', page)
    return [(value, bool(checked)) for value, checked in found]


def test_a_draft_is_taken_in_hand_and_given_back(visit, draft):
    author = visit("wangjun")

    author.post("/documents/1/checkout")
    page = author.get("/documents/1/edit").text
    assert "您已检出这份草稿，至 2026-11-23 17:00 止" in page
    assert "保存后归还" in page

    author.post("/documents/1/checkin")
    assert "需要较长时间修改时可先检出：8 小时内" in author.get("/documents/1/edit").text


def test_saving_gives_it_back_where_he_said_so(visit, draft):
    author, admin = visit("wangjun"), visit("zhaomin")
    author.post("/documents/1/checkout")

    author.post("/documents/1/marks", **MARKS)
    assert admin.post("/documents/1/marks", **MARKS).status_code == 409
    author.post("/documents/1/file", file=(io.BytesIO("新".encode()), "手册.txt"), check_in="1")

    assert admin.post("/documents/1/marks", **MARKS).status_code == 303


def test_others_see_who_has_it_until_when_and_keep_what_they_typed(visit, draft):
    visit("wangjun").post("/documents/1/checkout")
    admin = visit("zhaomin")

    page = admin.get("/documents/1/edit").text
    refused = admin.post("/documents/1/marks", **{**MARKS, "use_scope": "只打了一半"})

    assert "<b>王军</b> 于 2026-11-23 09:00 检出这份草稿，至 2026-11-23 17:00 止" in page
    assert "/documents/1/file" not in page
    assert refused.status_code == 409
    assert "的草稿由 王军 检出，至 11-23 17:00 止" in refused.text
    assert "只打了一半" in refused.text


def test_who_keeps_the_library_takes_it_back(visit, draft):
    author, admin = visit("wangjun"), visit("zhaomin")
    author.post("/documents/1/checkout")
    assert "收回原因" not in author.get("/documents/1/edit").text

    admin.post("/documents/1/checkout/end", reason="王军外出")

    assert admin.post("/documents/1/marks", **MARKS).status_code == 303
    history = author.get("/documents/1/history").text
    assert "检出人 王军" in history
    assert "原因：王军外出" in history


def test_both_sides_are_shown_mark_by_mark_and_nothing_typed_is_lost(visit, draft):
    author, admin = visit("wangjun"), visit("zhaomin")
    seen = stamp_of(author.get("/documents/1/edit").text)
    admin.post("/documents/1/marks", **{**MARKS, "title": "赵敏的标题", "use_scope": "赵敏的范围"}, stamp=seen)

    refused = author.post(
        "/documents/1/marks",
        **{**MARKS, "title": "王军的标题", "use_scope": "证联网一线、二线值班与日常监控", "notes": "王军的说明"},
        stamp=seen,
    )

    assert refused.status_code == 409
    assert "赵敏 已于 2026-11-23 09:00 保存了另外的内容" in refused.text
    assert radios(refused.text, "title") == [("赵敏的标题", False), ("王军的标题", False)]
    assert radios(refused.text, "use_scope") == [("赵敏的范围", True), ("证联网一线、二线值班与日常监控", False)]
    assert radios(refused.text, "notes") == [("首次发布", False), ("王军的说明", True)]
    assert "赵敏的标题" in author.get("/documents/1").text


@pytest.mark.db
def test_after_looking_he_saves_what_he_chose_and_it_is_logged(visit, draft, act):
    author, admin = visit("wangjun"), visit("zhaomin")
    seen = stamp_of(author.get("/documents/1/edit").text)
    admin.post("/documents/1/marks", **{**MARKS, "title": "赵敏的标题"}, stamp=seen)
    mine = {**MARKS, "title": "王军的标题"}

    again = stamp_of(author.post("/documents/1/marks", **mine, stamp=seen).text)
    saved = author.post("/documents/1/marks", **mine, stamp=again, settled="以我的为准")

    assert saved.status_code == 303
    rows = act(lambda session, _people: session.query(AuditRow).filter(AuditRow.act.contains("change_marks")).all())
    assert [(row.name, row.result) for row in rows] == [("赵敏", "ok"), ("王军", "refused"), ("王军", "ok")]
    assert rows[-1].detail["settled"] == "以我的为准"
    assert "冲突处理：以我的为准" in author.get("/documents/1/history").text


def test_submitting_over_anothers_save_is_refused_alike(visit, draft):
    author, admin = visit("wangjun"), visit("zhaomin")
    seen = stamp_of(author.get("/documents/1/edit").text)
    admin.post("/documents/1/marks", **{**MARKS, "title": "赵敏的标题"}, stamp=seen)

    refused = author.post("/documents/1/marks/submit", **{**MARKS, "title": "王军的标题"}, stamp=seen)

    assert refused.status_code == 409
    assert "以我的为准" in refused.text


def test_a_file_chosen_while_another_put_one_there_is_not_taken(visit, draft):
    author, admin = visit("wangjun"), visit("zhaomin")
    seen = re.findall(r'name="seen_file" value="(\d+)"', author.get("/documents/1/edit").text)[0]
    admin.post("/documents/1/file", file=(io.BytesIO("甲".encode()), "赵敏.txt"), seen_file=seen)

    refused = author.post("/documents/1/file", file=(io.BytesIO("乙".encode()), "王军.txt"), seen_file=seen)

    assert refused.status_code == 409
    assert "主文件已被 赵敏 于 2026-11-23 09:00 更换为“赵敏.txt”" in refused.text
