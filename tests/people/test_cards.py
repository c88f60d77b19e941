import pytest

from docsys.people.actions import signing
from docsys.people.models import User
from docsys.people.rules import Role
from docsys.people.views import bp
from docsys.people.views.cards import cards, waiting
from docsys.web import NavItem, Web, make_app
from tests.people.factories import actor_of

pytestmark = pytest.mark.db


@pytest.fixture
def app(settings, database, clock, people):
    nav = [
        NavItem(
            "people.confirmations", "双人确认", "users", count=waiting, match=("people.confirmations", "people.decide")
        )
    ]
    return make_app(Web(settings, database, clock, signing.identifier(settings), signing.touch, [bp], nav, cards=cards))


def test_what_waits_for_me_stands_on_the_first_page_and_in_the_navigation(visit, people):
    visit("admin1").post(f"/system/users/{people['staff']}/grants", role=Role.DOCADMIN, unit_id="")

    page = visit("admin2").get("/").text
    assert "授予 赵敏“文档管理员”（全网）" in page
    assert 'aria-label="1 项待办"' in page
    assert "授予 赵敏" not in visit("admin1").get("/").text
    assert "授予 赵敏" not in visit("zhaomin").get("/").text


def test_unconfirmed_units_are_an_administrators_business(visit):
    assert "17 个单位的名称与代码尚未核对" in visit("admin1").get("/").text
    assert "尚未核对" not in visit("zhaomin").get("/").text


def test_a_request_is_counted_for_the_other_administrator_alone(visit, database, people):
    visit("admin1").post(f"/system/users/{people['staff']}/grants", role=Role.DOCADMIN, unit_id="")

    with database.read() as session:
        counts = [
            waiting(session, actor_of(session, session.get_one(User, people[who])))
            for who in ("admin", "second", "staff")
        ]
    assert counts == [0, 1, 0]
