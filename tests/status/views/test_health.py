"""系统: the health page first for those who may; for others the first page of 系统 they may open."""

import re

import pytest


def tabs(page):
    line = re.search(r'<nav class="ds-tabs" aria-label="系统">(.*?)</nav>', page, re.DOTALL)
    return re.findall(r">([^<>\s][^<>]*)</a>", line[1]) if line else []


@pytest.mark.db
@pytest.mark.parametrize("login", ["admin1", "secadmin", "hejing"])
def test_the_health_page_names_each_part_and_what_to_do(visit, says, login):
    says()

    page = visit(login).get("/system").text

    for label in ["数据库", "检索", "后台作业", "后台进程", "镜像", "数据库快照", "磁盘", "字体", "文档转换"]:
        assert label in page
    assert "请启动 docsys serve（或 docsys worker）" in page


def test_each_sees_the_pages_of_the_system_that_are_his(visit, says):
    says()

    assert tabs(visit("admin1").get("/system").text) == [
        *("运行状况", "作业", "日历", "参考表", "用户", "角色", "单位与部门", "岗位", "审计日志")
    ]
    assert tabs(visit("secadmin").get("/system").text) == [
        "运行状况",
        "作业",
        "参考表",
        "用户",
        "角色",
        "单位与部门",
        "岗位",
    ]


def test_the_tabs_are_the_same_on_the_pages_of_people(visit, says):
    says()
    page = visit("admin1").get("/system/units").text

    assert tabs(page)[0] == "运行状况"
    assert re.search(r'href="/system/units" aria-current="page"', page)


def test_who_may_only_read_the_log_is_led_there(visit, says):
    says()
    browser = visit("heping")

    assert 'href="/system"' in browser.get("/").text
    assert browser.get("/system").headers["Location"] == "/system/audit"
    assert tabs(browser.get("/system/audit").text) == ["审计日志"]


@pytest.mark.parametrize("login", ["liqiang", "zhaomin"])
def test_who_may_open_none_of_them_has_no_link_and_is_refused(visit, says, login):
    says()
    browser = visit(login)

    assert 'href="/system"' not in browser.get("/").text
    assert browser.get("/system").status_code == 403


def test_the_link_to_the_backup_is_there_for_those_who_may_see_it(visit, says):
    says()

    assert 'href="/backup">镜像</a>' in visit("hejing").get("/system").text
    assert 'href="/backup"' not in visit("secadmin").get("/system").text
