"""Where two texts differ: paragraphs, then words and characters; bounded whatever the texts."""

from hypothesis import given
from hypothesis import strategies as st

from docsys.documents.comparing import differences
from docsys.documents.comparing.differences import Kind, Piece, compare, differing, within
from docsys.documents.comparing.folding import fold


def kinds(left, right):
    return [row.kind.value for row in compare(left, right).rows]


def test_equal_texts_have_no_difference():
    found = compare(["甲", "乙"], ["甲", "乙"])

    assert found.total == 0
    assert [row.kind for row in found.rows] == [Kind.SAME, Kind.SAME]


def test_a_paragraph_put_in_is_added_and_moves_no_other():
    assert kinds(["第一条", "第三条"], ["第一条", "第二条 新", "第三条"]) == ["same", "added", "same"]


def test_a_paragraph_taken_out_is_removed():
    assert kinds(["第一条", "第二条 旧", "第三条"], ["第一条", "第三条"]) == ["same", "removed", "same"]


def test_a_paragraph_that_became_another_is_changed_and_stands_beside_it():
    row = compare(["值班电话为 83141985，二十四小时有人值守。"], ["值班电话为 83141986，二十四小时有人值守。"]).rows[0]

    assert row.kind is Kind.CHANGED
    assert [piece for piece in row.left if piece.differs] == [Piece("83141985", differs=True)]
    assert [piece for piece in row.right if piece.differs] == [Piece("83141986", differs=True)]
    assert (row.left_number, row.right_number) == (1, 1)


def test_of_chinese_the_characters_that_changed_are_marked_and_not_the_sentence():
    left, right = within("运管中心应每季度检查一次", "运管中心应每月检查一次")

    assert [piece.text for piece in left if piece.differs] == ["季度"]
    assert [piece.text for piece in right if piece.differs] == ["月"]


def test_addresses_and_versions_are_words():
    left, right = within("网关 10.1.2.3 固件 V1.9", "网关 10.1.2.30 固件 V1.10")

    assert [piece.text for piece in right if piece.differs] == ["10.1.2.30", "V1.10"]
    assert "".join(piece.text for piece in left) == "网关 10.1.2.3 固件 V1.9"


def test_what_is_nothing_alike_is_one_removed_and_one_added():
    assert kinds(["机房温度每小时记录"], ["Backup nightly to tape"]) == ["removed", "added"]


def test_a_paragraph_finds_the_most_alike_of_those_put_in_its_place():
    found = compare(["值班人员每日巡检机房两次并记录。"], ["新增：夜间加巡。", "值班人员每日巡检机房三次并记录。"])

    assert [row.kind.value for row in found.rows] == ["added", "changed"]


def test_repeated_lines_stay_in_their_order():
    left = ["no shutdown", "!", "interface 1", "!", "no shutdown", "!"]

    assert kinds(left, [*left[:3], "ip address 10.0.0.1", *left[3:]]) == [*["same"] * 3, "added", *["same"] * 3]


def test_blocks_beyond_the_limits_are_told_whole_and_it_is_said(monkeypatch):
    monkeypatch.setattr(differences, "MOST_AT_ONCE", 4)

    found = compare(["甲甲", "乙乙", "甲甲", "丙丙"], ["丁丁", "戊戊", "丁丁"])

    assert found.rough
    assert found.counts == {Kind.REMOVED: 4, Kind.ADDED: 3}


def test_a_paragraph_beyond_the_limits_is_marked_as_a_whole(monkeypatch):
    monkeypatch.setattr(differences, "MOST_TOKENS", 3)

    left, right = within("第一条 甲乙丙丁", "第一条 丁丙乙戊")

    assert left == (Piece("第一条 "), Piece("甲乙丙丁", differs=True))
    assert right == (Piece("第一条 "), Piece("丁丙乙戊", differs=True))


def test_a_large_block_of_as_many_paragraphs_is_matched_as_they_come(monkeypatch):
    monkeypatch.setattr(differences, "MOST_ALIGNED", 1)

    assert kinds(["机房温度二十度", "每日巡检两次"], ["机房温度二二度", "夜间不再值班"]) == [
        "changed",
        "removed",
        "added",
    ]


def test_counts_alone_are_quick_for_texts_of_any_size():
    assert differing(["甲", "乙", "乙"], ["乙", "丙"]) == (2, 1)


texts = st.lists(st.sampled_from(["甲", "乙", "丙丙丙", "丙丙丁", "V1.9 版", "V1.10 版", "no shut"]), max_size=12)


@given(texts, texts)
def test_either_side_reads_as_it_was_written(left, right):
    rows = compare(left, right).rows

    assert ["".join(p.text for p in row.left) for row in rows if row.left_number] == left
    assert ["".join(p.text for p in row.right) for row in rows if row.right_number] == right
    assert [row.left_number for row in rows if row.left_number] == list(range(1, len(left) + 1))
    assert [row.right_number for row in rows if row.right_number] == list(range(1, len(right) + 1))
    assert all(row.left == row.right for row in rows if row.kind is Kind.SAME)


@given(texts, texts)
def test_folding_loses_no_row_and_numbers_every_difference(left, right):
    rows = compare(left, right).rows
    folded = fold(rows)

    assert [row for group in folded.groups for row in group.rows] == rows
    assert [group.number for group in folded.groups if group.number] == list(range(1, folded.differences + 1))
