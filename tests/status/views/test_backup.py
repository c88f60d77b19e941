"""The page 备份: who sees it, what it says, what its buttons do."""

import re
import shutil

import pytest
from sqlalchemy import select

from docsys.jobs import Job
from docsys.mirror import reporting
from docsys.status import jobs, snapshots
from docsys.vault import snapshot
from tests.status.conftest import BRAKE


def kinds(database):
    with database.read() as session:
        return list(session.scalars(select(Job.kind).order_by(Job.id)))


def message(page):
    return re.findall(r'ds-message-(\w+)" role="\w+">.*?<div><div>(.*?)</div>', page, re.DOTALL)


@pytest.mark.parametrize("login", ["admin1", "zhaomin", "hejing"])
def test_who_may_see_the_backup_sees_it(visit, says, login):
    says()

    page = visit(login).get("/backup")

    assert page.status_code == 200
    assert "与备份一致" in page.text
    assert "文档库 5，备份 5，不同 0" in page.text


@pytest.mark.parametrize("login", ["secadmin", "heping", "liqiang"])
def test_who_may_not_see_it_does_not(visit, says, login):
    says()
    browser = visit(login)

    assert browser.get("/backup").status_code == 403
    assert 'href="/backup"' not in browser.get("/").text


@pytest.mark.parametrize("act", ["compare", "verify", "snapshot", "release", "accept"])
def test_an_auditor_reads_and_operates_nothing(visit, says, database, act):
    says(brake=BRAKE)
    browser = visit("hejing")

    assert "/backup/compare" not in browser.get("/backup").text
    assert browser.post(f"/backup/{act}", brake_id="b1").status_code == 403
    assert kinds(database) == []


def test_a_stranger_is_sent_to_the_log_in(visit):
    assert visit().get("/backup").headers["Location"].startswith("/login")


def test_the_mirror_is_asked_to_compare(visit, says, settings):
    says()

    answer = visit("zhaomin").post("/backup/compare")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/backup")
    assert reporting.request_path(settings).exists()


def test_a_mirror_that_does_not_run_cannot_be_asked(visit):
    answer = visit("zhaomin").post("/backup/compare")

    assert answer.status_code == 503
    assert "镜像进程没有运行，不能比对" in answer.text


def test_verification_and_snapshot_go_to_the_worker(visit, says, database):
    says()
    browser = visit("zhaomin")

    browser.post("/backup/verify")
    browser.post("/backup/snapshot")

    assert kinds(database) == [jobs.VERIFY, snapshots.KIND]
    assert "已安排，由后台进程办理" in browser.get("/backup").text


@pytest.mark.db
@pytest.mark.rule("R-4.3.6-3")
def test_the_brake_is_released_by_one_who_asks_and_one_who_confirms(visit, says, settings):
    says(brake=BRAKE, in_step=False, alarms=["镜像已停止：……。请核实后由两人确认放行。"], alarm=True)
    first, second = visit("zhaomin"), visit("admin1")
    page = first.get("/backup").text
    assert "205 个文件等待放行；新增的文件照常备份" in page
    assert "申请放行" in page

    first.post("/backup/release", brake_id="b1")
    page = second.get("/backup").text
    assert "赵敏（运管中心）" in page
    assert "申请放行</button>" not in page
    assert 'href="/backup">放行镜像制动：十分钟内有 205 个文件' in second.get("/confirmations").text
    assert not reporting.release_path(settings).exists()
    second.post("/confirmations/1", accept="1")

    assert reporting.release_path(settings).exists()
    assert "已确认" in second.get("/confirmations?decided=1").text


def test_a_stale_brake_is_refused_at_the_confirmation_in_plain_words(visit, says, settings):
    says(brake=BRAKE)
    visit("zhaomin").post("/backup/release", brake_id="b1")
    says(brake=None)

    answer = visit("admin1").post("/confirmations/1", accept="1")

    assert answer.status_code == 409
    assert "该制动已解除或已变化，放行不再适用" in answer.text
    assert not reporting.release_path(settings).exists()


def test_a_stale_brake_is_refused_on_the_page_and_the_page_stays(visit, says):
    says(brake={**BRAKE, "id": "b2"})

    answer = visit("zhaomin").post("/backup/release", brake_id="b1")

    assert answer.status_code == 409
    assert "放行不再适用" in answer.text
    assert "镜像已停止" in answer.text


