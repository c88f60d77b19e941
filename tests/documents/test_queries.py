"""Who may know of a document, and who may use it: one condition for every channel (4.5.1, deny by default)."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import select

from docsys.clock import local_day
from docsys.documents import actions, queries
from docsys.documents.actions import RightRow
from docsys.documents.actions.rights import TooWide
from docsys.documents.models import Document
from docsys.documents.rules import Right
from docsys.errors import NotFound
from docsys.people.rules import Role
from docsys.publication import actions as life
from tests.documents.factories import make_current, make_draft, make_people, make_submitted, revise
from tests.people.factories import NOW, actor_of, make_user, place

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.5.1-3")]


@pytest.fixture
def people(session):
    return make_people(session)


def who_sees(session, people, document):
    everybody = {name: getattr(people, name) for name in asdict(people)}
    return {
        name
        for name, actor in everybody.items()
        if session.scalar(select(Document.id).where(Document.id == document.id, queries.visible(actor)))
    }


def test_a_draft_is_seen_by_who_wrote_it_and_by_who_keeps_the_library(session, people, settings):
    document = make_draft(session, people, settings.archive)

    assert who_sees(session, people, document) == {"author", "admin", "second", "auditor"}


def test_what_is_submitted_is_seen_by_its_approver_too(session, people, settings):
    document = make_submitted(session, people, settings.archive)

    assert who_sees(session, people, document) == {"author", "approver", "admin", "second", "auditor"}


def test_a_revision_under_review_is_seen_by_an_approver_without_any_use_right(session, people, settings):
    document = make_current(session, people, settings.archive)
    revise(session, people, settings.archive, document)
    other = actor_of(session, make_user(session, "gaofeng", Role.DOC_APPROVER, name="高峰", unit="ZXB"))
    assert not queries.may(session, document, other, Right.LIST)

    life.submit(session, document.id, actor=people.author, now=NOW)

    assert queries.get(session, document.id, other).id == document.id


def test_what_is_in_force_is_seen_by_department_and_post(session, people, settings):
    document = make_current(session, people, settings.archive)

    assert {"reader", "author", "auditor"} <= who_sees(session, people, document)
    assert not {"stranger", "zxb"} & who_sees(session, people, document)


def test_without_a_right_it_is_as_if_it_did_not_exist(session, people, settings):
    document = make_current(session, people, settings.archive)

    with pytest.raises(NotFound) as hidden:
        queries.get(session, document.id, people.stranger)
    with pytest.raises(NotFound) as absent:
        queries.get(session, 999_999, people.stranger)
    assert str(hidden.value) == str(absent.value)


@pytest.mark.parametrize("first", ["SC01", "PZ01"])
def test_each_document_follows_its_own_folder_whichever_came_first(session, people, settings, first):
    folders = sorted(["SC01", "PZ01"], key=lambda code: code != first)
    department, post = place(session, "DCE")
    row = RightRow(people.stranger.unit_id, department, post, frozenset(Right))
    actions.set_folder_rights(session, "PZ", [row], actor=people.admin, now=NOW)
    made = {code: make_current(session, people, settings.archive, folder_code=code) for code in folders}

    seen = session.scalars(select(Document.number).where(queries.visible(people.reader))).all()
    found = session.scalars(queries.findable(people.stranger)).all()

    assert seen == [made["SC01"].number]
    assert found == [made["PZ01"].id]
    assert not queries.may(session, made["PZ01"], people.reader, Right.READ)


def test_the_secrecy_that_counts_is_that_of_the_document_itself(session, people, settings):
    actions.set_folder_rights(
        session, "PZ", [RightRow(None, None, None, frozenset(Right))], actor=people.admin, now=NOW
    )
    secret = make_current(session, people, settings.archive, folder_code="PZ01", secrecy="敏感")
    plain = make_current(session, people, settings.archive, folder_code="PZ01", secrecy="内部")

    assert session.scalars(queries.findable(people.stranger)).all() == [plain.id]
    assert not queries.may(session, secret, people.stranger, Right.READ)


def test_a_documents_own_rows_replace_those_of_its_folder(session, people, settings):
    document = make_current(session, people, settings.archive)
    department, post = place(session, "DCE")
    row = RightRow(people.stranger.unit_id, department, post, frozenset({Right.LIST}))

    actions.set_document_rights(session, document.id, [row], actor=people.admin, now=NOW)

    assert "stranger" in who_sees(session, people, document)
    assert not queries.may(session, document, people.stranger, Right.READ)
    assert not queries.may(session, document, people.reader, Right.READ)


def test_a_right_ends_with_its_day(session, people, settings):
    document = make_current(session, people, settings.archive)
    department, post = place(session, "DCE")
    today = local_day(NOW)
    row = RightRow(people.stranger.unit_id, department, post, frozenset(Right), valid_to=today)
    actions.set_document_rights(session, document.id, [row], actor=people.admin, now=NOW)

    def sees(day):
        wanted = (Document.id == document.id, queries.visible(people.stranger, day))
        return session.scalar(select(Document.id).where(*wanted)) is not None

    assert sees(today)
    assert not sees(today + timedelta(days=1))


def test_everybody_is_refused_for_what_is_sensitive(session, people, settings):
    document = make_current(session, people, settings.archive, secrecy="敏感")
    row = RightRow(None, None, None, frozenset(Right))

    with pytest.raises(TooWide, match=r"不符合 4.5.1：使用权限须具体到部门和岗位"):
        actions.set_document_rights(session, document.id, [row], actor=people.admin, now=NOW)


def test_the_system_administrator_reads_nothing_by_that_role(session, people, settings):
    document = make_draft(session, people, settings.archive)

    assert "sysadmin" not in who_sees(session, people, document)
