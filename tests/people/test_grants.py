"""Roles by two persons (2.3.3), and those that exclude each other."""

import pytest
from sqlalchemy import select

from docsys.people.actions import grants
from docsys.people.events import ConfirmationAccepted
from docsys.people.exclusion import RolesExclude, check_exclusive
from docsys.people.models import Confirmation, Grant, User
from docsys.people.rules import Role
from tests.people.factories import make_user

pytestmark = pytest.mark.db


def roles_of(database, user_id):
    with database.read() as session:
        return [
            Role(role)
            for role in session.scalars(select(Grant.role).where(Grant.user_id == user_id).order_by(Grant.id))
        ]


def waiting(database):
    with database.read() as session:
        return list(session.scalars(select(Confirmation.id).where(Confirmation.decided_at.is_(None))))


def ask(browser, user_id, role, unit_id=""):
    return browser.post(f"/system/users/{user_id}/grants", role=role, unit_id=unit_id)


@pytest.mark.rule("R-2.3.3-1")
def test_a_role_is_held_once_a_second_person_confirms(visit, database, people):
    ask(visit("admin1"), people["staff"], Role.DOCADMIN)
    assert roles_of(database, people["staff"]) == []

    (confirmation,) = waiting(database)
    assert visit("admin2").post(f"/confirmations/{confirmation}", accept="1").status_code == 303
    assert roles_of(database, people["staff"]) == [Role.DOCADMIN]


@pytest.mark.rule("R-2.3.3-1")
def test_who_asked_cannot_confirm(visit, database, people):
    admin = visit("admin1")
    ask(admin, people["staff"], Role.DOCADMIN)
    (confirmation,) = waiting(database)

    assert "由您申请，须由另一人确认" in admin.get("/confirmations").text
    assert admin.post(f"/confirmations/{confirmation}", accept="1").status_code in {403, 422}
    assert roles_of(database, people["staff"]) == []


def test_without_the_permission_nobody_confirms(visit, database, people):
    ask(visit("admin1"), people["staff"], Role.DOCADMIN)
    (confirmation,) = waiting(database)

    assert visit("auditor1").post(f"/confirmations/{confirmation}", accept="1").status_code in {403, 404}
    assert "没有等待确认的事项" in visit("zhaomin").get("/confirmations").text
    assert roles_of(database, people["staff"]) == []


def test_a_refusal_carries_nothing_out(visit, database, people):
    ask(visit("admin1"), people["staff"], Role.DOCADMIN)
    (confirmation,) = waiting(database)
    second = visit("admin2")
    second.post(f"/confirmations/{confirmation}", accept="", remark="岗位不符")

    assert roles_of(database, people["staff"]) == []
    page = second.get("/confirmations?decided=1").text
    assert "岗位不符" in page
    assert "已拒绝" in page


def test_new_roles_end_old_sessions(visit, database, people):
    browser = visit("zhaomin")
    ask(visit("admin1"), people["staff"], Role.DOCADMIN)
    visit("admin2").post(f"/confirmations/{waiting(database)[0]}", accept="1")

    assert not browser.is_signed_in()


def test_a_role_is_taken_back_by_two_persons(visit, database, people):
    with database.read() as session:
        grant = session.scalars(select(Grant.id).where(Grant.user_id == people["auditor"])).one()
    visit("admin1").post(f"/system/users/{people['auditor']}/grants/{grant}/revoke")
    assert roles_of(database, people["auditor"]) == [Role.AUDITOR]
    visit("admin2").post(f"/confirmations/{waiting(database)[0]}", accept="1")

    assert roles_of(database, people["auditor"]) == []


@pytest.mark.parametrize(("who", "role"), [("auditor", Role.SYSADMIN), ("admin", Role.AUDITOR)])
def test_administrator_and_auditor_are_never_one_person(visit, database, people, who, role):
    answer = ask(visit("admin2"), people[who], role)

    assert answer.status_code == 422
    assert "互斥，不能由同一人担任" in answer.text
    assert waiting(database) == []


def test_two_requests_that_waited_at_once_do_not_join_what_excludes(visit, database, people):
    first, second = visit("admin1"), visit("admin2")
    ask(first, people["staff"], Role.SYSADMIN)
    ask(first, people["staff"], Role.AUDITOR)
    one, other = waiting(database)

    assert second.post(f"/confirmations/{one}", accept="1").status_code == 303
    assert second.post(f"/confirmations/{other}", accept="1").status_code == 422
    assert roles_of(database, people["staff"]) == [Role.SYSADMIN]


def test_the_same_is_not_asked_twice(visit, database, people):
    admin = visit("admin1")
    ask(admin, people["staff"], Role.DOCADMIN)

    assert "已在等待第二人确认" in ask(admin, people["staff"], Role.DOCADMIN).text
    assert len(waiting(database)) == 1


def test_what_is_decided_is_not_decided_again(visit, database, people):
    ask(visit("admin1"), people["staff"], Role.DOCADMIN)
    (confirmation,) = waiting(database)
    second = visit("admin2")
    second.post(f"/confirmations/{confirmation}", accept="1")

    assert second.post(f"/confirmations/{confirmation}", accept="1").status_code >= 400
    assert roles_of(database, people["staff"]) == [Role.DOCADMIN]


def test_a_disabled_account_gets_no_role(visit, people):
    admin = visit("admin1")
    admin.post(f"/system/users/{people['staff']}/switch")

    assert "账户已停用" in ask(admin, people["staff"], Role.DOCADMIN).text


def test_the_last_administrator_stays(visit, database, people):
    with database.read() as session:
        first = session.scalars(select(Grant.id).where(Grant.user_id == people["admin"])).one()
    admin, second = visit("admin1"), visit("admin2")
    admin.post(f"/system/users/{people['admin']}/grants/{first}/revoke")
    admin.post(f"/system/users/{people['second']}/switch")
    (confirmation,) = waiting(database)

    assert not second.is_signed_in()
    with database.act() as session:
        make_user(session, "admin3", Role.SYSADMIN)
    visit("admin3").post(f"/system/users/{people['second']}/switch")
    with database.act() as session:
        session.get(User, session.scalars(select(User.id).where(User.login == "admin3")).one()).active = False
        session.get(User, people["second"]).active = True
        session.get(User, people["admin"]).active = True
    answer = visit("admin2").post(f"/confirmations/{confirmation}", accept="1")
    assert answer.status_code == 303  # admin2 is still there


@pytest.mark.parametrize("role", list(Role))
def test_only_the_three_administrations_exclude_each_other(role):
    for other in Role:
        excluded = role != other and {role, other} <= {Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR}
        if excluded:
            with pytest.raises(RolesExclude):
                check_exclusive(role, [other])
        else:
            check_exclusive(role, [other])


def test_grants_are_only_what_grants_asked(database, people):
    fields = {"kind": "documents.publish", "subject": "x", "payload": {}}
    unknown = ConfirmationAccepted.__new__(ConfirmationAccepted)
    for name, value in fields.items():
        object.__setattr__(unknown, name, value)
    with database.act() as session:
        grants.carry_out(session, unknown)

    assert roles_of(database, people["staff"]) == []
