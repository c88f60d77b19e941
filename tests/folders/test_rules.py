import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsys.errors import InvalidInput
from docsys.folders import rules
from docsys.folders.rules import CategoryFixed, FolderClosed, TooDeep, TooManySiblings


@pytest.mark.parametrize(
    ("parent", "taken", "code"),
    [
        ("ZD", [], "ZD01"),
        ("ZD", ["ZD00"], "ZD01"),
        ("ZD", ["ZD00", "ZD07", "ZD03"], "ZD08"),
        ("ZD07", [], "ZD0701"),
        ("ZD0701", ["ZD070109"], "ZD070110"),
        ("ZD", ["ZD98"], "ZD99"),
    ],
)
@pytest.mark.rule("N-3.2-2")
def test_a_child_takes_the_code_after_the_last(parent, taken, code):
    assert rules.child_code(parent, taken) == code


@pytest.mark.rule("R-4.3.4-2")
def test_a_fifth_level_is_refused():
    with pytest.raises(TooDeep) as refusal:
        rules.child_code("ZD070102", [])

    assert refusal.value.sentence == (
        "不符合 4.3.4（一）：“ZD070102”已是第 4 级文件夹，其下不能再建。请在它的上级文件夹中建立同级文件夹。"
    )


def test_a_hundredth_sibling_is_refused():
    """A gap is not filled: a code is never used again (3.1)."""
    with pytest.raises(TooManySiblings, match="已用至 99"):
        rules.child_code("ZD", ["ZD99"])


def test_ancestors_run_from_the_category_down():
    assert rules.ancestors("ZD070102") == ["ZD", "ZD07", "ZD0701", "ZD070102"]
    assert [rules.depth_of(code) for code in rules.ancestors("ZD070102")] == [1, 2, 3, 4]


def test_a_name_is_trimmed_and_composed():
    assert rules.check_name(" cafe\u0301 记录 ") == "caf\u00e9 记录"
    assert rules.check_name("名" * 60) == "名" * 60


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "名" * 61,
        ".隐藏",
        "末尾.",
        *(f"甲{char}乙" for char in rules.FORBIDDEN),
        "甲\n乙",
        "甲\u202e乙",
        "甲\u200b乙",
    ],
)
def test_a_name_that_no_disk_takes_is_refused(name):
    with pytest.raises(InvalidInput) as refusal:
        rules.check_name(name)

    assert list(refusal.value.fields) == ["name"]


def test_a_name_is_used_once_below_one_folder():
    with pytest.raises(InvalidInput) as refusal:
        rules.check_name("vpn 策略", ["VPN 策略"])

    assert refusal.value.fields == {"name": ["同一上级下已有名为“vpn 策略”的文件夹，请换一个名称。"]}


def test_a_category_is_neither_renamed_nor_deleted():
    with pytest.raises(CategoryFixed, match=r"不符合 4\.2\.2：“技术手册类”是细则规定的文档类别，不能删除"):
        rules.check_category_kept(1, "技术手册类", "删除")


def test_nothing_is_made_below_a_closed_folder():
    rules.check_open("ZD07", closed=False)
    with pytest.raises(FolderClosed, match="“ZD07”已停用"):
        rules.check_open("ZD07", closed=True)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("运管中心值班手册", "运管中心值班手册"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("..", "_"),
        ("", "_"),
        (".hidden", "hidden"),
        ("名称. .", "名称"),
        ("甲\u202e乙\x00丙\u200b\t丁", "甲乙丙 丁"),
        ("cafe\u0301", "caf\u00e9"),
        ("../../etc/passwd", "_.._etc_passwd"),
    ],
)
def test_a_part_of_a_path_is_made_safe(text, part):
    assert rules.path_part(text, 120) == part


def test_a_part_is_cut_between_characters():
    assert rules.path_part("值班手册", 8) == "值班"
    assert rules.path_part("值班 手册", 7) == "值班"


@given(st.text(), st.integers(4, 255))
def test_every_part_is_safe_whatever_is_typed(text, max_bytes):
    part = rules.path_part(text, max_bytes)

    assert 0 < len(part.encode()) <= max_bytes
    assert not set(part) & set(rules.FORBIDDEN)
    assert not part.startswith(".")
    assert not part.endswith((".", " "))
    assert unicodedata.is_normalized("NFC", part)
    assert not {unicodedata.category(char) for char in part} & rules.UNPRINTABLE
    assert rules.path_part(part, max_bytes) == part


@pytest.mark.rule("N-3.2-2")
def test_the_first_directory_bears_the_ordinal():
    chain = [("ZD", "技术制度及流程类", 1), ("ZD07", "值班及日常管理", 1)]

    assert rules.directory(chain) == "现行库/01_ZD_技术制度及流程类/ZD07_值班及日常管理"
    assert rules.directory(chain[:1]) == "现行库/01_ZD_技术制度及流程类"


@pytest.mark.rule("N-3.2-2")
def test_the_one_order_compares_sequences_as_integers_and_undated_first():
    keys = [
        rules.sort_key(1, "ZD07", None, 2, 9),
        rules.sort_key(1, "ZD07", None, 2, 10),
        rules.sort_key(1, "ZD0701", None, 1, 1),
        rules.sort_key(4, "HT01", 2025, 1, 7),
        rules.sort_key(4, "HT01", 2026, 1, 1),
    ]

    assert sorted([*keys[2:], *keys[:2]]) == keys


def test_every_kind_has_its_word():
    assert [kind.label for kind in rules.FolderKind] == ["受控文件", "记录"]
