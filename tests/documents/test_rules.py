"""Versions, marks, due days and names, as chapter 4 and requirements 3.4 want them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsys.documents import rules
from docsys.documents.rules import MarkMissing, VersionNotLater, VersionNumber, VersionUnreadable

WHOLE = {**dict.fromkeys(rules.MARKS, "有"), "notes": ["首次发布"]}


@pytest.mark.rule("N-3.4-2")
def test_versions_are_compared_as_integers():
    assert VersionNumber.parse("V1.10") > VersionNumber.parse("v1.9")


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_a_version_is_read_as_it_is_written(major, minor):
    assert VersionNumber.parse(str(VersionNumber(major, minor))) == VersionNumber(major, minor)


@pytest.mark.parametrize("text", ["", "1", "V1", "V1.x", "V1.0.0", "第一版"])
def test_what_is_no_version_is_refused_with_the_way_to_write_it(text):
    with pytest.raises(VersionUnreadable) as refused:
        VersionNumber.parse(text)

    assert str(refused.value) == f"不符合 4.3.5：版本“{text}”不能识别，请写成 V主版本.次版本，如 V1.0、V1.10。"


@pytest.mark.rule("R-4.3.5-1")
@pytest.mark.parametrize(("mark", "label"), rules.MARKS.items())
def test_each_of_the_nine_marks_is_asked_for_by_its_name(mark, label):
    with pytest.raises(MarkMissing) as refused:
        rules.check_marks({**WHOLE, mark: ""})

    assert str(refused.value) == (f"不符合 4.3.5：发布前须完成标识，缺少：{label}。请在“属性”中补齐后再提交。")


def test_whole_marks_pass():
    assert rules.missing_marks(WHOLE) == []


@pytest.mark.rule("R-4.4.1-1")
def test_a_new_version_must_be_later_than_the_current_one():
    rules.check_later(VersionNumber(1, 0), None)
    rules.check_later(VersionNumber(1, 10), VersionNumber(1, 9))

    with pytest.raises(VersionNotLater, match=r"不符合 4.4.1：新版本 V1.9 必须高于现行版本 V1.10。"):
        rules.check_later(VersionNumber(1, 9), VersionNumber(1, 10))


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2025, 11, 22), 12, date(2026, 11, 22)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_a_review_is_due_after_so_many_months_at_the_latest_on_the_last_day(start, months, due):
    assert rules.review_due(start, months) == due


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_a_due_day_lies_in_the_month_it_should(start, months):
    due = rules.review_due(start, months)

    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    assert due.day <= start.day


@pytest.mark.rule("N-3.4-2")
def test_names_on_disk_are_made_by_the_server():
    number, version = "ZLW-SC01-YGZX-001", VersionNumber(2, 1)

    assert rules.file_name(number, version, "值班/手册", "C:\\..\\x.DOCX") == "ZLW-SC01-YGZX-001_V2.1_值班_手册.docx"
    assert rules.folder_name(number, "值班手册") == "ZLW-SC01-YGZX-001_值班手册"


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_title_and_no_upload_name_makes_a_name_too_long_or_unsafe(title, upload):
    made = rules.file_name("ZLW-SC01-YGZX-001", VersionNumber(1, 0), title, upload)

    assert len(made.encode()) <= 255
    assert not set(made) & set('/\\:*?"<>|\0\n\r')


def test_the_table_of_the_life_begins_as_a_draft_and_ends_in_force():
    assert [state.label for state in rules.LIFE.line] == ["草稿", "审核中", "待发布", "现行有效"]
    assert [row.verb for row in rules.LIFE.offers(rules.State.CURRENT)] == ["supersede", "abolish"]
    assert [row.verb for row in rules.LIFE.offers(rules.State.ABOLISHED)] == ["destroy"]
    assert list(rules.LIFE.offers(rules.State.DESTROYED)) == []
