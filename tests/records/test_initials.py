"""What is found by the letters that its pinyin begins with."""

import pytest

from docsys.records.initials import matches, rank


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("zm", "赵敏"),
        ("ZM", "赵敏"),
        ("zhaom", "赵敏"),
        ("zhaomi", "赵敏"),
        ("zhaomin", "赵敏"),
        ("敏", "赵敏"),
        ("sl", "单立"),
        ("dl", "单立"),
        ("sn", "孙宁"),
        ("hxjhj", "SH-2 节点核心交换机配置基线"),
        ("sh-2", "SH-2 节点核心交换机配置基线"),
        ("sh-2 pzjx", "SH-2 节点核心交换机配置基线"),
        ("", "赵敏"),
    ],
)
def test_words_letters_and_syllables_find(words, text):
    assert matches(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [("zmm", "赵敏"), ("mz", "赵敏"), ("zhaoq", "赵敏"), ("z m x", "赵敏"), ("zm", ""), ("赵m", "赵敏")],
)
def test_others_do_not(words, text):
    assert not matches(words, text)


def test_one_of_several_texts_is_enough_and_the_beginning_comes_first():
    assert matches("zm li", "赵敏", "lijing")
    assert [rank("l", text) for text in ("李静", "王丽", "lijing")] == [0, 1, 0]
