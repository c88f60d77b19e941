"""One mail for each person and day, however often it is asked for; a failed one again."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from docsys.cli import docsys
from docsys.clock import local_day
from docsys.jobs import Context, Job, Worker
from docsys.people.models import User
from docsys.shell import Shell
from docsys.tasks import jobs
from docsys.tasks.models import SentMail
from docsys.tasks.rules import Task
from tests.people.factories import make_reference, make_user

pytestmark = pytest.mark.db
OWED = Task("record:1", "办理：待复核", "ZLW-ZB-2026-0001", "/records/1")
DUE = Task("record:2", "回复意见", "ZLW-BG-2026-0002", "/changes/2", date(2026, 11, 28))


@pytest.fixture
def readers(database):
    """李静 and 王海涛 want mail, 刘颖 does not; only the first two owe anything."""
    with database.act() as session:
        make_reference(session)
        for login, wants in (("lijing", True), ("wanghaitao", True), ("liuying", False)):
            user = make_user(session, login)
            user.email, user.wants_mail = f"{login}@shfe.example", wants


@pytest.fixture
def context(database, settings, clock, readers):
    def source(_session, actor, _today):
        return {"lijing": [OWED, DUE], "wanghaitao": [OWED], "liuying": [DUE]}[actor.login]

    return Context(database, settings, clock, {"task_sources": [source]})


@pytest.fixture
def work(context, database):
    """The worker of a day: its digest is asked for, and all that is due is done."""

    def done():
        day = local_day(context.clock.now()).isoformat()
        jobs.digest(context, {"day": day})
        Worker(context, jobs.JOBS).drain()
        with database.read() as session:
            return [
                (job.payload["user_id"], job.state, job.error) for job in session.scalars(select(Job).order_by(Job.id))
            ]

    return done


def receivers(post):
    return sorted((mail["To"], mail["Subject"]) for mail in post.mails)


def test_everybody_who_wants_it_gets_one_mail_a_day(work, post, clock):
    work()
    work()

    assert receivers(post) == [
        ("lijing@shfe.example", "待办提醒 2026-11-23：1 项"),
        ("wanghaitao@shfe.example", "待办提醒 2026-11-23：1 项"),
    ]
    post.mails.clear()
    clock.move(days=5)  # a Saturday, on which one thing is due
    work()

    assert receivers(post) == [("lijing@shfe.example", "待办提醒 2026-11-28：1 项")]


def test_a_refused_mail_is_tried_again_and_seen_until_then(work, post, clock, database):
    post.refuses = True
    failed = work()
    assert [state for _, state, _ in failed] == ["waiting", "waiting"]
    assert failed[0][2].startswith("NotSent: 邮件未发出：127.0.0.1:")
    assert failed[0][2].endswith("答 550 5.1.1 No such user")

    post.refuses = False
    clock.move(seconds=2)
    done = work()

    assert {state for _, state, _ in done} == {"done"}
    assert len(post.mails) == 2
    with database.read() as session:
        sent = session.scalars(select(SentMail)).all()
        assert [(one.count, one.sent_at) for one in sent] == [(1, clock.now())] * 2


def test_a_mail_that_may_have_gone_out_is_not_sent_again(work, post, clock):
    post.drops = True
    work()
    post.drops = False
    clock.move(minutes=5)
    work()

    assert post.mails == []


def test_a_mail_of_yesterday_is_left_to_today(work, post, clock):
    post.refuses = True
    work()
    post.refuses = False
    clock.move(days=1)

    states = work()

    assert {state for _, state, _ in states} == {"done"}
    assert {subject for _, subject in receivers(post)} == {"待办提醒 2026-11-24：1 项"}
    assert len(post.mails) == 2


def test_the_shell_lists_and_sends(context, settings, clock, database, post):
    shell = Shell(settings, clock, lambda _settings: (database, dict(context.services)))

    listed = CliRunner().invoke(docsys, ["tasks", "due", "--as", "lijing", "--as-of", "2026-11-30"], obj=shell)
    told = CliRunner().invoke(docsys, ["tasks", "due", "--as", "liuying", "--json"], obj=shell)
    first, again = (CliRunner().invoke(docsys, ["tasks", "send", "--json"], obj=shell) for _ in range(2))

    assert listed.output == (
        "Lijing（lijing）  回复意见  ZLW-BG-2026-0002  2026-11-28 到期，已逾期 2 天\n"
        "Lijing（lijing）  办理：待复核  ZLW-ZB-2026-0001\n"
    )
    row = {"login": "liuying", "what": "回复意见", "about": "ZLW-BG-2026-0002", "path": "/changes/2"}
    assert json.loads(told.output) == [{**row, "due": "2026-11-28", "days_late": 0}]
    sent = [{"login": "lijing", "count": 1}, {"login": "wanghaitao", "count": 1}]
    assert json.loads(first.output) == {"day": "2026-11-23", "sent": sent, "failed": []}
    assert json.loads(again.output) == {"day": "2026-11-23", "sent": [], "failed": []}
    assert len(post.mails) == 2


def test_the_shell_says_who_got_none(context, settings, clock, database, post):
    post.refuses = True
    shell = Shell(settings, clock, lambda _settings: (database, dict(context.services)))

    answer = CliRunner().invoke(docsys, ["tasks", "send"], obj=shell)

    assert answer.exit_code == 1
    assert "2026-11-23：发出 0 封，未发出 2 封。" in answer.output
    assert "lijing：邮件未发出：" in answer.output


def test_an_account_that_was_closed_gets_none(context, database, post):
    with database.act() as session:
        for user in session.scalars(select(User)):
            user.active = False

    jobs.digest(context, {"day": "2026-11-23"})
    Worker(context, jobs.JOBS).drain()

    assert post.mails == []
