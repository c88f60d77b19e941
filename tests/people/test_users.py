"""Accounts through their pages: by a system administrator, and by nobody else."""

import csv
import io

import pytest
from sqlalchemy import event, select

from docsys.audit.models import AuditRow
from docsys.people.models import User
from docsys.people.queries import actor_of
from docsys.people.rules import Role
from tests.people.factories import PASSWORD, make_user, place

pytestmark = pytest.mark.db


def new_account(database, **changes):
    with database.read() as session:
        department, post = place(session, "SHFE")
    fields = {"login": "lijing", "name": "李静", "staff_no": "SH001", "department_id": department, "post_id": post}
    return fields | changes


def acts(database):
    with database.read() as session:
        return list(session.scalars(select(AuditRow.act).order_by(AuditRow.id)))


def test_an_account_is_made_with_a_password_shown_once(visit, database):
    admin = visit("admin1")
    answer = admin.post("/system/users/new", **new_account(database))

    page = admin.get(answer.headers["Location"]).text
    assert "ds-secret" in page
    assert "上海期货交易所" in page
    assert acts(database)[-1] == "people.create_user"


@pytest.mark.rule("R-9.3.5-1")
def test_a_new_account_is_plain_staff_and_each_of_its_steps_is_in_the_log(visit, database):
    visit("admin1").post("/system/users/new", **new_account(database))

    with database.read() as session:
        user = session.scalars(select(User).where(User.login == "lijing")).one()
        actor = actor_of(session, user.id)
    assert (user.grants, [role for role in Role if actor.holds(role, user.unit_id)]) == ([], [Role.STAFF])
    assert acts(database)[-2:] == ["people.log_in", "people.create_user"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"login": ""}, "login", "请填写。"),
        ({"login": "Li Jing"}, "login", "以字母开头"),
        ({"login": "zhaomin"}, "login", "该登录名已被使用"),
        ({"staff_no": "S-zhaomin"}, "staff_no", "一人一个账户"),
        ({"name": " "}, "name", "请填写。"),
        ({"name": "李" * 51}, "name", "不能超过 50 个字符"),
        ({"department_id": "99999"}, "department_id", "选择"),
        ({"post_id": ""}, "post_id", "请选择。"),
    ],
)
def test_a_bad_account_is_refused_at_its_field_and_nothing_is_lost(visit, database, changes, field, sentence):
    answer = visit("admin1").post("/system/users/new", **new_account(database, **changes))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'name="{field}"' in answer.text
    assert "SH001" in answer.text or field == "staff_no"
    with database.read() as session:
        assert session.scalar(select(User.id).where(User.login == "lijing")) is None


def test_a_login_is_never_given_to_another_person(visit, database, people):
    admin = visit("admin1")
    admin.post(f"/system/users/{people['staff']}/switch")
    answer = admin.post("/system/users/new", **new_account(database, login="zhaomin"))

    assert "停用的登录名也不再给他人" in answer.text


def test_the_list_is_searched_filtered_and_counted(visit):
    admin = visit("admin1")

    assert "共 4 条" in admin.get("/system/users").text
    assert "共 1 条" in admin.get("/system/users?q=赵").text
    assert "共 2 条" in admin.get("/system/users?role=sysadmin").text
    assert "没有符合条件的用户" in admin.get("/system/users?state=off").text
    assert "没有符合条件的用户" in admin.get("/system/users?q=%25").text


def test_the_list_is_exported_as_it_is_filtered(visit):
    answer = visit("admin1").get("/system/users?q=赵&format=csv")

    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["姓名", "赵敏"]
    assert visit("admin1").get("/system/users?format=exe").status_code == 404
    assert visit("admin1").get("/system/users?format=xlsx").data.startswith(b"PK")


def test_the_list_costs_the_same_for_one_page_of_any_length(visit, database, clock):
    admin = visit("admin1")
    counted = []
    event.listen(database.engine, "before_cursor_execute", lambda *_args: counted.append(1))

    def cost():
        counted.clear()
        admin.get("/system/users")
        return len(counted)

    few = cost()
    with database.act() as session:
        for number in range(10):
            make_user(session, f"more{number}", now=clock.now())
    assert cost() == few


def test_a_second_page_holds_the_rest(visit, database, clock):
    with database.act() as session:
        for number in range(60):
            make_user(session, f"more{number:02}", now=clock.now())
    admin = visit("admin1")

    assert "第 51\u201364 条" in admin.get("/system/users?page=2").text
    assert "第 51\u201364 条" in admin.get("/system/users?page=999999999").text
    assert "第 1\u201350 条" in admin.get("/system/users?page=x&sort=password_hash").text


def test_a_post_is_added_and_removed_but_never_the_last(visit, database, people):
    admin, address = visit("admin1"), f"/system/users/{people['staff']}"
    with database.read() as session:
        department, post = place(session)
        assignment = session.get(User, people["staff"]).assignments[0].id

    assert admin.post(f"{address}/assignments", department_id=department, post_id=post).status_code == 422
    assert admin.post(f"{address}/assignments/{assignment}/remove").status_code == 422
    assert admin.post(f"{address}/assignments", department_id=department, post_id=post + 1).status_code == 303
    assert admin.post(f"{address}/assignments/{assignment}/remove").status_code == 303
    assert admin.post(f"{address}/assignments/{assignment}/remove").status_code == 404


def test_a_department_of_another_unit_is_refused(visit, database, people):
    with database.read() as session:
        department, post = place(session, "SHFE")
    answer = visit("admin1").post(
        f"/system/users/{people['staff']}/assignments", department_id=department, post_id=post
    )

    assert answer.status_code == 422


def test_a_name_is_corrected_and_the_old_one_recorded(visit, database, people):
    visit("admin1").post(f"/system/users/{people['staff']}/name", name="赵敏（女）", staff_no="S-zhaomin")

    with database.read() as session:
        row = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
    assert (row.act, row.detail["before"]["name"], row.detail["after"]["name"]) == (
        "people.rename_user",
        "赵敏",
        "赵敏（女）",
    )


def test_nobody_disables_himself(visit, people):
    admin = visit("admin1")

    assert admin.post(f"/system/users/{people['admin']}/switch").status_code == 422
    assert admin.post(f"/system/users/{people['admin']}/password").status_code == 422
    assert admin.is_signed_in()


def test_a_disabled_account_is_opened_again(visit, people):
    admin = visit("admin1")
    admin.post(f"/system/users/{people['staff']}/switch")
    admin.post(f"/system/users/{people['staff']}/switch")

    assert visit("zhaomin", PASSWORD).is_signed_in()


def test_an_account_that_is_not_there_is_not_found(visit):
    admin = visit("admin1")

    assert [admin.get("/system/users/999").status_code, admin.post("/system/users/999/switch").status_code] == [
        404,
        404,
    ]


def test_names_are_text_and_nothing_else(visit, database, people):
    admin = visit("admin1")
    admin.post(f"/system/users/{people['staff']}/name", name="<script>alert(1)</script>", staff_no="S-zhaomin")

    page = admin.get("/system/users").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
