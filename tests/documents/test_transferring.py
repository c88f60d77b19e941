"""档号: beside the number, of one document alone, found like any other number (DA/T 22)."""

import pytest

from docsys import search
from docsys.catalogue import queries as catalogue
from docsys.documents import actions, describing, queries
from docsys.documents.rules import Level
from docsys.errors import Forbidden, InvalidInput, TransitionForbidden
from tests.documents.factories import make_current, make_draft, make_people
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("N-3.7-2")]
ARCHIVED = "ZLW-WS·2026-D10-YGZX-0001"


@pytest.fixture
def people(session):
    return make_people(session)


def test_it_stands_beside_the_number_and_is_searched_shown_and_printed(session, people, settings):
    document = make_current(session, people, settings.archive)
    number = document.number

    actions.set_archive_number(session, document.id, f" {ARCHIVED.lower()} ", actor=people.admin, now=NOW)

    assert (document.number, document.archive_number) == (number, ARCHIVED)
    assert search.find(session, f'"{ARCHIVED}"').ids == [document.id]
    assert queries.referred_to(session, ARCHIVED, people.admin).id == document.id
    assert document.head is not None
    page = describing.attribute_page(session, document, document.head, NOW)
    assert (page.former_numbers, page.approval) == (f"档号 {ARCHIVED}", Level.C.label)
    assert {line.note for line in catalogue.lines(session, people.admin) if line.number == number} == {
        f"档号 {ARCHIVED}"
    }
    assert describing.metadata(session, document, NOW)["archive_number"] == ARCHIVED


def test_each_is_of_one_document_and_of_the_form_of_the_standard(session, people, settings):
    first, second = (make_current(session, people, settings.archive, title=title) for title in ("手册甲", "手册乙"))
    actions.set_archive_number(session, first.id, ARCHIVED, actor=people.admin, now=NOW)

    with pytest.raises(InvalidInput) as taken:
        actions.set_archive_number(session, second.id, ARCHIVED, actor=people.admin, now=NOW)
    assert taken.value.fields == {"archive_number": [f"档号 {ARCHIVED} 已登记在另一份文档上，请核对。"]}
    for wrong in ("ZLW-2026-1", "ZLW-WS·2026-10-YGZX-0001", "ZLW-WS·26-Y-YGZX-0001"):
        with pytest.raises(InvalidInput, match="填写有误"):
            actions.set_archive_number(session, second.id, wrong, actor=people.admin, now=NOW)
    actions.set_archive_number(session, first.id, "", actor=people.admin, now=NOW)
    assert first.archive_number is None
    actions.set_archive_number(session, second.id, "J001-KJ.TJ·2026-Y-网管办-0012", actor=people.admin, now=NOW)


def test_only_who_keeps_the_library_gives_one_and_only_to_what_holds(session, people, settings):
    current = make_current(session, people, settings.archive)
    with pytest.raises(Forbidden):
        actions.set_archive_number(session, current.id, ARCHIVED, actor=people.author, now=NOW)
    draft = make_draft(session, people, settings.archive, title="草稿")
    with pytest.raises(TransitionForbidden):
        actions.set_archive_number(session, draft.id, ARCHIVED, actor=people.admin, now=NOW)
