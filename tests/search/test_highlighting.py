"""Snippets: what is marked, and how it reads."""

from docsys.search.highlighting import GAP, marked, marks, opening, snippet


def test_only_the_needle_is_marked_not_each_of_its_pairs() -> None:
    assert marked("信息系统与系统信息", ["信息系统"]) == [("信息系统", True), ("与系统信息", False)]


def test_places_that_overlap_are_one() -> None:
    assert marks("变更单变", ["变更", "更单"]) == [(0, 3)]


def test_marks_lie_in_the_original_whatever_stands_between() -> None:
    text = "按 国標執\n行 5㎡"

    assert marked(text, ["国标执行", "m2"]) == [("按 ", False), ("国標執\n行", True), (" 5", False), ("㎡", True)]


def test_a_snippet_shows_the_surroundings_and_counts_page_ends() -> None:
    text = "前" * 100 + "\f" + "中" * 100 + "\f目标词" + "后" * 100

    segments, ends = snippet(text, ["目标词"], 2)

    assert (segments, ends) == ([("中" * 29, False), ("目标词", True), ("后" * 30, False)], 2)


def test_far_places_are_two_fragments_with_a_gap() -> None:
    segments, _ = snippet("甲词" + "隔" * 300 + "乙词", ["甲词", "乙词"], 2)

    assert [segment for segment in segments if segment[1] or segment == GAP] == [("甲词", True), GAP, ("乙词", True)]


def test_without_a_place_the_text_is_shown_from_its_beginning() -> None:
    assert snippet("值 班\n手册", ["无此词"], 2) == ([("值班手册", False)], 0)
    assert opening("") == []


def test_a_title_keeps_its_spaces_and_a_snippet_loses_those_of_a_broken_line() -> None:
    assert marked("SH-2 节点 核心交换机", ["核心"]) == [("SH-2 节点 ", False), ("核心", True), ("交换机", False)]
    assert snippet("自 SH-2 节点\n核心", ["核心"], 1)[0] == [("自 SH-2 节点", False), ("核心", True)]
