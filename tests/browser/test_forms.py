"""Forms filled in with ease: a block of a spreadsheet goes into rows, people and records are found by initials, by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.desks import Desk, Room

pytestmark = pytest.mark.browser

PASTE = """(one, text) => {
  const carried = new DataTransfer();
  carried.setData("text/plain", text);
  one.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""
HEAD = "序号\t操作项\t操作人\t检查人\t计划开始\t计划结束\r\n"


def steps(count: int) -> str:
    """A block as a spreadsheet copies it: heads, a counting column, one cell of two lines in quotes."""
    lines = (
        f'{place}\t"第 {place} 步：切换\n核对 ""主用"" 状态"\t王军\t陈志远\t2026/11/28 09:{place:02}\t2026/11/28 10:{place:02}\r\n'
        for place in range(1, count + 1)
    )
    return HEAD + "".join(lines)


def cell(desk: Desk, place: int, column: str) -> Locator:
    return desk.page.locator(f"[name=steps-{place}-{column}]")


@pytest.fixture
def author(room: Room) -> Desk:
    author = room.desk("wangjun")
    author.open("/forms/BG/")
    author.press(re.compile("新建变更单"), says="已起草")
    return author


def test_thirty_steps_of_a_spreadsheet_become_thirty_rows_of_the_change_order(author: Desk):
    cell(author, 0, "item").evaluate(PASTE, steps(30))

    author.sees("已粘贴 30 行，其中新增 29 行。")
    expect(cell(author, 29, "item")).to_have_value('第 30 步：切换\n核对 "主用" 状态')
    expect(cell(author, 29, "end")).to_have_value("2026/11/28 10:30")
    expect(cell(author, 30, "item")).to_have_value("")

    author.press("保存草稿", says="草稿已保存")
    author.page.reload()
    expect(cell(author, 29, "operator")).to_have_value("王军（wangjun）")
    expect(cell(author, 29, "start")).to_have_value("2026-11-28 09:30")
    expect(cell(author, 30, "item")).to_have_value("")
    author.shot("pasted-steps")


def test_a_block_that_does_not_fit_is_refused_whole(author: Desk):
    cell(author, 0, "item").evaluate(PASTE, steps(301))

    author.sees("“变更操作步骤”最多 300 行：从第 1 行起粘贴 301 行，超出 1 行，未粘贴。请减少行数，或分填几张表单。")
    cell(author, 0, "start").evaluate(PASTE, "2026-11-28 09:00\t2026-11-28 10:00\t张三\n")
    author.sees("从这一格起只有 2 列，复制的内容有 3 列，未粘贴。请从第一列粘贴，或只复制需要的列。")
    expect(cell(author, 0, "item")).to_have_value("")
    expect(cell(author, 0, "start")).to_have_value("")


def test_one_column_is_pasted_from_its_cell_down_and_lines_of_a_text_stay_lines(author: Desk):
    cell(author, 0, "operator").evaluate(PASTE, "王军\n李强\n")

    author.sees("已粘贴 2 行，其中新增 1 行。")
    expect(cell(author, 1, "operator")).to_have_value("李强")
    assert cell(author, 0, "item").evaluate(PASTE.replace("one.dispatchEvent", "return one.dispatchEvent"), "甲\n乙")


def test_people_and_records_are_picked_by_initials_with_the_keyboard_alone(author: Desk):
    executors = author.field("变更执行人")
    entries = author.page.locator("#picks").get_by_role("option")

    executors.press_sequentially("wj")
    expect(entries).to_have_text(["王军wangjun · 运管中心"])
    executors.press("Enter")
    expect(executors).to_have_value("王军（wangjun）")
    executors.press_sequentially("、lq")
    expect(entries).to_have_text(["李强liqiang · 运管中心"])
    executors.press("Enter")
    expect(executors).to_have_value("王军（wangjun）、李强（liqiang）")

    cell(author, 0, "checker").press_sequentially("zm")
    expect(entries.first).to_have_text("赵敏zhaomin · 运管中心")
    author.shot("picked-people")
    author.page.keyboard.press("ArrowDown")
    author.page.keyboard.press("Escape")
    expect(entries).to_have_count(0)
    expect(cell(author, 0, "checker")).to_have_value("zm")

    author.fill(变更名称="主备链路切换演练")
    author.press("保存草稿", says="草稿已保存")
    author.field("参照变更单号").press_sequentially("zbllqh")
    expect(entries).to_have_text([re.compile(r"^BG-2026-\d{4}　主备链路切换演练草稿$")])
    author.page.keyboard.press("Tab")
    expect(entries).to_have_count(0)
