"""The pages of what a person may use and of who may read a document."""

import pytest

from tests.documents import factories as make


@pytest.fixture
def manual(act, settings):
    act(lambda session, people: make.make_current(session, people, settings.archive))


@pytest.mark.db
def test_everybody_sees_what_he_may_use(visit, manual):
    page = visit("liqiang").get("/documents/entitlements").text

    assert "李强的使用权限" in page
    assert "SC01" in page
    assert 'name="login"' not in page


def test_who_sets_rights_looks_up_others(visit, manual):
    administrator = visit("zhaomin")

    assert "李强的使用权限" in administrator.get("/documents/entitlements?login=liqiang").text
    assert "可查看全网全部文档" in administrator.get("/documents/entitlements").text
    assert administrator.get("/documents/entitlements?login=nobody").status_code == 404


def test_others_look_up_nobody(visit, manual):
    assert visit("liqiang").get("/documents/entitlements?login=zhaomin").status_code == 403


def test_who_may_read_it_is_for_those_who_keep_the_library(visit, manual):
    page = visit("zhaomin").get("/documents/1/readers").text

    assert "李强" in page
    assert "使用权限" in page
    assert "周伟" not in page
    assert visit("liqiang").get("/documents/1/readers").status_code == 403
    assert visit("zhouwei").get("/documents/1/readers").status_code == 404
