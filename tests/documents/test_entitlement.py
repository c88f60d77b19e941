"""What a person may use, folder by folder, and who may read a document (4.5.1)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from docsys.documents import actions, entitlement
from docsys.documents.actions import RightRow
from docsys.documents.rules import Right
from tests.documents.factories import make_current, make_people
from tests.people.factories import NOW, place

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.5.1-1")]
DAY = date(2026, 11, 23)


@pytest.fixture
def people(session):
    return make_people(session)


def give(session, people, folder, *rights, post=True, valid_to=None):
    department, of_post = place(session)
    row = RightRow(people.reader.unit_id, department if post else None, of_post if post else None, frozenset(rights))
    actions.set_folder_rights(session, folder, [replace(row, valid_to=valid_to)], actor=people.admin, now=NOW)


def told(session, person):
    return {
        one.folder.code: (one.wide, one.narrow, one.source.code, one.until)
        for one in entitlement.of_folders(session, person, DAY)
    }


def test_without_rows_nobody_may_anything(session, people):
    assert told(session, people.reader) == {}


def test_rights_of_a_category_hold_for_the_folders_below(session, people):
    give(session, people, "SC", Right.LIST, Right.READ)

    found = told(session, people.reader)

    both = (Right.LIST, Right.READ)
    assert found["SC"] == found["SC01"] == (both, both, "SC", None)
    assert told(session, people.stranger) == {}


def test_rows_of_a_folder_replace_those_above(session, people):
    give(session, people, "SC", Right.LIST, Right.READ)
    give(session, people, "SC01", Right.LIST)

    found = told(session, people.reader)

    assert found["SC01"] == ((Right.LIST,), (Right.LIST,), "SC01", None)
    assert found["SC02"][2] == "SC"


def test_a_row_without_department_and_post_counts_only_for_what_is_public_or_internal(session, people):
    give(session, people, "SC", Right.LIST, post=False)

    assert told(session, people.reader)["SC"] == ((Right.LIST,), (), "SC", None)


@pytest.mark.parametrize(("ends", "held"), [(DAY, True), (DAY - timedelta(days=1), False)])
def test_a_row_ends_with_its_day(session, people, ends, held):
    give(session, people, "SC", Right.LIST, valid_to=ends)

    assert told(session, people.reader).get("SC") == (((Right.LIST,), (Right.LIST,), "SC", ends) if held else None)


def test_a_document_with_rows_of_its_own_is_told_apart(session, settings, people):
    document = make_current(session, people, settings.archive)
    department, post = place(session)
    row = RightRow(people.reader.unit_id, department, post, frozenset({Right.LIST, Right.PRINT}))
    actions.set_document_rights(session, document.id, [row], actor=people.admin, now=NOW)

    for viewer, shown in ((people.reader, True), (people.admin, True), (people.stranger, False)):
        found = entitlement.of_documents(session, people.reader, DAY, viewer)
        assert found == ([(document, (Right.LIST, Right.PRINT))] if shown else [])


def test_everybody_who_may_read_it_is_named_with_the_reason(session, settings, people):
    document = make_current(session, people, settings.archive)

    found = {reader.user.login: reader.why for reader in entitlement.readers(session, document)}

    assert found == {
        "wangjun": "编写或登记",
        "chenzhiyuan": "审批",
        "zhaomin": "文档管理或审计",
        "sunli": "文档管理或审计",
        "liqiang": "使用权限",
        "admin": "使用权限",
        "hejing": "文档管理或审计",
    }
