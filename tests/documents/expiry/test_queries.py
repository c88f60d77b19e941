"""How documents stand on a day; what the search hides; whose prints must be made anew."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from docsys.documents import actions, queries
from docsys.documents.actions import Dates
from docsys.documents.expiry import jobs
from docsys.documents.expiry import queries as expiry
from docsys.documents.expiry.jobs import mark
from docsys.documents.expiry.rules import ReviewPutOff, Standing
from docsys.documents.models import Document
from docsys.errors import Forbidden, InvalidInput, TransitionForbidden
from docsys.jobs import Context, Job
from tests.documents import factories as make
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.4.1-1")]
TODAY = date(2026, 11, 23)


@pytest.fixture
def people(session):
    return make.make_people(session)


@pytest.fixture
def manual(session, people, settings):
    return make.make_current(session, people, settings.archive)


def set_dates(session, people, manual, now=NOW, **changes):
    dates = Dates(**{"months": 12, "reason": "合同约定", **changes})
    return actions.set_dates(session, manual.id, dates, actor=people.admin, now=now)


def found(session, actor, hiding=None):
    return set(session.scalars(queries.findable(actor, hiding=hiding)))


def test_a_shorter_cycle_brings_the_next_review_forward_and_back(session, people, manual):
    assert set_dates(session, people, manual, months=6).next_review == date(2027, 5, 23)
    assert set_dates(session, people, manual, months=12).next_review == date(2027, 11, 23)


def test_the_next_review_is_brought_forward_and_a_slip_is_mended_up_to_the_cycle(session, people, manual):
    set_dates(session, people, manual, next_review=date(2027, 1, 10))
    assert manual.next_review == date(2027, 1, 10)

    set_dates(session, people, manual, next_review=date(2027, 11, 23))
    assert manual.next_review == date(2027, 11, 23)
    with pytest.raises(ReviewPutOff):
        set_dates(session, people, manual, next_review=date(2027, 11, 24))


def test_past_its_end_it_is_expired_and_past_its_review_overdue(session, people, manual):
    set_dates(session, people, manual, valid_until=date(2027, 3, 1))

    assert expiry.of(manual, date(2027, 3, 1)).standing is Standing.SOON
    assert expiry.of(manual, date(2027, 3, 2)).standing is Standing.EXPIRED
    set_dates(session, people, manual, valid_until=None)
    assert expiry.of(manual, date(2027, 11, 24)).standing is Standing.OVERDUE
    assert expiry.late(session, [manual.id], date(2027, 11, 24)) == {manual.id: Standing.OVERDUE}
    assert expiry.late(session, [], TODAY) == {}


def test_only_who_keeps_the_library_sets_the_dates_of_what_is_in_force(session, people, manual):
    for actor in (people.author, people.reader, people.approver):
        with pytest.raises(Forbidden):
            actions.set_dates(session, manual.id, Dates(6, reason="缩短"), actor=actor, now=NOW)


def test_who_registered_a_draft_sets_its_dates_without_a_reason(session, people, settings):
    draft = make.make_draft(session, people, settings.archive)

    actions.set_dates(session, draft.id, Dates(6, valid_until=date(2028, 1, 1)), actor=people.author, now=NOW)

    assert (draft.review_months, draft.next_review, draft.valid_until) == (6, None, date(2028, 1, 1))


def test_what_is_in_force_is_changed_with_a_reason(session, people, manual):
    with pytest.raises(InvalidInput):
        set_dates(session, people, manual, reason=" ")


def test_what_was_abolished_has_no_dates_any_more(session, people, manual):
    make.abolish(session, people, manual.id)

    with pytest.raises(TransitionForbidden):
        set_dates(session, people, manual)


def test_expired_ones_are_hidden_from_readers_alone_and_only_where_it_is_set(session, people, manual):
    make.grant(session, people)
    set_dates(session, people, manual, valid_until=TODAY)
    later = TODAY + timedelta(days=1)

    assert found(session, people.reader) == found(session, people.reader, TODAY) == {manual.id}
    assert found(session, people.reader, later) == set()
    assert found(session, people.admin, later) == found(session, people.author, later) == {manual.id}


def test_what_a_history_import_left_undated_is_not_said_to_be_overdue(session, people, settings):
    new = make.marks(people)
    file = make.staged(settings.archive)
    undated = actions.file_history(session, new, file, "a.txt", actor=people.admin, now=NOW)

    assert expiry.of(undated, TODAY + timedelta(days=30)).standing is Standing.UNDATED


class TestNight:
    """Once a day what changed its standing gets new prints, and nothing else."""

    @pytest.fixture
    def works(self, database, settings, clock):
        with database.act() as session:
            people = make.make_people(session)
            document = make.make_current(session, people, settings.archive)
            set_dates(session, people, document, valid_until=TODAY)
            make.make_current(session, people, settings.archive, title="另一本手册")
            session.query(Job).delete()
        return Context(database, settings, clock)

    def waiting(self, works):
        with works.database.act() as session:
            found = sorted((job.kind, job.payload["document_id"]) for job in session.query(Job))
            session.query(Job).delete()
            return found

    def test_before_its_end_nothing_is_printed_anew(self, works):
        mark(works, {})

        assert self.waiting(works) == []

    def test_the_night_after_its_prints_are_made_anew_once(self, works, clock):
        clock.move(days=1)

        mark(works, {})
        assert self.waiting(works) == [("documents.describe", 1), ("documents.print", 1)]
        mark(works, {})
        assert self.waiting(works) == []

    def test_the_job_is_known_by_its_name(self):
        assert list(jobs.JOBS) == ["documents.mark_expiry"]


@pytest.mark.parametrize(
    ("review", "until", "published"),
    [
        (date(2027, 1, 10), None, True),
        (date(2027, 1, 10), date(2027, 3, 1), True),
        (date(2027, 3, 1), date(2027, 1, 10), True),
        (None, date(2027, 1, 10), True),
        (date(2027, 1, 10), None, False),
    ],
)
def test_what_lists_ask_of_the_database_is_what_a_page_says_of_each(session, manual, review, until, published):
    manual.next_review, manual.valid_until = review, until
    if not published:
        manual.head.published_at = None
    session.flush()
    days = [date(2027, month, day) for month in (1, 3) for day in (1, 9, 10, 11)]

    def asked(condition):
        return session.scalar(select(Document.id).where(Document.id == manual.id, condition)) is not None

    for day in days:
        standing = expiry.of(manual, day, 5).standing
        told = (asked(expiry.expired(day)), asked(expiry.overdue(day)), asked(expiry.soon(day, 5)))
        assert told == tuple(standing is one for one in (Standing.EXPIRED, Standing.OVERDUE, Standing.SOON)), day
        assert asked(expiry.pressing(day, 5)) or standing is Standing.FINE, day
