"""Keyboard and input methods on the pages that people fill in (look.md)."""

import pytest
from playwright.sync_api import expect

from tests.browser.desks import Room

pytestmark = pytest.mark.browser

# An input method's Enter as Chromium sends it: the key goes down while the word is being composed.
COMPOSE = """one => {
  one.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  const enter = new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true });
  const goesOn = one.dispatchEvent(enter);
  one.dispatchEvent(new CompositionEvent("compositionend", { data: "值班", bubbles: true }));
  return goesOn;
}"""


@pytest.mark.parametrize(
    ("path", "label"), [("/documents/new", "文档名称"), ("/catalogue/", "查找"), ("/search", "检索式")]
)
def test_the_enter_that_ends_a_word_of_an_input_method_sends_nothing(room: Room, path, label):
    author = room.desk("wangjun")
    author.open(path)
    author.field(label).fill("zhiban")
    author.page.evaluate("window.stayed = true")

    goes_on = author.field(label).evaluate(COMPOSE)

    assert goes_on is False
    author.page.wait_for_timeout(300)
    assert author.page.evaluate("window.stayed") is True
    expect(author.field(label)).to_have_value("zhiban")


def test_the_slash_leads_to_the_search_from_any_page_and_is_a_letter_in_a_field(room: Room):
    author = room.desk("wangjun")
    search = author.page.get_by_role("searchbox", name="检索全文、编号、标题")
    for path in ("/", "/catalogue/", "/forms/", "/reviews"):
        author.open(path)
        author.page.keyboard.press("/")
        expect(search).to_be_focused()

    author.open("/documents/new")
    author.field("文档名称").press_sequentially("主/备切换")

    expect(author.field("文档名称")).to_have_value("主/备切换")


def test_control_s_saves_a_draft(room: Room):
    author = room.desk("wangjun")
    author.open("/catalogue/SC01")
    author.drop("巡检手册V1.0.txt", "巡检内容".encode())
    author.link("补齐标识").click()
    author.link("编辑标识").click()
    author.fill(使用范围="机房巡检")

    author.field("使用范围").press("Control+s")

    author.hears("标识已保存。")
    author.sees("机房巡检")
