"""What the frame takes from the rooms: alarms over every page, figures in their colour, the tabs of 系统."""

import pytest
from flask import Blueprint, render_template_string

from docsys.web import Alarm, NavItem, Web, make_app
from tests.web.conftest import TOKEN, make_blueprint

TABS = '{% extends "frame.html" %}{% from "parts/system_tabs.html" import tabs %}{% block title %}系统{% endblock %}{% block content %}{{ tabs() }}{% endblock %}'


@pytest.fixture
def visit(settings, database, clock, people, happened):
    """The page at an address of an application with these rooms; `signed` is somebody's."""

    def open_page(address, *, signed=True, **rooms):
        system = Blueprint("system", __name__)
        system.add_url_rule("/system", "health", lambda: render_template_string(TABS))
        system.add_url_rule("/system/jobs/all", "jobs", lambda: render_template_string(TABS))
        blueprints = [make_blueprint(happened), system]
        web = Web(settings, database, clock, people.identify, people.touch, blueprints, **rooms)
        app = make_app(web)
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        if signed:
            client.post("/login", data={"token": TOKEN})
        return client.get(address, follow_redirects=True).text

    return open_page


def alarmed(actor):
    return [Alarm(f"{actor.name}：镜像已停止。", "/backup"), Alarm("没有快照。", "/backup")]


@pytest.mark.parametrize("address", ["/", "/help/keys", "/nothing-here"])
def test_alarms_stand_over_every_page_of_whom_they_concern(visit, address):
    page = visit(address, alarms=alarmed)

    assert '<div>赵敏：镜像已停止。</div><div>没有快照。 <a href="/backup">查看并处理</a></div>' in page


def test_a_stranger_sees_no_alarm(visit):
    assert "镜像已停止" not in visit("/nothing-here", signed=False, alarms=alarmed)


def test_a_figure_stands_in_its_colour(visit):
    amber = NavItem("dashboard.show", "备份", "server-2", count=lambda _session, _actor: 3, tone="soon")
    red = NavItem("dashboard.show", "双人确认", "users", count=lambda _session, _actor: 2)

    page = visit("/", nav=[amber, red])

    assert '<span class="count count-soon" aria-label="3 项待办">3</span>' in page
    assert '<span class="count" aria-label="2 项待办">2</span>' in page


def test_the_tabs_of_the_system_are_those_a_person_may_open(visit):
    seen = NavItem("system.health", "运行状况", "heartbeat")
    counted = NavItem("system.jobs", "作业", "list-details", count=lambda _session, _actor: 4)
    hidden = NavItem("system.jobs", "无权查看", "lock", may=lambda _actor: False)

    page = visit("/system", tabs=[seen, counted, hidden])

    assert '<a href="/system" aria-current="page">运行状况</a>' in page
    assert '<a href="/system/jobs/all">作业 4</a>' in page
    assert "无权查看" not in page
