"""Duty records, archived or not: a year at least (9.4.6), three by default; what was filled in goes with its document."""

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.documents.models import Document
from docsys.documents.rules import State
from docsys.errors import Forbidden, InvalidInput, NotFound
from docsys.people import confirmations
from docsys.people.models import Confirmation
from docsys.people.rules import Role
from docsys.records import actions as records
from docsys.records.models import Record
from docsys.records.rules import State as RecordState
from docsys.retention import actions, queries, rules
from docsys.retention.actions import Verdict
from docsys.retention.models import RetentionPeriod
from docsys.retention.queries import DESTROY
from tests.people.factories import NOW, actor_of, make_user
from tests.records.factories import CATALOGUE

pytestmark = pytest.mark.db
WHY = "超过保管期限，无查考价值"
XJ = CATALOGUE.get("XJ")
ZJ = CATALOGUE.get("ZJ")


def decide(session, asked, actor, now):
    return confirmations.decide(session, asked.id, actor, now, accept=True)


def shorten(session, code, period, people, now=NOW):
    asked = actions.set_period(session, code, period, "值班管理办法第九条", CATALOGUE, actor=people.admin, now=now)
    assert asked
    decide(session, asked, people.second, now)


@pytest.fixture
def duty(wired, people, database):
    """A duty record that is done and was never archived: its id."""
    with database.act() as session:
        writer = actor_of(session, make_user(session, "lijing", Role.DUTY, Role.DUTY_LEAD, name="李静"))
        record = records.start(session, ZJ, actor=writer, now=NOW)
        record.state, record.completed_at, record.data = RecordState.COMPLETED, NOW, dict(ZJ.sample)
        record.title = "2026-11-23 白班"
        return record.id


@pytest.mark.rule("R-9.4.6-1", "R-2.3.3-1")
def test_deletion_at_364_days_is_refused_and_at_366_allowed_by_two_persons(duty, people, database, clock):
    refs, verdict = [f"r{duty}"], Verdict(DESTROY, WHY)
    with database.act() as session:
        shorten(session, "ZJ", "1y", people)
        number = session.get_one(Record, duty).number
    clock.move(days=364)
    with database.act() as session:
        assert queries.due(session, people.admin, clock.now().date()) == []
        with pytest.raises(rules.NotDueYet) as refused:
            actions.request(session, refs, verdict, actor=people.admin, now=clock.now())
        assert refused.value.sentence.startswith(f"不符合 9.4.6：{number} 自办结日 2026-11-23 起保存 1 年")
    clock.move(days=2)
    with database.act() as session:
        [asked] = actions.request(session, refs, verdict, actor=people.admin, now=clock.now())
        assert session.get_one(Record, duty).data == ZJ.sample
        decide(session, asked, people.second, clock.now())
    with database.read() as session:
        record = session.get_one(Record, duty)
        assert (record.state, record.data, record.people, record.title) == (
            RecordState.DESTROYED,
            {},
            {},
            "2026-11-23 白班",
        )
        assert (record.keeping["destroyed"]["requested_by"], record.keeping["destroyed"]["confirmed_by"]) == (
            "赵敏",
            "孙立",
        )
        assert queries.due(session, people.admin, clock.now().date()) == []


@pytest.mark.rule("R-9.4.6-1")
def test_a_period_is_lengthened_by_one_and_shortened_by_two_but_not_below_a_year(wired, people, database):
    with database.act() as session:
        done = actions.set_period(session, "ZJ", "5y", "本单位规定", CATALOGUE, actor=people.admin, now=NOW)
        assert done is None
        with pytest.raises(rules.BelowMinimum, match=r"不符合 9\.4\.6"):
            actions.set_period(session, "ZJ", "6m", "省地方", CATALOGUE, actor=people.admin, now=NOW)
        with pytest.raises(InvalidInput):
            actions.set_period(session, "ZJ", "5y", "同上", CATALOGUE, actor=people.admin, now=NOW)
        with pytest.raises(Forbidden):
            actions.set_period(session, "ZJ", "9y", "不归我管", CATALOGUE, actor=people.author, now=NOW)
        with pytest.raises(NotFound):
            actions.set_period(session, "??", "9y", "没有", CATALOGUE, actor=people.admin, now=NOW)
        asked = actions.set_period(session, "ZJ", "2y", "本单位规定", CATALOGUE, actor=people.wgb, now=NOW)
        assert asked
        assert asked.title == "ZJ 值班记录、值班表的保管期限由5 年缩短为2 年（本单位规定）"
        row = session.scalars(select(RetentionPeriod)).one()
        assert (row.period, row.requested_by, row.confirmed_by) == ("5y", "赵敏", "")
        decide(session, asked, people.admin, NOW)
        assert (row.period, row.requested_by, row.confirmed_by) == ("2y", "马骏", "赵敏")
        acts = session.scalars(select(AuditRow.act).where(AuditRow.act.like("retention.%")).order_by(AuditRow.id)).all()
        assert acts == ["retention.lengthen", "retention.shorten"]


def test_with_a_list_that_was_archived_its_rows_go_too(wired, people, database, clock):
    """The rows of a register live in the database beside the PDF of their month: both are destroyed, and a hold stops it."""
    with database.act() as session:
        writer = actor_of(session, make_user(session, "lijing", Role.DUTY, Role.DUTY_LEAD, name="李静"))
        rows = [records.add_row(session, XJ, dict(XJ.sample), actor=writer, now=NOW) for _ in range(2)]
        for row in rows:
            row.state, row.completed_at = RecordState.CLOSED, NOW
        period, unit = rows[0].period or "", rows[0].unit_id
        later = NOW.replace(year=2027)
        records.archive_period(session, XJ, unit, period, actor=people.admin, now=later)
        waiting = session.scalars(select(Confirmation).order_by(Confirmation.id.desc())).first()
        decide(session, waiting, people.second, later)
    clock.move(days=366)
    wired.drain()
    clock.move(days=3 * 366)
    with database.act() as session:
        [line] = queries.due(session, people.admin, clock.now().date())
        assert (line.category, line.term.kind.code, line.term.period) == ("CZ", "CZ", "3y")
        [asked] = actions.request(session, [line.ref], Verdict(DESTROY, WHY), actor=people.admin, now=clock.now())
        decide(session, asked, people.second, clock.now())
    with database.read() as session:
        assert session.get_one(Document, line.id).state is State.DESTROYED
        states = session.execute(select(Record.state, Record.data).where(Record.form_code == "XJ")).all()
        assert states == [(RecordState.DESTROYED, {}), (RecordState.DESTROYED, {})]
