"""Long unchanged stretches are folded; beyond what a page holds there are figures."""

from docsys.documents.comparing import folding
from docsys.documents.comparing.differences import compare
from docsys.documents.comparing.folding import fold


def numbered(count):
    return [f"第{at}条" for at in range(count)]


def shape(left, right):
    return [(group.number, group.folded, group.count) for group in fold(compare(left, right).rows).groups]


def test_a_little_round_each_difference_stays_and_the_rest_is_folded():
    lines = numbered(41)

    assert shape(lines, [*lines[:20], "新增", *lines[20:]]) == [
        (None, True, 17),
        (None, False, 3),
        (1, False, 1),
        (None, False, 3),
        (None, True, 18),
    ]


def test_a_short_stretch_is_not_worth_folding():
    lines = numbered(6)

    assert shape(lines, ["新增", *lines, "再增"]) == [(1, False, 1), (None, False, 6), (2, False, 1)]


def test_of_a_very_long_stretch_the_end_is_only_counted(monkeypatch):
    monkeypatch.setattr(folding, "MOST_UNFOLDED", 10)
    lines = numbered(100)

    groups = fold(compare(lines, [*lines, "新增"]).rows).groups

    assert (groups[0].folded, len(groups[0].rows), groups[0].omitted) == (True, 10, 87)


def test_differences_beyond_one_page_are_counted_and_not_shown(monkeypatch):
    monkeypatch.setattr(folding, "MOST_ROWS", 10)
    left = [line for at in range(30) for line in (f"第{at}条", f"旧{at}")]
    right = [line for at in range(30) for line in (f"第{at}条", f"new{at}")]

    folded = fold(compare(left, right).rows)

    assert folded.differences == 30
    assert 0 < folded.cut < 30
    assert max(group.number or 0 for group in folded.groups) == 30 - folded.cut
