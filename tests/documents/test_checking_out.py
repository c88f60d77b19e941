"""A draft in one person's hands: others see who has it until when and change nothing; it lapses by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.documents import actions, checkouts, queries
from docsys.documents.checkouts import CheckedOut, NotHeld
from docsys.documents.offers import offers
from docsys.documents.rules import State
from docsys.errors import Forbidden, InvalidInput
from docsys.publication import actions as life
from tests.documents import factories as make
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.4.1-1")]
LATER = NOW + timedelta(hours=8)


@pytest.fixture
def people(session):
    return make.make_people(session)


@pytest.fixture
def held(session, people, settings):
    """A draft that 王军 has taken in hand for eight hours."""
    document = make.make_draft(session, people, settings.archive)
    actions.check_out(session, document.id, 8, actor=people.author, now=NOW)
    return document


def holder(session, document, now=NOW):
    found = checkouts.of(session, queries.open_version(document), now)
    return found and found.holder


def log(session, act):
    return session.scalars(select(AuditRow).where(AuditRow.act == act).order_by(AuditRow.id.desc())).first()


def test_who_has_it_goes_on_working(session, people, held, settings):
    actions.change_marks(session, held.id, make.marks(people, title="新标题"), actor=people.author, now=NOW)
    actions.replace_file(session, held.id, make.staged(settings.archive, "新"), "b.txt", actor=people.author, now=NOW)

    assert held.title == "新标题"


def test_nobody_else_changes_marks_file_or_attachments(session, people, held, settings):
    file = make.staged(settings.archive, "新")
    admin = {"actor": people.admin, "now": NOW}
    for change in (
        lambda: actions.change_marks(session, held.id, make.marks(people), **admin),
        lambda: actions.replace_file(session, held.id, file, "b.txt", **admin),
        lambda: actions.attach(session, held.id, file, "b.txt", "", **admin),
        lambda: actions.check_out(session, held.id, 8, **admin),
        lambda: actions.check_in(session, held.id, **admin),
    ):
        with pytest.raises(CheckedOut):
            change()


def test_the_refusal_names_who_until_when_and_the_way_out(session, people, held):
    with pytest.raises(CheckedOut) as refused:
        actions.change_marks(session, held.id, make.marks(people), actor=people.admin, now=NOW)

    assert refused.value.sentence == (
        "不符合 4.4.1：CG-2026-0001 V1.0 的草稿由 王军 检出，至 11-23 17:00 止。"
        "请联系其归还，或等到期后再改；确有需要可请文档管理员收回。".replace("CG-2026-0001", held.number)
    )


def test_it_lapses_by_itself(session, people, held):
    assert holder(session, held, LATER - timedelta(seconds=1)) == "王军"
    assert holder(session, held, LATER) is None

    actions.check_out(session, held.id, 8, actor=people.admin, now=LATER)

    assert holder(session, held, LATER) == "赵敏"


def test_taken_again_by_the_same_person_it_begins_anew(session, people, held):
    actions.check_out(session, held.id, 8, actor=people.author, now=NOW + timedelta(hours=4))

    assert holder(session, held, LATER) == "王军"


def test_given_back_it_is_free(session, people, held):
    actions.check_in(session, held.id, actor=people.author, now=NOW)

    assert holder(session, held) is None
    assert log(session, "document.check_in").name == "王军"
    with pytest.raises(NotHeld):
        actions.check_in(session, held.id, actor=people.author, now=NOW)


def test_who_keeps_the_library_takes_it_back_with_a_reason_that_is_logged(session, people, held):
    with pytest.raises(InvalidInput):
        actions.take_back(session, held.id, "  ", actor=people.admin, now=NOW)

    actions.take_back(session, held.id, "王军外出", actor=people.admin, now=NOW)

    assert holder(session, held) is None
    row = log(session, "document.take_back")
    assert (row.name, row.detail["holder"], row.detail["reason"]) == ("赵敏", "王军", "王军外出")
    with pytest.raises(NotHeld):
        actions.take_back(session, held.id, "再次", actor=people.admin, now=NOW)


def test_who_does_not_keep_the_library_takes_nothing_back(session, people, settings, held):
    with pytest.raises(Forbidden):
        actions.take_back(session, held.id, "急用", actor=people.author, now=NOW)


def test_what_was_submitted_is_in_nobodys_hands(session, people, held):
    life.submit(session, held.id, actor=people.author, now=NOW)

    assert holder(session, held) is None


def test_what_is_in_anothers_hands_is_not_submitted_over_his_head(session, people, held):
    with pytest.raises(CheckedOut):
        life.submit(session, held.id, actor=people.admin, now=NOW)


def test_what_is_in_anothers_hands_is_not_withdrawn_under_him(session, people, held):
    with pytest.raises(CheckedOut):
        life.withdraw(session, held.id, "不需要", actor=people.admin, now=NOW)

    assert held.state is State.DRAFT
    assert life.withdraw(session, held.id, "不需要", actor=people.admin, now=LATER).state is State.WITHDRAWN


def test_what_is_in_anothers_hands_offers_neither_and_says_why(session, people, held):
    def why(actor):
        return {one.verb: one.why for one in offers(session, held, actor, NOW)}

    elsewhere = "由 王军 检出，至 11-23 17:00 止（4.4.1）。"
    assert why(people.admin) == {"submit": elsewhere, "withdraw": elsewhere}
    assert why(people.author) == {"submit": "", "withdraw": ""}
