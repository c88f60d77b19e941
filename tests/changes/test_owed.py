"""Who is told of what he owes to an order, by which day (4.4.5, G16, G7)."""

from datetime import date

import pytest
from sqlalchemy import select

from docsys.changes.actions.updating import list_updates
from docsys.changes.models import ChangeDocument
from docsys.changes.owed import owed
from docsys.people.rules import Role
from tests.changes.factories import BG
from tests.people.factories import actor_of, make_user

pytestmark = pytest.mark.db
TODAY = date(2026, 11, 30)


def told(session, actor, today=TODAY):
    return [(task.what, task.due) for task in owed(session, actor, today)]


@pytest.mark.rule("R-4.4.5-1")
def test_documents_are_asked_of_their_keeper_and_of_his_superior(session, line):
    line.ready(documents=BG.sample["documents"], documents_none=None)
    list_updates(session, line.change)
    items = session.scalars(select(ChangeDocument).order_by(ChangeDocument.id)).all()
    item = items[0]
    superior = actor_of(session, make_user(session, "zhaolei", Role.LEADER, name="赵磊", unit="SHFE"))
    mine = (f"变更后{item.action}文档", item.due)
    theirs = (f"变更后{item.action}文档（责任人 {item.responsible}）", item.due)
    keeper = next(
        one for one in (line.people.li, line.people.wang, line.people.liu) if one.user_id == item.responsible_id
    )

    assert mine in told(session, keeper)
    assert theirs in told(session, superior)
    assert told(session, line.people.stranger) == []

    for one in items:
        one.doing = "done"
    session.flush()
    assert told(session, keeper) == []


@pytest.mark.rule("R-15.6.2-3")
def test_opinions_are_asked_of_who_may_give_them_until_they_are_given(session, line):
    speaker = actor_of(session, make_user(session, "zhaolei", Role.LEADER, name="赵磊", unit="SHFE"))
    line.begin(level="一级").submit().consult()

    assert told(session, speaker) == [("回复一级变更意见", date(2026, 11, 24))]
    assert told(session, line.people.wang) == []

    line.hear()
    assert told(session, speaker) == []
