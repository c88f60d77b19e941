"""Whatever number or version a paper cites, its address leads to what is in force, or to nothing where it is hidden."""

import pytest

from docsys.documents import queries
from docsys.publication import actions as life
from tests.documents import factories as make
from tests.documents.views.conftest import without_tokens
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.4.1-3")]
NUMBER = "ZLW-SC01-YGZX-001"


@pytest.fixture
def published_again(manual, act, settings):
    def publish(session, people):
        document = queries.get(session, 1, people.admin)
        make.revise(session, people, settings.archive, document, "V2.0")
        life.submit(session, 1, actor=people.author, now=NOW)
        life.approve(session, 1, "同意", actor=people.approver, now=NOW)
        life.request_publication(session, 1, actor=people.admin, now=NOW)
        make.confirm(session, people.second)

    act(publish)


def renumber(session, people):
    life.request_renumbering(session, 1, "SC02", "归类有误", actor=people.admin, now=NOW)
    make.confirm(session, people.second)


def followed(browser, address):
    return browser.get(address, follow_redirects=True)


def test_a_number_leads_to_its_document_without_a_word(visit, manual):
    reader = visit("liqiang")

    assert reader.get(f"/documents/number/{NUMBER}").headers["Location"] == "/documents/1"
    assert "已改为" not in followed(reader, f"/documents/number/{NUMBER}").text


def test_the_number_of_the_draft_leads_there_with_a_note(visit, manual, act):
    draft = act(lambda session, _people: make.former_number(session, NUMBER))

    assert f"编号 {draft} 已改为 {NUMBER}。" in followed(visit("liqiang"), f"/documents/number/{draft}").text


def test_a_number_given_up_leads_to_the_one_that_followed(visit, manual, act):
    act(renumber)

    page = followed(visit("zhaomin"), f"/documents/number/{NUMBER}").text

    assert f"编号 {NUMBER} 已改为 ZLW-SC02-YGZX-001。" in page


def test_a_citation_of_an_old_version_leads_to_the_one_in_force(visit, published_again):
    reader = visit("liqiang")

    for cited in (f"{NUMBER} V1.0", f"{NUMBER}_V1.0_运管中心值班手册.docx"):
        page = followed(reader, f"/documents/number/{cited}").text
        assert "旧版本链接：您引用的是 V1.0，现行版本为 V2.0。" in page
    assert "旧版本链接" not in followed(reader, f"/documents/number/{NUMBER} V2.0").text


def test_a_link_of_a_reader_to_a_version_that_was_superseded_shows_the_one_in_force(visit, published_again):
    reader, author = visit("liqiang").get("/documents/1?version=1"), visit("wangjun").get("/documents/1?version=1")

    assert "旧版本链接：V1.0 已被替代，现行版本为 V2.0，以下即为现行版本" in reader.text
    assert "更换值班电话" in reader.text
    assert "您正在查看旧版本 V1.0，已被替代，不得使用" in author.text


def test_the_file_of_a_number_is_that_in_force(visit, published_again):
    file = followed(visit("liqiang"), f"/documents/number/{NUMBER}/file")

    assert file.data.decode() == "新的值班电话。"


def test_a_number_of_before_the_library_leads_there_too(visit, manual, act):
    act(lambda session, people: setattr(queries.get(session, 1, people.admin), "old_number", "运管-2019-7号"))

    page = followed(visit("liqiang"), "/documents/number/运管-2019-7号").text

    assert f"编号 运管-2019-7号 已改为 {NUMBER}。" in page


def test_the_number_of_an_abolished_one_leads_to_its_tombstone(visit, manual, act):
    act(lambda session, people: make.abolish(session, people, 1))
    reader = visit("liqiang")

    assert "已废止" in followed(reader, f"/documents/number/{NUMBER}").text
    assert reader.get(f"/documents/number/{NUMBER}/file").status_code == 404


@pytest.mark.rule("R-4.5.1-3")
def test_what_is_hidden_answers_as_what_was_never_numbered(visit, manual, act):
    draft = act(lambda session, _people: make.former_number(session, NUMBER))
    stranger = visit("zhouwei")

    for tail in ("", " V1.0", "/file"):
        answers = [stranger.get(f"/documents/number/{one}{tail}") for one in (NUMBER, draft, "ZLW-SC01-YGZX-999")]
        assert {answer.status_code for answer in answers} == {404}
        assert len({without_tokens(answer.text) for answer in answers}) == 1
