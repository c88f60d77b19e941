"""The query language: closed, quick, and never an exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docsys.search.query import (
    MOST_TERMS,
    NOTHING,
    SHORT_PREFIX,
    TOO_DEEP,
    TOO_LONG,
    TOO_MANY,
    Either,
    Every,
    Field,
    Node,
    Not,
    Parsed,
    Term,
    parse,
    terms,
)


def word(needle: str, field: Field = Field.ANY) -> Term:
    return Term(field, needle)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("值班", word("值班")),
        ("值班 备份", Every((word("值班"), word("备份")))),
        ("值班　备份", Every((word("值班"), word("备份")))),
        ('"值班 备份"', word("值班备份")),
        ("“值班备份”", word("值班备份")),
        ("值班 -废止", Every((word("值班"), Not(word("废止"))))),
        ("值班 －废止", Every((word("值班"), Not(word("废止"))))),
        ('-"临时 方案"', Not(word("临时方案"))),
        ("甲 OR 乙", Either((word("甲"), word("乙")))),
        ("甲 AND 乙", Every((word("甲"), word("乙")))),
        ("(甲 OR 乙) 丙", Every((Either((word("甲"), word("乙"))), word("丙")))),
        ("标题:手册", word("手册", Field.TITLE)),
        ("标题：手册", word("手册", Field.TITLE)),
        ("编号: ZLW-ZD07", word("zlw-zd07", Field.NUMBER)),
        ('作者:"张 三" 类别:ZD07', Every((word("张三", Field.AUTHOR), word("zd07", Field.CATEGORY)))),
        ("SH-1 10.1.2.3", Every((word("sh-1"), word("10.1.2.3")))),
        ("10:30", word("10:30")),
        ("备注:无", word("备注:无")),
        ("管理办法(试行)", word("管理办法(试行)")),
        ("運管*", word("运管")),
        ("a*b", word("a*b")),
    ],
)
def test_what_is_typed_is_what_is_meant(text: str, node: Node) -> None:
    assert parse(text).node == node


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", NOTHING),
        ('""', NOTHING),
        ("((()))", NOTHING),
        ("\u200b", NOTHING),
        ("长" * 257, TOO_LONG),
        (" ".join("甲" for _ in range(MOST_TERMS + 1)), TOO_MANY),
        ("(" * 17 + "甲" + ")" * 17, TOO_DEEP),
    ],
)
def test_what_cannot_be_sought_is_answered_by_a_sentence(text: str, message: str) -> None:
    assert parse(text) == Parsed(None, message)


def test_a_short_prefix_is_taken_as_a_word_and_says_so() -> None:
    assert parse("运*") == Parsed(word("运"), SHORT_PREFIX)


@pytest.mark.parametrize("text", ['"值班', "OR", "-", "甲 OR", "~ ^ [a TO z]", "x~9", "?*?*?*z", "标题:", "NOT NOT 甲"])
def test_odd_signs_are_plain_words(text: str) -> None:
    assert parse(text).node is not None


@settings(max_examples=1500, deadline=None)
@given(
    st.text(max_size=300) | st.text(alphabet='甲a1 "()-*?:~^[]{}\\/标题编号作者类别：“”OR AND NOT\t\n', max_size=256)
)
def test_no_query_raises_or_means_more_than_it_may(text: str) -> None:
    parsed = parse(text)

    assert (parsed.node is None) <= bool(parsed.message)
    assert parsed.node is None or 1 <= sum(1 for _ in terms(parsed.node)) <= MOST_TERMS
    assert all(term.needle for term in (terms(parsed.node) if parsed.node else ()))
