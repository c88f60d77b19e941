"""What is allowed with paper: pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsys.errors import InvalidInput
from docsys.paper import rules
from docsys.paper.rules import NoPicture, PageSeen, TooCoarse

MONDAY = date(2026, 11, 23)


@pytest.mark.rule("R-4.3.8-1")
@pytest.mark.parametrize(
    ("folder", "important"),
    [("ZD07", True), ("HT02", True), ("SP01", True), ("SC01", False), ("PZ02", False), ("CZ01", False)],
)
def test_rules_contracts_and_approvals_are_important_by_themselves(folder, important):
    assert rules.is_important(folder) is important


def test_a_copy_number_bears_number_and_version():
    assert rules.copy_code("ZLW-ZD00-WGB-001", "V1.0", 2) == "ZLW-ZD00-WGB-001-V1.0-Z02"


def test_a_scan_is_named_after_its_copy():
    assert rules.scan_name("ZLW-ZD00-WGB-001-V1.0-Z02", 1, ".pdf") == "ZLW-ZD00-WGB-001-V1.0-Z02-S01.pdf"


@pytest.mark.parametrize("due", [MONDAY, date(2026, 11, 20), date(2026, 12, 24)])
def test_a_loan_ends_after_today_and_within_the_longest_time(due):
    with pytest.raises(InvalidInput) as refused:
        rules.check_due(due, MONDAY, 30)

    assert refused.value.fields == {"due": ["应还日期须在明天至 2026-12-23 之间（最长 30 天）。"]}


@pytest.mark.rule("R-4.3.7-2")
@given(st.lists(st.integers(1, 300), max_size=40))
def test_pages_of_a_volume_run_through_without_gap(pages):
    ranges = rules.page_ranges(pages)

    assert [last - first + 1 for first, last in ranges] == pages
    assert [first for first, _ in ranges[1:]] == [last + 1 for _, last in ranges[:-1]]
    assert not ranges or ranges[0][0] == 1


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([], ""),
        (["ZLW-ZD07-YGZX-001"], "ZLW-ZD07-YGZX-001"),
        (["ZLW-SP01-BG-2026-0001", "ZLW-SP01-BG-2026-0050"], "ZLW-SP01-BG-2026-0001～0050"),
        (["ZLW-ZD07-WGB-001", "ZLW-ZD07-YGZX-003"], "ZLW-ZD07-WGB-001～ZLW-ZD07-YGZX-003"),
    ],
)
def test_a_cover_says_the_first_and_the_last_number(numbers, said):
    assert rules.span(numbers) == said


def test_a_cover_says_the_first_and_the_last_day():
    assert rules.days([date(2026, 3, 1), None, date(2026, 1, 5)]) == "2026-01-05～2026-03-01"
    assert rules.days([date(2026, 3, 1)]) == "2026-03-01"
    assert rules.days([None]) == ""


def test_a_volume_is_as_secret_as_its_most_secret_document():
    assert rules.highest_secrecy(["内部", "敏感", "公开", ""]) == "敏感"
    assert rules.highest_secrecy([""]) == ""


@pytest.mark.rule("R-4.3.8-1")
def test_what_was_measured_is_said():
    found = rules.check_resolution("扫描.pdf", [PageSeen(2480, 3508, 300), PageSeen(1654, 2339, 200)], 200)

    assert (found.dpi, found.pages, found.said) == (200, 2, "2 页中最低 200 dpi（1654×2339 像素）")


@pytest.mark.rule("R-4.3.8-1")
def test_a_coarse_scan_is_refused_with_page_measure_and_way_out():
    with pytest.raises(TooCoarse) as refused:
        rules.check_resolution("扫描.pdf", [PageSeen(2480, 3508, 300), PageSeen(1240, 1754, 150)], 200)

    assert refused.value.sentence == (
        "不符合 4.3.8：“扫描.pdf”第 2 页实测 150 dpi（1240×1754 像素），低于 200 dpi。"
        "请把扫描分辨率设为 200 dpi 以上（小字、印章 300 dpi）重新扫描后再上传。"
    )


def test_a_page_without_a_picture_is_no_scan():
    with pytest.raises(NoPicture, match=r"第 2 页没有扫描图像"):
        rules.check_resolution("手册.pdf", [PageSeen(2480, 3508, 300), PageSeen(0, 0, 0)], 200)


@pytest.mark.parametrize("count", [0, -1, 51])
def test_so_many_copies_at_once_are_refused(count):
    with pytest.raises(InvalidInput):
        rules.check_count(count)


def test_pages_of_one_sheet_are_one_figure():
    assert (rules.range_text(3, 3), rules.range_text(3, 5)) == ("3", "3–5")  # noqa: RUF001 - a range