def test_a_library_that_is_gone_offers_no_release(visit, says):
    says(brake={**BRAKE, "kind": "missing", "reason": "找不到文档库文件夹", "counts": {"known": 7}})

    page = visit("zhaomin").get("/backup").text

    assert "备份中有 7 个文件，均未改动" in page
    assert "请恢复或重新挂载文档库文件夹" in page
    assert "申请放行" not in page


def test_an_empty_disk_in_place_of_the_old_is_taken_into_use_by_two(visit, world, database):
    world.write("一.txt")
    world.sync()
    shutil.rmtree(world.backup)
    world.backup.mkdir()
    first, second = visit("zhaomin"), visit("admin1")
    assert "备份位置没有标记文件" in first.get("/backup").text

    first.post("/backup/accept")
    assert "赵敏（运管中心）" in second.get("/backup").text
    second.post("/confirmations/1", accept="1")

    assert kinds(database) == [jobs.ACCEPT]


def test_files_are_found_by_path_with_the_state_of_each(visit, world, says):
    world.write("现行库/ZLW-SC01-YGZX-001.txt", "一")
    world.write("现行库/ZLW-SC01-YGZX-002.txt", "二")
    world.sync()
    world.write("现行库/ZLW-SC01-YGZX-002.txt", "改了")
    browser = visit("zhaomin")

    both, one = browser.get("/backup").text, browser.get("/backup?q=ygzx-001").text
    waiting = browser.get("/backup?state=waiting").text

    assert ("YGZX-001" in both, "YGZX-002" in both) == (True, True)
    assert ("YGZX-001.txt" in one, "YGZX-002.txt" in one) == (True, False)
    assert ("YGZX-001.txt" in waiting, "YGZX-002.txt" in waiting) == (False, True)
    assert "没有符合条件的文件" in browser.get("/backup?q=没有的").text


@pytest.mark.rule("R-12.2.1-1")
def test_snapshots_are_listed_and_missing_days_named(visit, says, database, settings, clock):
    says()
    snapshot.take(database, settings.archive, clock.now())
    clock.move(days=2)
    snapshot.take(database, settings.archive, clock.now())
    says()

    page = visit("zhaomin").get("/backup?show=snapshots").text

    assert "系统快照/2026-11-23/docsys_" in page
    assert "近 30 天有 1 天没有快照（12.2.1）：2026-11-24" in page
    assert ">2 天<" in page


def test_the_log_of_the_mirror_is_told_in_words(visit, says):
    says(log=[{"at": 1_795_395_600.0, "act": "deleted", "path": "现行库/一.txt", "detail": ".history/…"}])

    page = visit("zhaomin").get("/backup?show=log").text

    assert "移入历史：已删除" in page
    assert "现行库/一.txt" in page


@pytest.mark.parametrize("show", ["files", "snapshots", "log", "nonsense"])
def test_a_mirror_that_never_ran_has_a_page_all_the_same(visit, show):
    page = visit("zhaomin").get(f"/backup?show={show}")

    assert page.status_code == 200
    assert ("late", "镜像进程没有运行，文档库的变更未同步到备份。") in message(page.text)


@pytest.mark.rule("R-4.5.1-3")
def test_of_a_hidden_document_only_that_its_copy_is_late_is_shown(visit, world, says):
    """The system administrator mends the mirror and reads no document by his office."""
    world.write("现行库/甲/ZLW-SC01-YGZX-007_密件/ZLW-SC01-YGZX-007_V1.0_密件.txt", "一")
    world.write("现行库/甲/ZLW-SC01-YGZX-008_密件/ZLW-SC01-YGZX-008_V1.0_密件.txt", "一")
    world.sync()
    world.write("现行库/甲/ZLW-SC01-YGZX-007_密件/ZLW-SC01-YGZX-007_V1.0_密件.txt", "改了")
    says(log=[{"at": 1.0, "act": "rename", "path": "现行库/甲/ZLW-SC01-YGZX-007_密件", "detail": "现行库/乙/密件"}])

    admin, keeper = visit("admin1"), visit("zhaomin")

    assert "密件" in keeper.get("/backup").text
    page = admin.get("/backup").text
    assert "密件" not in page
    assert page.count("（您无权查看的文档）") == 1
    assert "没有符合条件的文件" in admin.get("/backup?q=密件").text
    assert "密件" not in admin.get("/backup?show=log").text
    assert "密件" in keeper.get("/backup?show=log").text
