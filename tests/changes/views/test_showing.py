"""The list of orders and the page of one, as those who take part see them."""

import re

import pytest

from docsys.changes import shown
from docsys.changes.rules.table import TABLE

pytestmark = pytest.mark.db


def verbs(html):
    """The acts that stand on the page, with whether they can be done."""
    found = re.findall(r'<(a|span) class="(?:btn|ds-why)[^>]*data-verb="([a-z_]+)"', html)
    return {verb: kind == "a" for kind, verb in found}


def test_the_list_narrows_and_is_taken_along(visit, walk):
    number = walk(lambda line: line.begin().submit())
    desk = visit("zhangming")

    page = desk.get("/changes/").text
    assert f'href="/changes/{number}"' in page
    assert "SH-2 节点" in page
    assert f'href="/changes/{number}"' not in desk.get("/changes/?state=archived").text
    assert f'href="/changes/{number}"' in desk.get("/changes/?node=SH-2&month=2026-11&level=二级&whose=waiting").text
    answer = desk.get("/changes/?format=csv&state=submitted")
    assert answer.mimetype == "text/csv"
    assert "BG-2026-0001" in answer.text
    assert desk.get("/changes/?format=xlsx").status_code == 200
    assert "还没有变更单" in visit("zhouwei").get("/changes/").text


@pytest.mark.parametrize(
    ("way", "login", "can"),
    [
        (lambda line: line.begin(), "lijing", {"submit", "cancel"}),
        (lambda line: line.begin().submit(), "zhangming", {"send_back", "pass_on", "cancel"}),
        (lambda line: line.begin().submit().pass_on(), "chenzhiyuan", {"approve", "reject", "return"}),
        (lambda line: line.ready(), "wanghaitao", {"begin"}),
    ],
)
def test_the_buttons_are_the_rows_of_the_table(visit, walk, database, way, login, can):
    """Every act of the state stands there; who cannot do it reads why."""
    change_id = walk(way)

    html = visit(login).get(f"/changes/{change_id}").text

    stands = verbs(html)
    state = next(state for state in TABLE.states() if f">{state.label}</span>" in html)
    assert set(stands) == {row.verb for row in TABLE.offers(state)} - shown.ELSEWHERE
    assert {verb for verb, is_open in stands.items() if is_open} == can


def test_an_order_begins_as_a_sheet(visit, people):
    li = visit("lijing")

    answer = li.post("/changes/new")

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/forms/records/")


def test_an_emergency_is_reported_with_its_five_facts(visit, people):
    li = visit("lijing")

    refused = li.post("/changes/report", name="核心交换机主板故障更换", level="二级")
    assert refused.status_code == 422
    assert "请填写“紧急理由”。" in refused.text
    assert "核心交换机主板故障更换" in refused.text
    answer = li.post(
        "/changes/report",
        name="核心交换机主板故障更换",
        level="二级",
        urgency="主用链路中断",
        impact="SH-2 单机运行",
        reporter="李静",
        reported_at="2026-11-23T08:00",
    )

    page = li.get(answer.headers["Location"]).text
    assert "已口头上报" in page
    assert verbs(page) == {"allow": False, "refuse": False, "demote": False}
