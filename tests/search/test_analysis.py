"""Folding and tokens: what decides what is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsys.search.analysis import PairTokenizer, fold, folded, needle_tokens, pairs, prefix_token
from tests.search.factories import wide


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("值班\n员 应  当", "值班员应当"),
        ("第三条\r\n\f　备份", "第三条备份"),
        (f"{wide('SH-1')} {wide('V2')}", "sh-1 v2"),
        ("GB/T 22239 标准", "gb/t 22239标准"),
        ("證聯網運維", "证联网运维"),
        ("關於變更後的處理", "关于变更后的处理"),
        ("⽤⼾⻋⻔", "用户车门"),
        ("零宽\u200b空格\ufeff和软\u00ad连字", "零宽空格和软连字"),
        ("Straße", "strasse"),
        ("著作权 乾隆", "著作权乾隆"),
        ("第①条 5㎡", "第1条5m2"),
    ],
)
def test_text_folds_to_one_form_on_both_sides(text: str, expected: str) -> None:
    assert folded(text) == expected


def test_a_blank_stays_only_between_latin_words() -> None:
    assert folded("show  version，查看 CPU 占用") == "show version,查看cpu占用"


def test_every_two_neighbours_make_a_token_and_the_last_stands_alone() -> None:
    assert pairs("值班员") == ["值班", "班员", "员"]


def test_signs_become_full_width_so_that_no_query_syntax_sees_them() -> None:
    assert pairs('a"-') == ["a" + wide('"'), wide('"-'), wide("-")]
    assert prefix_token("'") == wide("'")


def test_a_needle_asks_for_its_pairs_side_by_side() -> None:
    assert needle_tokens("sh-1") == ["sh", "h" + wide("-"), wide("-") + "1"]


def test_a_span_leads_back_to_the_original() -> None:
    text = "关于 5㎡ 机\n房"
    made = fold(text)
    place = made.text.index("m2机房")

    start, end = made.span(place, place + 4)

    assert text[start:end] == "㎡ 机\n房"


def test_the_tokenizer_gives_whoosh_places_in_the_original() -> None:
    tokens = [
        (token.text, token.pos, token.startchar, token.endchar)
        for token in PairTokenizer()("机 房", positions=True, chars=True)
    ]

    assert tokens == [("机房", 0, 0, 3), ("房", 1, 2, 3)]


@given(st.text(), st.text(), st.text())
def test_folding_a_piece_gives_a_piece_of_the_folded_text(before: str, piece: str, after: str) -> None:
    """What makes the index exact: a needle copied out of a text is found in it."""
    if any(0x300 <= ord(character) < 0x370 or not character.isprintable() for character in piece + after):
        return
    assert folded("甲" + piece + "乙") in folded(before + "甲" + piece + "乙" + after)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert len(fold(text).text) == len(fold(text).places)
    assert "\n" not in folded(text)
