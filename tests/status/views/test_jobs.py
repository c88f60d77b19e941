"""The page of jobs: what waits, runs, is done and failed, with its reason; a failed one is tried again."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from docsys.audit.models import AuditRow
from docsys.jobs import Job, State


@pytest.fixture
def made(database, clock):
    """One job in each state, and as many failed ones as asked for."""

    def make(failed=1):
        now = clock.now()
        states = [State.WAITING, State.RUNNING, State.DONE, *[State.FAILED] * failed]
        with database.act() as session:
            for number, state in enumerate(states, 1):
                job = Job(kind="documents.print", payload={"n": number}, run_at=now, created_at=now, attempts=1)
                job.state, job.error = state.value, "ValueError: 纸张用尽" if state is State.FAILED else None
                job.run_at = now + timedelta(minutes=number)
                session.add(job)

    return make


def test_each_job_has_its_state_attempts_next_try_and_reason(visit, says, made):
    says()
    made()

    page = visit("admin1").get("/system/jobs").text

    assert "制作标识版" in page
    assert "2026-11-23 09:01" in page
    assert "ValueError: 纸张用尽" in page
    assert "共 4 条" in page


@pytest.mark.db
def test_the_list_is_filtered_by_state_and_by_kind(visit, says, made):
    says()
    made()
    browser = visit("admin1")

    assert "共 1 条" in browser.get("/system/jobs?state=failed").text
    assert "共 4 条" in browser.get("/system/jobs?kind=documents.print").text
    assert "没有符合条件的作业" in browser.get("/system/jobs?kind=other").text
    assert "共 4 条" in browser.get("/system/jobs?state=nonsense").text


@pytest.mark.db
def test_a_failed_job_is_retried_with_its_row_in_the_log(visit, says, made, database):
    says()
    made()
    browser = visit("admin1")

    answer = browser.post("/system/jobs/4/retry", next="/system/jobs?state=failed")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/system/jobs?state=failed")
    with database.read() as session:
        assert session.get_one(Job, 4).state == State.WAITING
        assert session.scalars(select(AuditRow.subject).where(AuditRow.act == "status.retry")).all() == ["作业 4"]
    assert "作业 4（制作标识版）将重新办理" in browser.get("/system/jobs").text


def test_what_did_not_fail_is_not_retried(visit, says, made):
    says()
    made()

    answer = visit("admin1").post("/system/jobs/1/retry")

    assert answer.status_code == 409
    assert "“等待”状态下不能重试" in answer.text


@pytest.mark.parametrize("login", ["hejing", "secadmin"])
def test_who_only_reads_has_no_button_and_is_refused(visit, says, made, login):
    says()
    made()
    browser = visit(login)

    assert "/retry" not in browser.get("/system/jobs").text
    assert browser.post("/system/jobs/4/retry").status_code == 403


@pytest.mark.parametrize("login", ["liqiang", "zhaomin", "heping"])
def test_who_may_not_read_is_refused(visit, says, login):
    says()

    assert visit(login).get("/system/jobs").status_code == 403


def test_without_jobs_it_says_what_would_come_here(visit, says):
    says()

    assert "还没有作业" in visit("admin1").get("/system/jobs").text


def test_more_rows_cost_no_more_questions(visit, says, made, database):
    says()
    made(failed=1)
    browser = visit("admin1")
    few = questions(database, lambda: browser.get("/system/jobs?state=failed"))
    made(failed=5)

    assert questions(database, lambda: browser.get("/system/jobs?state=failed")) == few


def questions(database, work):
    asked = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    work()
    event.remove(database.engine, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.rule("R-4.5.1-3")
def test_a_reason_names_no_document_to_whom_it_might_be_news(visit, says, made, database):
    says()
    made()
    with database.act() as session:
        session.get_one(Job, 4).error = "Unreadable: “ZLW-SC01-YGZX-007 密件.docx”无法打开"

    assert "密件" in visit("hejing").get("/system/jobs").text
    assert "密件" not in visit("admin1").get("/system/jobs").text
    assert "无法打开" in visit("admin1").get("/system/jobs").text
