from datetime import UTC, date, datetime

import pytest

from docsys.web import filters


def test_moments_show_the_wall_clock_of_shanghai():
    assert filters.moment(datetime(2026, 11, 22, 18, 5, tzinfo=UTC)) == "2026-11-23 02:05"
    assert filters.day(datetime(2026, 11, 22, 18, 5, tzinfo=UTC)) == "2026-11-23"
    assert (filters.moment(None), filters.day(None)) == ("—", "—")


@pytest.mark.parametrize(
    ("due", "text"), [((2026, 11, 26), "3 天后"), ((2026, 11, 23), "今天"), ((2026, 11, 18), "逾期 5 天")]
)
def test_days_are_counted_for_the_reader(due, text):
    assert filters.days_left(date(*due), date(2026, 11, 23)) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KB"), (150 * 1024, "150 KB"), (1024**3, "1.0 GB"), (None, "0 B")],
)
def test_sizes_are_counted_as_file_managers_do(count, text):
    assert filters.size(count) == text


def test_every_state_keeps_its_colour():
    words = ["现行有效", "草稿", "审核中", "即将到期", "已逾期", "已失效", "已替代", "已废止", "紧急", "未知词"]
    assert [filters.tone(word) for word in words] == [
        "valid",
        "draft",
        "draft",
        "soon",
        "late",
        "late",
        "past",
        "void",
        "urgent",
        "plain",
    ]
