"""What may stand in the tables, and how two versions of one differ."""

from pathlib import Path

import pytest

from docsys.references import rules
from docsys.references.rules import Difference, Table
from docsys.references.seed import shipped

ROWS = {which: rules.as_rows(shipped()[which.value]) for which in Table}
NODES, ROOMS, CONTACT = ROWS[Table.NODES], ROWS[Table.ROOMS], ROWS[Table.CONTACT]


@pytest.mark.rule("R-19-1")
def test_what_is_shipped_is_in_order_and_reads_as_the_rulebook():
    printed = "".join(Path("docsys/demo/texts/rulebook.md").read_text("utf-8").split())

    assert [rules.tidy(which, ROWS[which]) == ROWS[which] for which in Table] == [True] * 3
    assert rules.problems(Table.CONTACT, CONTACT, ()) == []
    assert rules.problems(Table.ROOMS, ROOMS, NODES) == []
    assert rules.problems(Table.NODES, NODES, ROOMS) == []
    cells = {cell for rows in ROWS.values() for row in rows for cell in row}
    assert [cell for cell in cells if "".join(cell.split()) not in printed] == []


def test_rows_are_tidied():
    typed = [["上交所", " 外高桥  机房 ", "sh-1, SH-2、sz-1"], ["", " ", ""]]

    assert rules.tidy(Table.ROOMS, typed) == (("上交所", "外高桥 机房", "SH-1，SH-2，SZ-1"),)
    assert rules.tidy(Table.NODES, [["xa-1", "西安", "地址"]]) == (("XA-1", "西安", "地址"),)


@pytest.mark.parametrize(
    ("which", "rows", "other", "said"),
    [
        (Table.CONTACT, CONTACT[1:], (), ["19.1 的项目固定为地址、邮编、证联网运管中心服务热线、传真、电子邮件。"]),
        (Table.CONTACT, ((*CONTACT[0][:1], ""), *CONTACT[1:]), (), ["第 1 行没有填写“内容”。"]),
        (Table.ROOMS, (), NODES, ["表中至少要有一行。"]),
        (Table.ROOMS, ROOMS * 26, NODES, ["最多 200 行。"]),
        (
            Table.ROOMS,
            (("易盛", "新机房", "ZZ-1，XA-1"),),
            NODES,
            ["第 1 行的节点 XA-1 不在表 19.3 中，请先在表 19.3 中增加该接入点。"],
        ),
        (Table.ROOMS, (("易盛", "机房", "ZZ-1，ZZ-1"),), NODES, ["第 1 行的节点有重复。"]),
        (Table.ROOMS, (("易盛", "机房", ""),), NODES, ["第 1 行没有填写“接入证联网节点”。"]),
        (Table.ROOMS, (ROOMS[0], ROOMS[0]), NODES, ["第 2 行与第 1 行重复：上交所 上海外高桥证券技术大厦机房。"]),
        (Table.NODES, (*NODES, NODES[0]), ROOMS, ["第 13 行与第 1 行重复：BJ-1。"]),
        (Table.NODES, (("BJ-1", "名" * 201, "址"),), (), ["第 1 行的“接入点名称”超过 200 字。"]),
        (
            Table.NODES,
            (("北京1", "名", "址"),),
            (),
            ["第 1 行的接入点“北京1”应为两个大写字母、连字符和数字，例如 SH-1。"],
        ),
        (
            Table.NODES,
            tuple(row for row in NODES if row[0] != "BJ-2"),
            ROOMS,
            ["表 19.2 第 7 行（北京国际信息港机房）仍接入 BJ-2，请先更改表 19.2。"],
        ),
    ],
)
def test_what_cannot_be_kept_is_named(which, rows, other, said):
    assert rules.problems(which, rows, other) == said


def test_two_versions_are_compared_row_by_row():
    first, second, third = NODES[:3]
    renamed, added = (first[0], "新名称", first[2]), ("XA-1", "西安", "地址")

    found = rules.compare(Table.NODES, (first, second, third), (added, third, renamed))

    assert found == [
        Difference("删除", second, ()),
        Difference("新增", (), added),
        Difference("更改", first, renamed),
        Difference("移动", third, third),
    ]
    assert rules.counted(found) == "新增 1 行、删除 1 行、更改 1 行、移动 1 行"
    assert rules.compare(Table.NODES, NODES, NODES) == []
