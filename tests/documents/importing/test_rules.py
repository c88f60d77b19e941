"""Names of files and folders, and what they say."""

import pytest

from docsys.documents.importing import rules
from docsys.documents.importing.rules import Place
from docsys.folders.seed import REFERENCE

PLACES = [
    Place("ZD07", "值班及日常管理"),
    Place("SC01", "值班手册"),
    Place("PZ02", "网络设备配置"),
    Place("HT04", "维保与机房设施"),
]


@pytest.mark.parametrize(
    ("relative", "shown"),
    [
        ("值班/手册.docx".encode(), "值班/手册.docx"),
        ("值班/手册.docx".encode("gb18030"), "值班/手册.docx"),
        (b"a\nb\t\x07.txt", "a\ufffdb\ufffd\ufffd.txt"),
        ("欺\u202e骗.exe".encode(), "欺\ufffd骗.exe"),
    ],
)
def test_a_path_is_shown_in_words_that_can_be_stored(relative, shown):
    assert rules.shown(relative) == shown


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("~$手册.docx", "办公软件的锁文件"),
        (".~lock.手册.odt#", "办公软件的锁文件"),
        (".git", "隐藏文件"),
        ("Thumbs.db", "系统或临时文件"),
        ("DESKTOP.INI", "系统或临时文件"),
        ("手册.TMP", "系统或临时文件"),
        ("手册.docx~", "系统或临时文件"),
        ("手册.docx", None),
    ],
)
def test_what_is_nobodys_document_is_left_out(name, reason):
    assert rules.why_left_out(name) == reason


@pytest.mark.parametrize(
    ("name", "number", "rest"),
    [
        ("JS-2019-023 值班手册.docx", "JS-2019-023", "值班手册.docx"),
        ("ZLW-ZD07-YGZX-003_值班手册_V1.2.docx", "ZLW-ZD07-YGZX-003", "值班手册_V1.2.docx"),
        ("证信办\u30142019\u301512号 关于值班的通知.docx", "证信办\u30142019\u301512号", "关于值班的通知.docx"),
        ("JR-T0099.pdf", "", "JR-T0099.pdf"),
        ("CE12800-SH-1.cfg", "", "CE12800-SH-1.cfg"),
        ("SH-10 核心交换机.cfg", "", "SH-10 核心交换机.cfg"),
        ("值班手册2024-11-02.docx", "", "值班手册2024-11-02.docx"),
        ("JS-2019-023.docx", "JS-2019-023", "JS-2019-023.docx"),
    ],
)
def test_an_old_number_is_known_and_leaves_the_title(name, number, rest):
    found = rules.old_number(name)

    assert (found, rules.without(name, found)) == (number, rest)


@pytest.mark.parametrize(
    ("folders", "name", "into", "code"),
    [
        (["资料", "PZ02_网络"], "x.docx", None, "PZ02"),
        (["资料", "2024年值班手册汇总"], "x.docx", None, "SC01"),
        (["资料", "机房维保合同"], "x.docx", None, "HT04"),
        (["PZ02", "值班手册"], "x.docx", None, "SC01"),
        (["资料"], "ZLW-ZD07-SHFE-001 x.docx", None, "ZD07"),
        (["资料"], "值班手册.docx", None, "SC01"),
        (["资料"], "值班手册.docx", "ZD07", "ZD07"),
        (["值班手册"], "x.docx", "ZD07", "SC01"),
        (["XX99"], "x.docx", None, None),
    ],
)
def test_the_nearest_folder_decides_and_into_where_none_does(folders, name, into, code):
    assert rules.propose(folders, name, PLACES, into) == code


def test_keywords_lead_only_to_folders_that_are_seeded():
    seeded = REFERENCE.read_text("utf-8")

    unknown = {
        code for _word, code in rules.keywords() if f'\n{code[2:]} = "' not in seeded.split(f'code = "{code[:2]}"')[1]
    }

    assert unknown == set()


def test_where_a_file_lay_is_told_by_its_end_if_the_path_is_too_long():
    path = "很长/" * 200 + "手册.docx"

    told = rules.origin(path)

    assert len(told) == rules.REASON_LENGTH
    assert told.startswith(rules.ORIGIN)
    assert told.endswith("手册.docx")
