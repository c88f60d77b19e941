"""What is reminded of, from when on, and in which words."""

from datetime import date

import pytest

from docsys.people.addresses import NotAnAddress, check_address
from docsys.tasks import rules
from docsys.tasks.rules import Task

FRIDAY = date(2026, 11, 27)
DOCUMENT = Task("document:1", "更新文档", "ZLW-JG01 拓扑图", "/changes/1", date(2026, 11, 28))
LATE = Task("record:2", "紧急变更补单", "ZLW-BG-2026-0002", "/changes/2", date(2026, 11, 25))
SOME_DAY = Task("record:3", "办理：待复核", "ZLW-ZB-2026-0003", "/records/3")


@pytest.mark.rule("R-4.4.5-1")
@pytest.mark.parametrize(
    ("day", "names"),
    [(26, False), (27, True), (28, True), (29, True), (30, True)],
    ids=["two days before", "the day before", "on the day", "the day after, a Sunday", "and on"],
)
def test_one_is_reminded_the_day_before_and_daily_after(day, names):
    found = rules.reminded([DOCUMENT], date(2026, 11, day), is_working=day not in {28, 29})

    assert found == ([DOCUMENT] if names else [])


def test_what_has_no_day_is_told_on_working_days_after_what_has_one():
    assert rules.reminded([SOME_DAY, DOCUMENT, LATE], FRIDAY, is_working=True) == [LATE, DOCUMENT, SOME_DAY]
    assert rules.reminded([SOME_DAY], FRIDAY, is_working=False) == []


def test_the_same_thing_is_told_once_by_whom_is_named_first():
    twice = Task("record:2", "办理：待补单", "ZLW-BG-2026-0002", "/records/2")

    assert rules.once([LATE, twice]) == [LATE]


def test_the_mail_says_what_until_when_and_where():
    assert rules.subject([LATE, DOCUMENT], FRIDAY) == "待办提醒 2026-11-27：2 项，其中已逾期 1 项"
    text = rules.body("李静", [LATE, DOCUMENT], FRIDAY, home="https://docsys.example/", organisation="证联网运管中心")

    assert text == (
        "李静：\n\n您在证联网运管中心文档与表单管理系统中有以下 2 项待办：\n\n"
        "1. 紧急变更补单　ZLW-BG-2026-0002\n"
        "   2026-11-25 到期，已逾期 2 天\n"
        "   https://docsys.example/changes/2\n\n"
        "2. 更新文档　ZLW-JG01 拓扑图\n"
        "   2026-11-28 到期，1 天后到期\n"
        "   https://docsys.example/changes/1\n\n"
        "办结后不再提醒；未办结的，到期前一天起每天提醒一次（4.4.5）。\n"
        "不想收到此邮件，可在系统右上角“我的信息”中关闭。\n"
    )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "li",
        "li@",
        "a b@x.cn",
        "li@x.cn\nBcc: all@x.cn",
        "li@x.cn,all@x.cn",
        "<li@x.cn>",
        "李@x.cn",
        "l@" + "x" * 250,
    ],
)
def test_no_address_is_taken_that_could_say_more(address):
    with pytest.raises(NotAnAddress):
        check_address(address)


def test_plain_addresses_are_taken():
    assert [check_address(one) for one in ("li.jing+1@shfe.com.cn", "li@post")] == ["li.jing+1@shfe.com.cn", "li@post"]
