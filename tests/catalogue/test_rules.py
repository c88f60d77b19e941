"""Entry = folder = file (4.3.4（二）), over plain values."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsys.catalogue.rules import Defect, DefectKind, Disk, Entry, Library, compare

ROOT = "现行库"
ZD, ZD07 = f"{ROOT}/01_ZD_制度", f"{ROOT}/01_ZD_制度/ZD07_值班"
NUMBER = "ZLW-ZD07-YGZX-001"
HOME = f"{ZD07}/{NUMBER}_值班手册"
MAIN = f"{NUMBER}_V1.0_值班手册.docx"
SHA = {f"{HOME}/{MAIN}": "one"}
LIBRARY = Library({ZD: "ZD", ZD07: "ZD07"}, (Entry(NUMBER, HOME, f"{HOME}/{MAIN}"),), SHA)
KNOWN = (MAIN, "元数据.json", f"{NUMBER}_V1.0_标识版.pdf", f"{NUMBER}_V1.0_属性页.pdf")
TREE = {
    ROOT: (("01_ZD_制度",), ("00_目录.csv", "00_目录.pdf")),
    ZD: (("ZD07_值班",), ("00_目录.csv", "00_目录_ZD07.pdf")),
    ZD07: ((f"{NUMBER}_值班手册",), ()),
    HOME: ((), KNOWN),
}

pytestmark = pytest.mark.rule("R-4.3.4-6")


def found(tree, library=LIBRARY, hashes=SHA):
    return [
        (one.kind.value, one.number, one.path)
        for one in compare(library, Disk(tree), lambda path: hashes.get(path, "?"))
    ]


def changed(**directories):
    """The tree with some directories replaced; None takes one away."""
    names = {"root": ROOT, "zd": ZD, "zd07": ZD07, "home": HOME}
    tree = {**TREE, **{names.get(key, key): value for key, value in directories.items()}}
    return {path: value for path, value in tree.items() if value is not None}


def moved(target):
    """The tree with the document's folder at `target`, a path below ZD07 or ZD."""
    parent, _, name = target.rpartition("/")
    tree = changed(home=None, zd07=((), ()))
    below, files = tree[parent]
    return {**tree, parent: ((*below, name), files), target: TREE[HOME]}


def test_a_library_in_order_has_no_defect():
    assert found(TREE) == []


def test_a_an_entry_without_its_folder():
    assert found(changed(home=None, zd07=((), ()))) == [("a", NUMBER, HOME)]


def test_a_a_folder_of_the_directory_is_not_on_disk():
    library = replace(LIBRARY, entries=(), files={})

    assert found(changed(zd=((), ()), zd07=None, home=None), library) == [("a", "ZD07", ZD07)]


def test_a_of_a_lost_branch_the_top_alone_is_named():
    library = replace(LIBRARY, entries=(), files={})

    assert found({ROOT: ((), ())}, library) == [("a", "ZD", ZD)]


@pytest.mark.parametrize(("name", "number"), [("ZLW-ZD07-YGZX-009_无人认领", "ZLW-ZD07-YGZX-009"), ("新建文件夹", "")])
def test_b_a_folder_without_entry(name, number):
    tree = changed(zd07=((f"{NUMBER}_值班手册", name), ()), **{f"{ZD07}/{name}": ((), ("文件.txt",))})

    assert found(tree) == [("b", number, f"{ZD07}/{name}")]


def test_b_a_copy_of_the_folder_beside_the_right_one():
    copy = f"{ZD}/{NUMBER}_值班手册"
    tree = changed(zd=(("ZD07_值班", f"{NUMBER}_值班手册"), ()), **{copy: TREE[HOME]})

    assert found(tree) == [("b", NUMBER, copy)]


def test_c_the_approved_file_is_missing():
    assert found(changed(home=((), KNOWN[1:]))) == [("c", NUMBER, f"{HOME}/{MAIN}")]


def test_d_a_file_that_no_row_knows():
    assert found(changed(home=((), (*KNOWN, "草稿.txt")))) == [("d", NUMBER, f"{HOME}/草稿.txt")]


def test_d_a_file_beside_the_folders_of_documents():
    assert found(changed(zd07=((f"{NUMBER}_值班手册",), ("散件.docx",)))) == [("d", "", f"{ZD07}/散件.docx")]


