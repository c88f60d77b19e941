"""运管中心 manages the documents of the whole network, each 承建单位 its own (4.1.2, 4.3.3)."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from docsys.documents import actions, queries
from docsys.errors import Forbidden, NotFound
from docsys.people.models import Unit
from docsys.people.rules import Held, Role
from tests.documents.factories import make_draft, make_people, marks
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.1.2-1")]


@pytest.fixture
def people(session):
    return make_people(session)


def administrator_of(session, people, code):
    unit = session.scalars(select(Unit).where(Unit.code == code)).one()
    return replace(people.stranger, unit_id=unit.id, unit_code=code, grants=(Held(Role.DOCADMIN, unit.id),))


def edit(session, people, document, actor):
    new = marks(people, unit_id=document.unit_id, title="改过的名称")
    return actions.change_marks(session, document.id, new, actor=actor, now=NOW)


def test_an_administrator_of_one_unit_knows_nothing_of_another_units_draft(session, settings, people):
    document = make_draft(session, people, settings.archive)

    with pytest.raises(NotFound):
        edit(session, people, document, administrator_of(session, people, "SHFE"))


def test_what_he_may_see_of_another_unit_he_may_not_edit(session, settings, people):
    document = make_draft(session, people, settings.archive)
    local = administrator_of(session, people, "SHFE")
    approver = replace(local, grants=(*local.grants, Held(Role.AUDITOR)))
    assert queries.get(session, document.id, approver) is document

    with pytest.raises(Forbidden):
        edit(session, people, document, approver)


def test_the_administrator_of_the_centre_edits_everywhere(session, settings, people):
    document = make_draft(session, people, settings.archive)

    edit(session, people, document, people.admin)

    assert document.title == "改过的名称"
