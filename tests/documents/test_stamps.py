"""Saving over what somebody else saved meanwhile is noticed, mark by mark."""

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.documents import actions, stamps
from docsys.documents.actions import drafting
from docsys.documents.stamps import Contested, FileChanged, MarksChanged, Seen
from tests.documents import factories as make
from tests.people.factories import NOW

SEEN = {"title": "手册", "author": "王军", "notes": "一\n二"}


def test_the_side_that_alone_changed_a_mark_is_proposed_and_none_where_both_did():
    base = stamps.stamp(SEEN)

    found = stamps.contested(
        base, {**SEEN, "title": "手册甲", "author": "赵敏"}, {**SEEN, "title": "手册乙", "notes": "一"}
    )

    assert [(one.name, one.chosen) for one in found] == [("title", ""), ("author", "theirs"), ("notes", "mine")]
    assert found[0] == Contested("title", "文档名称", "手册甲", "手册乙", by_them=True, by_me=True)


def test_blanks_and_line_ends_of_a_browser_are_no_change():
    assert stamps.contested(stamps.stamp(SEEN), SEEN, {**SEEN, "title": " 手册 ", "notes": "一\r\n\r\n二 "}) == []


def test_a_stamp_that_was_tampered_with_proposes_nothing_of_itself():
    found = stamps.contested("x", SEEN, {**SEEN, "title": "手册乙"})

    assert [one.chosen for one in found] == [""]


@pytest.mark.db
class TestSaving:
    @pytest.fixture
    def people(self, session):
        return make.make_people(session)

    @pytest.fixture
    def draft(self, session, people, settings):
        return make.make_draft(session, people, settings.archive)

    def seen(self, draft):
        return Seen(drafting.marks_stamp(draft, draft.versions[-1]))

    def save(self, session, draft, people, seen, title, actor=None):
        new = make.marks(people, title=title)
        actions.change_marks(session, draft.id, new, actor=actor or people.author, now=NOW, seen=seen)

    def test_over_what_one_saw_one_saves(self, session, people, draft):
        self.save(session, draft, people, self.seen(draft), "新标题")

        assert draft.title == "新标题"

    @pytest.mark.rule("R-4.4.1-1")
    def test_over_what_another_saved_meanwhile_nobody_saves(self, session, people, draft):
        seen = self.seen(draft)
        self.save(session, draft, people, seen, "赵敏改的", people.admin)

        with pytest.raises(MarksChanged) as refused:
            self.save(session, draft, people, seen, "王军改的")

        assert draft.title == "赵敏改的"
        assert "赵敏 已于 2026-11-23 09:00 保存了另外的内容" in refused.value.sentence

    def test_the_same_words_saved_twice_are_no_conflict(self, session, people, draft):
        seen = self.seen(draft)
        self.save(session, draft, people, seen, "一样的标题", people.admin)

        self.save(session, draft, people, seen, "一样的标题")

        assert draft.title == "一样的标题"

    def test_what_was_settled_is_logged_with_the_words_it_replaced(self, session, people, draft):
        seen = self.seen(draft)
        self.save(session, draft, people, seen, "赵敏改的", people.admin)

        self.save(session, draft, people, Seen(self.seen(draft).stamp, "以我的为准"), "王军改的")

        row = session.scalars(select(AuditRow).where(AuditRow.act == "document.change_marks")).all()[-1]
        assert row.detail["settled"] == "以我的为准"
        assert row.detail["replaced"] == {"文档名称": "赵敏改的"}

    def test_a_file_is_not_put_over_one_that_was_not_seen(self, session, people, draft, settings):
        seen_id = draft.versions[-1].file_id
        other = make.staged(settings.archive, "赵敏的文件")
        actions.replace_file(session, draft.id, other, "赵敏.txt", actor=people.admin, now=NOW, seen_id=seen_id)

        mine = make.staged(settings.archive, "王军的文件")
        with pytest.raises(FileChanged) as refused:
            actions.replace_file(session, draft.id, mine, "王军.txt", actor=people.author, now=NOW, seen_id=seen_id)

        assert "更换为“赵敏.txt”" in refused.value.sentence
