from dataclasses import replace

import pytest

from docsys.web import Badge, Card, CardItem, Web, make_app
from tests.web.conftest import TOKEN, make_blueprint


@pytest.fixture
def show(settings, database, clock, people, happened):
    def render(*cards, badge=None):
        web = Web(
            settings,
            database,
            clock,
            people.identify,
            people.touch,
            [make_blueprint(happened)],
            cards=cards,
            badge=lambda: badge,
        )
        app = make_app(web)
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        client.post("/login", data={"token": TOKEN})
        return client.get("/").text

    return render


def card(group, *items, title="待我处理"):
    return lambda _session, _actor, _today: Card(title, items, "/all", len(items), group=group)


def test_my_work_stands_before_what_is_due_and_the_health(show):
    page = show(card("health", title="备份"), card("due", title="到期"), card("work"))

    assert page.index("我的工作") < page.index("到期提醒") < page.index("运行状况")


def test_a_card_is_handed_session_actor_and_day(show):
    seen = []
    show(lambda session, actor, today: seen.append((session.is_active, actor.login, today.isoformat())))

    assert seen == [(True, "zhaomin", "2026-11-23")]


def test_a_row_names_its_state_and_leads_on(show):
    page = show(card("work", CardItem("值班手册 V2.1", "/documents/1", "3 天后", "soon", "即将到期")))

    assert (
        '<span class="tag tag-soon">即将到期</span><a href="/documents/1">值班手册 V2.1</a><span class="note">3 天后</span>'
        in page
    )


def test_nothing_to_do_says_what_would_come_here(show):
    assert "目前没有待办" in show()
    assert "暂无待办。" in show(card("work"))


def test_the_badge_of_the_mirror_stands_beside_the_search(show):
    badge = Badge("备份同步", "valid", "/mirror", "09:12 核对")

    assert '<a class="tag tag-valid" href="/mirror" title="09:12 核对">备份同步</a>' in show(badge=badge)
    assert '<span class="tag tag-late" title="">备份停顿</span>' in show(
        badge=replace(badge, label="备份停顿", tone="late", link=None, title="")
    )
