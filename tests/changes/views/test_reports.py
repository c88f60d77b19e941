"""The calendar of changes, what they make stale, and their figures: only what the reader may see (reports 9 and 10)."""

import csv
import io
import re
from datetime import date

import pytest

from docsys.changes import statistics
from docsys.changes.statistics import Period
from tests.changes.long import plan

pytestmark = pytest.mark.db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def figures(database, actor, period=NOVEMBER):
    with database.read() as session:
        found = statistics.of(session, actor, period, date(2026, 12, 6))
    return found, {table.title: dict(table.rows) for table in found.tables}


@pytest.mark.rule("R-15.6.4-4")
def test_the_calendar_shows_orders_by_node_with_their_clashes(visit, walk):
    first = walk(lambda line: line.approved())
    walk(lambda line: line.approved())
    walk(lambda line: line.begin())
    desk = visit("zhangming")

    page = desk.get("/changes/calendar?day=2026-11-28").text

    assert page.count('class="clash"') == 2
    assert f'href="/changes/{first}"' in page
    assert "BG-2026-0002" in page
    assert "BG-2026-0003" not in page  # a draft is nobody's plan
    assert "2026-11-23 至 2026-11-29" in page
    month = desk.get("/changes/calendar?day=2026-11-01&span=month").text
    assert (month.count('class="clash"'), month.count('class="rule"')) == (2, 30)
    assert "标“?”的日历尚未导入" in desk.get("/changes/calendar?day=2031-05-01").text
    assert desk.get("/changes/calendar?day=9999-12-31").status_code == 200
    assert desk.get("/changes/statistics?from=0001-01-01&to=x").status_code == 200
    assert "这一周没有变更" in visit("zhouwei").get("/changes/calendar?day=2026-11-28").text
    assert desk.get("/changes/calendar?day=2026-11-28&format=pdf").mimetype == "application/pdf"


@pytest.mark.rule("R-4.4.5-1")
def test_documents_are_followed_until_they_are_up_to_date(visit, walk):
    change_id = walk(lambda line: line.ready(**plan(1, 2)))
    keeper = visit("zhaomin")

    page = keeper.get("/changes/documents").text

    assert page.count(f'href="/changes/{change_id}/closing#documents"') == 2
    assert "ZLW-PZ02-SHFE-001" in page
    assert "没有符合条件的文档" in keeper.get("/changes/documents?standing=late").text
    rows = list(csv.reader(io.StringIO(keeper.get("/changes/documents?format=csv").text.lstrip("\ufeff"))))
    assert rows[1][:4] == ["BG-2026-0001", "SH-2 节点核心交换机软件版本升级", "上期所", "ZLW-PZ02-SHFE-001"]
    assert rows[1][-2:] == ["待更新", ""]
    assert "没有须随变更更新的文档" in visit("zhouwei").get("/changes/documents").text


def test_figures_count_what_the_reader_may_see(visit, walk, people, database):
    walk(lambda line: line.closing())
    walk(lambda line: line.begin(level="一级").submit())
    walk(lambda line: line.begin())

    found, tables = figures(database, people.desk)

    assert found.total == 2
    assert tables["按月"] == {"2026-11": 2}
    assert tables["按类型"] == {"一般": 2}
    assert tables["按级别"] == {"二级": 1, "一级": 1}
    assert tables["按结果"] == {"成功": 1, "未结束": 1}
    assert tables["按状态"] == {"待归档": 1, "待受理": 1}
    assert tables["按申请单位"] == {"上期所": 2}
    assert {name: count for name, count in tables["需要关注"].items() if count} == {"一级变更": 1}
    stages = dict(found.stages)
    assert (stages["受理"], round(stages["复核"] or 0, 1), stages["补填（紧急）"]) == (0.0, 2.0, None)
    assert figures(database, people.stranger)[0].total == 0
    assert figures(database, people.desk, Period(date(2025, 1, 1), date(2025, 12, 31)))[0].total == 0
    page = visit("zhangming").get("/changes/statistics?from=2026-11-01&to=2026-11-30").text
    assert "提交的变更共 <b>2</b> 份" in page
    told = visit("zhangming").get("/changes/statistics?format=csv&unit=SHFE").text
    assert re.search("合计,变更单,2", told)


def test_documents_updated_in_time_are_counted(walk, people, database):
    walk(lambda line: line.running(**plan(1, 3)))

    _found, tables = figures(database, people.desk)

    assert tables["涉及文档的更新"] == {"按期更新": 0, "逾期更新": 0, "尚未更新": 3, "撤销": 0}
