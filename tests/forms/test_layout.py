"""The print plans: table 19.5 row by row, the continuation sheets, the register."""

import pytest

from docsys.forms.definitions import load_all
from docsys.forms.fitting import fit, halved, lines
from docsys.forms.layout import Filling, Signature, blank, sheets
from docsys.forms.listing import RegisterRow, register
from docsys.forms.shape import DRAFT
from docsys.settings import PACKAGE

CATALOGUE = load_all(PACKAGE.parent / "forms")
BG = CATALOGUE.get("BG")
JC = CATALOGUE.get("JC")

TABLE_19_5 = [
    "变更申请信息",
    "变更申请人",
    "变更名称",
    "变更类型",
    "变更级别",
    "变更原因概述",
    "变更时限",
    "变更实施方案",
    "*变更方案制定人",
    "*变更实施单位",
    "*变更实施时间",
    "*变更影响说明",
    "变更内容",
    "评审人意见",
    "上级领导意见",
    "变更结果评估",
    "变更目标的达成情况",
]


def cells(filling):
    return [cell for row in sheets(BG, filling)[0].rows for cell in row.cells]


def value_beside(filling, label):
    drawn = cells(filling)
    return next(
        drawn[place + 1] for place, cell in enumerate(drawn) if cell.kind == "label" and cell.text.startswith(label)
    )


@pytest.mark.rule("R-15.5.2-1")
def test_page_one_holds_the_printed_rows_in_their_order_and_no_other():
    drawn = [cell.text.replace("\n", "") for cell in cells(blank(BG)) if cell.kind != "value"]

    assert drawn == TABLE_19_5
    assert [cell.note for cell in cells(blank(BG)) if cell.note] == [
        "（变更方案制定人填写，打*号的项目必填）",
        "（变更复核人填写）",
    ]


@pytest.mark.rule("R-15.5.2-1")
def test_the_blank_order_shows_the_printed_defaults():
    shown = {
        label: value_beside(blank(BG), label).text for label in ("变更类型", "变更级别", "*变更影响说明", "变更名称")
    }

    assert shown == {
        "变更类型": "一般",
        "变更级别": "二级",
        "*变更影响说明": "相关系统影响：无\n业务影响：无",
        "变更名称": "",
    }


def test_blank_and_filled_have_the_same_rows_and_heights():
    one, other = sheets(BG, blank(BG))[0].rows, sheets(BG, Filling(BG.sample))[0].rows

    assert [(row.height, len(row.cells)) for row in one] == [(row.height, len(row.cells)) for row in other]


def test_the_time_of_the_change_is_one_line():
    assert value_beside(Filling(BG.sample), "*变更实施时间").text == "2026-11-28（周六）09:00 至 12:00"


def test_a_signature_stands_where_its_step_was_done():
    chen = Signature("网管办", "陈志远", 2026, 11, 24)
    filling = Filling(BG.sample, signatures={"review": chen})

    assert value_beside(filling, "评审人意见").signature == chen
    assert value_beside(filling, "上级领导意见").signature is None
    assert value_beside(filling, "上级领导意见").is_signed


def test_a_long_text_begins_on_page_one_and_stands_in_full_on_the_next_sheet():
    content = "逐台升级核心交换机并核对路由表。" * 60
    first, second, *_ = sheets(BG, Filling({**BG.sample, "content": content}))

    cut = next(cell for row in first.rows for cell in row.cells if cell.text.startswith("逐台升级"))
    assert cut.text.endswith("……（全文见附页）")
    assert cut.is_small
    assert (second.blocks[0].heading, second.blocks[1].rows) == ("变更内容（全文）", ((content,),))


def test_the_continuation_sheet_keeps_room_for_five_rows_and_grows_with_more():
    def steps(count):
        drawn = sheets(BG, Filling({"steps": [{"item": f"第 {n} 步"} for n in range(count)]}))[1]
        return next(block for block in drawn.blocks if block.kind == "table")

    assert [len(steps(count).rows) for count in (0, 2, 5, 7)] == [5, 5, 5, 7]
    assert steps(2).rows[1][:2] == ("2", "第 1 步")


def test_a_register_fills_pages_of_twenty_rows():
    rows = [RegisterRow(f"JC-SHFE-2026-{place:04}", JC.sample) for place in range(1, 22)]

    drawn = register(JC, rows, {})

    assert [len(page) for page in drawn.pages] == [20, 20]
    assert drawn.pages[1][0].cells[:3] == ("21", "JC-SHFE-2026-0021", "周建国")
    assert drawn.pages[1][1].cells == ("",) * len(drawn.columns)
    assert [column.label for column in drawn.columns[:3]] == ["序号", "编号", "人员姓名"]
    assert drawn.columns[-1].label == "陪同人签字"


def test_a_row_with_much_text_takes_the_room_of_several():
    rows = [RegisterRow("JC-SHFE-2026-0001", {**JC.sample, "reason": "核心交换机备件更换及线缆整理" * 5})] * 12

    drawn = register(JC, rows, {})

    assert [sum(line.units for line in page) for page in drawn.pages] == [20] * len(drawn.pages)
    assert drawn.pages[0][0].units > 1


def test_an_empty_register_is_one_blank_page():
    assert [len(page) for page in register(JC, [], {}).pages] == [20]


def test_a_text_that_does_not_fit_becomes_small_before_it_is_cut():
    words = "网络升级" * 13

    assert (fit(words[:20], 136, 9).is_small, fit(words, 136, 9).is_small, fit(words, 136, 9).is_moved) == (
        False,
        True,
        False,
    )
    assert fit(words * 3, 136, 9).is_moved
    assert fit(words * 30, 136, 0).text == words * 30


def test_latin_takes_a_little_more_than_half_the_width():
    assert (lines("路" * 35, 136, 10.5), lines("路" * 36, 136, 10.5), lines("x" * 60, 136, 10.5)) == (1, 2, 1)


@pytest.mark.parametrize(
    ("label", "drawn"),
    [
        ("变更时限", "变更时限"),
        ("三、线路可用性分析", "三、线路可\n用性分析"),
        ("供应商（施工单位）", "供应商\n（施工单位）"),
        ("变更目标的\n达成情况", "变更目标的\n达成情况"),
    ],
)
def test_a_long_label_is_broken_where_no_letter_stands_alone(label, drawn):
    assert halved(label, 34) == drawn


def test_a_short_text_that_grew_is_set_small_so_that_its_row_keeps_its_height():
    order = CATALOGUE.get("BT")

    filled = sheets(order, Filling({"change_number": "BG-2026-0001", "name": "核心交换机软件版本升级与割接"}))

    pairs = next(block for block in filled[0].blocks if block.kind == "pairs")
    assert (pairs.tight, {len(row) for row in pairs.rows}, pairs.share) == ((0,), {4}, 20)
    assert all(block.tight == () for block in sheets(order, blank(order))[0].blocks)


@pytest.mark.parametrize("form", CATALOGUE, ids=lambda form: form.code)
def test_a_blank_form_says_nothing_for_those_who_come_after_its_writer(form):
    """What a step proposes on the screen, 同意 or 记录完整, is not printed before anybody has thought so."""
    assert {form.stage_of(name) for name in blank(form).values} <= {DRAFT}
