"""Two browsers at the same thing at once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desks import Room

pytestmark = pytest.mark.browser


def test_who_saves_a_form_second_keeps_his_words_and_overwrites_nobody(room: Room):
    room.expected.add(409)
    first = room.desk("wangjun")
    first.open("/forms/BG/")
    first.press(re.compile("新建变更单"), says="已起草")
    second = room.new_desk("wangjun")
    second.open(first.page.url)
    first.fill(变更名称="先保存的名称")
    first.press("保存草稿", says="草稿已保存")
    second.fill(变更名称="后保存的名称")

    second.button("保存草稿").click()

    second.sees("该内容已被他人修改，请核对后重新提交。您填写的内容仍在本页。")
    expect(second.field("变更名称")).to_have_value("后保存的名称")
    first.page.reload()
    expect(first.field("变更名称")).to_have_value("先保存的名称")


def test_a_button_pressed_twice_acts_once(room: Room):
    author = room.desk("wangjun")
    author.open("/forms/BG/")
    count = author.page.get_by_role("main").locator("tbody tr").count

    author.open("/forms/BG/")
    before = count()
    author.button(re.compile("新建变更单")).dblclick()
    author.hears("已起草")

    author.open("/forms/BG/")
    assert count() == before + 1
