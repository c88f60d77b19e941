"""Folders are found by code, by name, and by the first letters of the pinyin."""

import pytest

from docsys.catalogue.narrowing import narrowed
from docsys.catalogue.queries import Node
from docsys.folders.models import Folder


def node(code, name, *nodes):
    return Node(Folder(code=code, name=name), 0, nodes)


TREE = (
    node("ZD", "技术制度及流程类", node("ZD07", "值班及日常管理")),
    node("SC", "技术手册类", node("SC01", "值班手册"), node("SC02", "运维操作手册", node("SC0201", "交换机"))),
)


def codes(nodes):
    return [one.folder.code for top in nodes for one in top.walk()]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["ZD", "ZD07", "SC", "SC01", "SC02", "SC0201"]),
        ("值班", ["ZD", "ZD07", "SC", "SC01"]),
        ("sc01", ["SC", "SC01"]),
        ("ywcz", ["SC", "SC02", "SC0201"]),
        ("jhj", ["SC", "SC02", "SC0201"]),
        ("值班 手册", ["SC", "SC01"]),
        ("没有", []),
    ],
)
def test_what_is_meant_stays_with_what_is_above_and_below_it(words, found):
    assert codes(narrowed(TREE, words)) == found
