"""What every page shows to those who administer: the red sentence, the word beside the search, the amber figure, the card."""

import re

import pytest

from docsys.catalogue import checking
from docsys.jobs import Job, State
from docsys.vault import snapshot
from tests.status.conftest import BRAKE

STOPPED = "镜像已停止：十分钟内有 205 个文件被删除或改动。请核实后由两人确认放行。"


@pytest.mark.rule("R-4.3.6-1")
@pytest.mark.parametrize("address", ["/", "/me", "/documents/", "/confirmations", "/documents/999"])
def test_who_administers_sees_the_alarm_on_every_page(visit, says, address):
    says(brake=BRAKE, in_step=False, alarms=[STOPPED])

    for login in ("admin1", "zhaomin"):
        page = visit(login).get(address, follow_redirects=True).text
        assert f"<div>{STOPPED} " in page
        assert '<a href="/backup">查看并处理</a>' in page


@pytest.mark.parametrize("login", ["hejing", "secadmin", "heping", "liqiang"])
def test_who_cannot_do_anything_about_it_is_not_bothered(visit, says, login):
    says(brake=BRAKE, in_step=False, alarms=[STOPPED])

    assert "ds-message-late" not in visit(login).get("/").text


def test_the_page_of_the_backup_says_it_once(visit, says):
    says(brake=BRAKE, in_step=False, alarms=[STOPPED])

    page = visit("zhaomin").get("/backup").text

    assert (page.count(f"<div>{STOPPED}</div>"), page.count("查看并处理")) == (1, 0)


def test_when_all_is_well_nothing_is_red(visit, says):
    says()

    assert "ds-message-late" not in visit("admin1").get("/").text


def test_a_mirror_that_does_not_run_is_said_for_ever(visit):
    page = visit("zhaomin").get("/me").text

    assert "镜像进程没有运行，文档库的变更未同步到备份。" in page


@pytest.mark.parametrize(
    ("changes", "word", "tone"),
    [
        ({}, "备份同步", "valid"),
        ({"in_step": False, "waiting": 3, "lag_seconds": 1.0}, "备份中", "soon"),
        ({"in_step": False, "alarms": [STOPPED]}, "备份异常", "late"),
    ],
)
def test_the_word_beside_the_search_says_how_the_backup_stands(visit, says, changes, word, tone):
    says(**changes)

    assert re.search(rf'<a class="tag tag-{tone}" href="/backup"[^>]*>{word}</a>', visit("hejing").get("/").text)
    assert word not in visit("liqiang").get("/").text


def test_the_figure_in_the_navigation_is_amber(visit, says):
    says(in_step=False, waiting=2, failed=[{"path": "a", "reason": "b"}])

    assert '<span class="count count-soon" aria-label="3 项待办">3</span>' in visit("admin1").get("/").text


def card(page):
    return page.partition("<h2>库与备份</h2>")[2].partition("</section>")[0]


@pytest.mark.db
def test_the_card_shows_the_health_of_library_and_backup(visit, says, database, settings, clock):
    says()
    snapshot.take(database, settings.archive, clock.now())
    checking.save(checking.Checked(clock.now(), 5, 9, ()), settings.var)

    found = card(visit("admin1").get("/").text)

    for said in (
        "镜像：备份与文档库一致",
        "数据库快照：最近一次 2026-11-23",
        "目录、文件夹、文件全部对应",
        "后台作业：等待 0",
    ):
        assert said in found
    assert "tag-late" not in found


def test_what_is_out_of_order_stands_in_its_colour_and_leads_on(visit, says, database, clock):
    says(failed=[{"path": "a", "reason": "b"}])
    with database.act() as session:
        job = Job(kind="a", payload={}, run_at=clock.now(), created_at=clock.now(), attempts=8)
        job.state = State.FAILED.value
        session.add(job)

    found = card(visit("admin1").get("/").text)

    assert (
        '<span class="tag tag-late">故障</span><a href="/system/jobs">后台作业：等待 0，进行中 0，失败 1</a>' in found
    )
    assert "1 个文件未能同步" in found
    assert "还没有检查过" in found


def test_a_reader_has_no_such_card(visit, says):
    says()

    assert "库与备份" not in visit("liqiang").get("/").text


def test_a_document_administrator_sees_the_card_without_the_jobs(visit, says):
    says()

    found = card(visit("zhaomin").get("/").text)
    assert "镜像：" in found
    assert "后台作业" not in found
