"""Who sees which record, and what lies with whom."""

import pytest
from sqlalchemy import select

from docsys.clock import local_day
from docsys.errors import NotFound
from docsys.people.rules import Role
from docsys.records import periods, queries
from docsys.records.models import Record
from docsys.records.rules import State
from tests.people.factories import NOW, actor_of, make_user
from tests.records.factories import JC, make_archived, make_draft, make_submitted, make_visit

pytestmark = pytest.mark.db


def sees(session, actor, record):
    return session.scalar(select(Record.id).where(Record.id == record.id, queries.visible(actor))) is not None


def seers(session, people, record):
    return {name for name in vars(people) if sees(session, getattr(people, name), record)}


def test_a_draft_is_its_authors(session, people):
    assert seers(session, people, make_draft(session, people)) == {"li"}


def test_a_submitted_order_is_seen_by_those_who_handle_it(session, people):
    record = make_submitted(session, people)

    assert seers(session, people, record) == {"li", "chen", "zhao", "desk", "desk2", "auditor"}


def test_a_visit_is_seen_by_the_keeper_of_the_room_and_those_who_read_all(session, people):
    record = make_visit(session, people)

    assert {"keeper", "desk", "auditor"} <= seers(session, people, record)
    assert not {"li", "stranger"} & seers(session, people, record)


def test_a_keeper_of_another_unit_does_not_see_it(session, people):
    other = make_user(session, "wuqiang", unit="DCE")
    from_there = actor_of(session, other)

    assert not sees(session, from_there, make_visit(session, people))


def test_not_visible_is_not_found(session, people):
    record = make_submitted(session, people)

    with pytest.raises(NotFound):
        queries.get(session, record.id, people.stranger)
    with pytest.raises(NotFound):
        queries.by_number(session, record.number, people.stranger)
    assert queries.by_number(session, record.number.lower(), None) == record


def test_the_reviewer_finds_what_waits_for_him_and_not_his_own(session, people):
    record = make_submitted(session, people)
    reviewing_applicant = actor_of(session, make_user(session, "gaofeng", Role.CHG_REVIEWER))

    assert queries.waiting(session, people.chen) == [record]
    assert queries.waiting(session, people.li) == []
    record.created_by = reviewing_applicant.user_id or 0
    session.flush()
    assert queries.waiting(session, reviewing_applicant) == []


def test_what_lies_with_me(session, people):
    record = make_draft(session, people)

    assert (queries.mine(session, people.li), queries.mine(session, people.desk)) == ([record], [])


def test_counts_only_what_is_visible(session, people):
    make_draft(session, people)
    make_submitted(session, people)

    assert queries.counts(session, people.li) == {("BG", State.DRAFT): 1, ("BG", State.PENDING): 1}
    assert queries.counts(session, people.stranger) == {}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (queries.Wanted(), 2),
        (queries.Wanted(words="0002"), 1),
        (queries.Wanted(words="核心"), 1),
        (queries.Wanted(words="100%"), 0),
        (queries.Wanted(state="review"), 1),
        (queries.Wanted(unit_id=0), 2),
        (queries.Wanted(period="2026-11"), 0),
    ],
)
def test_filters_a_list(session, people, wanted, found):
    make_draft(session, people, name="电源检修")
    make_submitted(session, people)

    assert len(session.scalars(queries.records("BG", people.li, wanted)).all()) == found


def test_months_say_how_many_rows_and_how_many_open(session, people):
    make_visit(session, people)
    make_visit(session, people, left_at="2026-11-20 11:45")
    make_visit(session, people, entered_at="2026-10-08 09:00", left_at="2026-10-08 11:45")

    months = periods.listed(session, JC, people.keeper, local_day(NOW))

    assert [(one.period, one.unit_name, one.count, one.open, one.archived) for one in months] == [
        ("2026-11", "上期所", 2, 1, False),
        ("2026-10", "上期所", 1, 0, False),
    ]


def test_a_month_is_listed_as_far_as_it_is_visible(session, people):
    record = make_visit(session, people)

    assert periods.visible_rows(session, JC, record.unit_id, "2026-11", people.keeper) == [record]
    with pytest.raises(NotFound):
        periods.visible_rows(session, JC, record.unit_id, "2026-11", people.stranger)


def test_knows_what_is_taken_and_what_was_written_before(session, people):
    record = make_visit(session, people)

    assert queries.is_taken(session, JC, record.unit_id, "xc_number", "XC-SHFE-2026-0001")
    assert not queries.is_taken(session, JC, record.unit_id, "xc_number", "XC-SHFE-2026-0099")
    assert queries.written_before(session, "JC", "room", record.unit_id) == ["上海张江机房"]


def test_an_archived_record_without_its_pdf_has_no_document_yet(session, people):
    assert periods.document_of(session, make_archived(session, people), people.li) is None
