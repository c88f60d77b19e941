"""Archiving by two persons, and what is closed afterwards."""

from datetime import timedelta

import pytest

from docsys.errors import Forbidden, RuleBroken, TransitionForbidden
from docsys.records import actions, periods
from docsys.records.events import RecordArchived
from docsys.records.registers import NothingToArchive, PeriodArchived, PeriodNotOver, RowsOpen
from docsys.records.rules import Locked, State
from tests.people.factories import NOW
from tests.records.factories import (
    JC,
    OPINION,
    RESULT,
    confirm,
    drafted,
    make_approved,
    make_archived,
    make_completed,
    make_visit,
    typed,
)

pytestmark = pytest.mark.db
DECEMBER = NOW + timedelta(days=10)


def test_one_asks_and_another_confirms(session, people):
    record = make_completed(session, people)

    actions.archive(session, record.id, actor=people.desk, now=NOW)
    asked = record.state
    confirm(session, people.desk2)

    assert (asked, record.state, record.archived_at) == (State.COMPLETED, State.ARCHIVED, NOW)
    assert record.steps[-1].actor_name == "孙悦"


def test_archiving_is_announced(session, people, bus):
    told = []
    bus.subscribe(RecordArchived, lambda _session, event: told.append(event.number))

    make_archived(session, people)

    assert told == ["BG-2026-0001"]


def test_one_person_alone_does_not_archive(session, people):
    record = make_completed(session, people)
    actions.archive(session, record.id, actor=people.desk, now=NOW)

    with pytest.raises(RuleBroken, match=r"2\.3\.3"):
        confirm(session, people.desk)

    assert record.state is State.COMPLETED


def test_a_second_person_may_say_no(session, people):
    record = make_completed(session, people)
    actions.archive(session, record.id, actor=people.desk, now=NOW)

    confirm(session, people.desk2, accept=False)

    assert record.state is State.COMPLETED


def test_only_the_desk_asks(session, people):
    record = make_completed(session, people)

    with pytest.raises(Forbidden):
        actions.archive(session, record.id, actor=people.li, now=NOW)


def test_what_is_not_completed_is_not_archived(session, people):
    record = make_approved(session, people)

    with pytest.raises(TransitionForbidden, match="“办理中”状态下不能归档。"):
        actions.archive(session, record.id, actor=people.desk, now=NOW)


def test_nothing_changes_after_archiving(session, people):
    record = make_archived(session, people)
    before = dict(record.data)

    for act in (
        lambda: actions.save(session, record.id, typed(record, drafted()), actor=people.li, now=NOW),
        lambda: actions.submit(session, record.id, typed(record, drafted()), actor=people.li, now=NOW),
        lambda: actions.sign(session, record.id, "review", typed(record, OPINION), actor=people.chen, now=NOW),
        lambda: actions.sign(session, record.id, "complete", typed(record, RESULT), actor=people.li, now=NOW),
    ):
        with pytest.raises(Locked, match="BG-2026-0001 已归档，内容不能再修改。"):
            act()
    for end in (
        lambda: actions.withdraw(session, record.id, actor=people.li, now=NOW),
        lambda: actions.cancel(session, record.id, remark="x", actor=people.li, now=NOW),
    ):
        with pytest.raises(TransitionForbidden):
            end()
    with pytest.raises(TransitionForbidden):
        actions.archive(session, record.id, actor=people.desk, now=NOW)

    assert record.data == before


def closed_visit(session, people):
    return make_visit(session, people, left_at="2026-11-20 11:45")


def test_a_month_is_archived_when_it_is_over(session, people):
    rows = [closed_visit(session, people), closed_visit(session, people)]

    actions.archive_period(session, JC, rows[0].unit_id, "2026-11", actor=people.desk, now=DECEMBER)
    confirm(session, people.desk2, DECEMBER)

    kept = periods.archived(session, "JC", rows[0].unit_id, "2026-11")
    assert kept is not None
    assert (kept.count, [row.state for row in rows]) == (2, [State.ARCHIVED] * 2)


def test_a_month_that_still_runs_is_not_archived(session, people):
    row = closed_visit(session, people)

    with pytest.raises(PeriodNotOver, match="2026-11 尚未结束"):
        actions.archive_period(session, JC, row.unit_id, "2026-11", actor=people.desk, now=NOW)


@pytest.mark.rule("R-10.3.5-1")
def test_a_month_with_somebody_inside_is_not_archived(session, people):
    row = make_visit(session, people)

    with pytest.raises(RowsOpen, match=r"不符合 10\.3\.5：2026-11 还有 1 条登记在场"):
        actions.archive_period(session, JC, row.unit_id, "2026-11", actor=people.desk, now=DECEMBER)


def test_a_month_without_visits_is_not_archived(session, people):
    with pytest.raises(NothingToArchive):
        actions.archive_period(session, JC, people.keeper.unit_id, "2026-10", actor=people.desk, now=DECEMBER)


def test_an_archived_month_takes_no_more_rows_and_is_archived_once(session, people):
    row = closed_visit(session, people)
    actions.archive_period(session, JC, row.unit_id, "2026-11", actor=people.desk, now=DECEMBER)
    confirm(session, people.desk2, DECEMBER)

    with pytest.raises(PeriodArchived, match="2026-11 的登记表已经归档"):
        make_visit(session, people)
    with pytest.raises(PeriodArchived):
        actions.archive_period(session, JC, row.unit_id, "2026-11", actor=people.desk, now=DECEMBER)