def test_e_a_second_file_of_the_approved_pattern():
    second = f"{NUMBER}_V1.1_值班手册.docx"

    assert found(changed(home=((), (*KNOWN, second)))) == [("e", NUMBER, f"{HOME}/{second}")]


def test_f_the_folder_was_moved_elsewhere_by_hand():
    there = f"{ZD}/{NUMBER}_值班手册"

    assert found(moved(there), hashes={f"{there}/{MAIN}": "one"}) == [("f", NUMBER, there)]


def test_g_the_folder_has_another_name():
    there = f"{ZD07}/{NUMBER}_改过的名字"

    assert found(moved(there), hashes={f"{there}/{MAIN}": "one"}) == [("g", NUMBER, there)]


def test_g_the_file_has_another_name_and_the_same_bytes():
    other = f"{HOME}/手册最终版.docx"

    assert found(changed(home=((), (*KNOWN[1:], "手册最终版.docx"))), hashes={other: "one"}) == [("g", NUMBER, other)]


def test_h_the_bytes_are_not_those_of_the_row():
    assert found(TREE, hashes={f"{HOME}/{MAIN}": "two"}) == [("h", NUMBER, f"{HOME}/{MAIN}")]


def test_a_document_on_paper_has_a_folder_without_file():
    library = replace(LIBRARY, entries=(Entry(NUMBER, HOME, None),), files={})

    assert found(changed(home=((), ("元数据.json",))), library) == []


def test_attachments_are_known_by_their_rows():
    path = f"{HOME}/附件/{NUMBER}-F01_拓扑图.png"
    library = replace(LIBRARY, files={**SHA, path: "two"})
    tree = changed(home=(("附件",), KNOWN), **{f"{HOME}/附件": ((), (f"{NUMBER}-F01_拓扑图.png", "散图.png"))})

    assert found(tree, library, {**SHA, path: "two"}) == [("d", NUMBER, f"{HOME}/附件/散图.png")]


OLD = "历史版本/ZLW-ZD07-YGZX-001_值班手册"
OLD_FILE = f"{OLD}/ZLW-ZD07-YGZX-001_V0.9_值班手册.docx"
WITH_OLD = replace(LIBRARY, files={**SHA, OLD_FILE: "old"})
TREE_WITH_OLD = {
    **TREE,
    "历史版本": (("ZLW-ZD07-YGZX-001_值班手册",), ()),
    OLD: ((), (OLD_FILE.rpartition("/")[2], f"{NUMBER}_V0.9_标识版.pdf")),
}
HASHES = {**SHA, OLD_FILE: "old"}


def test_superseded_files_are_checked_too():
    assert found(TREE_WITH_OLD, WITH_OLD, HASHES) == []
    assert found(TREE_WITH_OLD, WITH_OLD, SHA) == [("h", NUMBER, OLD_FILE)]


def test_a_lost_superseded_file():
    assert found({**TREE_WITH_OLD, OLD: ((), ())}, WITH_OLD) == [("c", NUMBER, OLD_FILE)]


def test_what_lies_in_a_store_without_a_row_and_an_empty_folder_is_nothing():
    drafts = {"草稿库": (("别人的", "空的"), ()), "草稿库/别人的": ((), ("文.txt",)), "草稿库/空的": ((), ())}

    assert found({**TREE_WITH_OLD, **drafts}, WITH_OLD, HASHES) == [("b", "", "草稿库/别人的")]


def test_a_strange_file_beside_a_superseded_one():
    tree = {**TREE_WITH_OLD, OLD: ((), (*TREE_WITH_OLD[OLD][1], "备份.docx"))}

    assert found(tree, WITH_OLD, HASHES) == [("d", NUMBER, f"{OLD}/备份.docx")]


def test_a_line_says_what_to_do():
    line = compare(LIBRARY, Disk(moved(f"{ZD07}/{NUMBER}_旧名")), lambda _path: "one")

    assert line == [
        Defect(DefectKind.WRONG_NAME, NUMBER, f"{ZD07}/{NUMBER}_旧名", f"文件夹名称应为“{NUMBER}_值班手册”。", HOME)
    ]


@given(st.lists(st.text("ab_V.10", min_size=1, max_size=6), unique=True, max_size=5))
def test_each_strange_file_is_named_exactly_once(names):
    tree = changed(home=((), (*KNOWN, *names)))

    assert sorted(path for _kind, _number, path in found(tree)) == sorted(f"{HOME}/{name}" for name in names)
