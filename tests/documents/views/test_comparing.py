"""The page of two versions side by side: who may read both sees marks and text, everybody else nothing."""

import pytest

from docsys.audit.models import AuditRow
from docsys.documents import queries
from docsys.publication import actions as life
from tests.documents import factories as make
from tests.documents.views.conftest import without_tokens
from tests.people.factories import NOW

pytestmark = pytest.mark.rule("R-4.4.1-1")
BOTH = "/documents/1/compare?from=1&to=2"


@pytest.fixture
def revised(manual, act, settings):
    act(lambda session, people: make.revise(session, people, settings.archive, queries.get(session, 1, people.admin)))


@pytest.fixture
def published_again(revised, act, settings):
    def publish(session, people):
        life.submit(session, 1, actor=people.author, now=NOW)
        life.approve(session, 1, "同意", actor=people.approver, now=NOW)
        life.request_publication(session, 1, actor=people.admin, now=NOW)
        make.confirm(session, people.second)

    act(publish)


@pytest.mark.db
def test_marks_stand_side_by_side_and_those_that_differ_are_marked(visit, revised):
    page = visit("wangjun").get(BOTH).text

    assert "首次发布" in page
    assert "更换值班电话" in page
    assert page.count('class="differs"') >= 3
    assert "版本比较：运管中心值班手册" in page


def test_the_text_stands_side_by_side_with_its_differences(visit, revised):
    page = visit("wangjun").get(BOTH).text

    assert "<del>值班人员应保证通讯畅通。</del>" in page
    assert "<ins>新的值班电话。</ins>" in page
    assert "1 处不同" in page


def test_the_older_stands_to_the_left_whichever_way_they_are_named(visit, revised):
    author = visit("wangjun")

    turned = author.get("/documents/1/compare?from=2&to=1").text

    assert without_tokens(turned) == without_tokens(author.get(BOTH).text)


def test_without_a_choice_what_is_under_way_is_compared_with_what_is_in_force(visit, revised):
    author = visit("wangjun")

    assert without_tokens(author.get("/documents/1/compare").text) == without_tokens(author.get(BOTH).text)


def test_an_approver_compares_the_draft_with_the_version_in_force(visit, revised, act):
    act(lambda session, people: life.submit(session, 1, actor=people.author, now=NOW))

    approver = visit("chenzhiyuan")

    assert "与现行版本 V1.0 比较" in approver.get("/documents/1/approve").text
    assert approver.get(BOTH).status_code == 200


def test_the_tab_of_versions_lets_two_be_chosen(visit, revised):
    page = visit("wangjun").get("/documents/1/versions").text

    assert 'name="from" form="compare" value="1"' in page
    assert 'name="to" form="compare" value="2"' in page


def test_a_reader_sees_one_version_and_nothing_to_compare(visit, published_again):
    reader = visit("liqiang")

    assert 'form="compare"' not in reader.get("/documents/1/versions").text
    for asked in ("?from=1&to=2", "?from=2&to=99", "", "?from=2&to=2", "?from=x&to=²"):
        assert reader.get(f"/documents/1/compare{asked}").status_code == 404


@pytest.mark.rule("R-4.4.1-3")
def test_a_superseded_version_answers_a_reader_as_one_that_never_was(visit, published_again):
    reader = visit("liqiang")

    superseded, absent = reader.get(BOTH), reader.get("/documents/1/compare?from=999&to=2")

    assert (superseded.status_code, without_tokens(superseded.text)) == (404, without_tokens(absent.text))


@pytest.mark.rule("R-4.1.1-1")
def test_who_compared_has_read_and_it_is_logged(visit, revised, act):
    visit("wangjun").get(BOTH)

    row = act(lambda session, _people: session.query(AuditRow).filter_by(act="document.view").one())

    assert row.detail == {"version": "V1.0 与 V1.1", "what": "版本比较"}
