import csv
import io

import pytest

from docsys.people.rules import Permission

pytestmark = pytest.mark.db


def test_the_auditor_reads_filters_and_exports_the_log(visit):
    visit().post("/login", login="=cmd()", password="x")
    auditor = visit("auditor1")

    assert "people.log_in" in auditor.get("/system/audit").text
    assert "没有符合条件的记录" in auditor.get("/system/audit?login=nobody").text
    assert "没有符合条件的记录" in auditor.get("/system/audit?until=2026-11-22").text
    assert (
        "people.log_in"
        in auditor.get("/system/audit?since=2026-11-23&until=2026-11-23&act=people&subject=audit&result=ok").text
    )
    assert auditor.get("/system/audit?since=not-a-day").status_code == 200
    rows = list(
        csv.reader(io.StringIO(auditor.get("/system/audit?result=refused&format=csv").data.decode("utf-8-sig")))
    )
    assert rows[0][0] == "序号"
    assert [row[6] for row in rows[1:]] == ["'=cmd()"]


def test_the_auditor_sees_accounts_and_changes_none(visit, people):
    auditor = visit("auditor1")
    page = auditor.get(f"/system/users/{people['staff']}").text

    assert "赵敏" in page
    assert page.count("<form") == 1  # logging out
    assert auditor.post(f"/system/users/{people['staff']}/switch").status_code == 403
    assert [
        auditor.get(address).status_code
        for address in ("/system/users", "/system/units", "/system/posts", "/system/users/new")
    ] == [200, 200, 200, 403]


def test_nobody_else_reads_the_log(visit):
    assert visit("zhaomin").get("/system/audit").status_code == 403
    assert Permission.AUDIT_READ.label


def test_the_roles_page_is_the_table_of_permissions(visit):
    page = visit("auditor1").get("/system/roles").text

    assert all(permission.label in page for permission in Permission)


def test_an_act_is_found_by_its_chinese_name(visit):
    auditor = visit("auditor1")

    assert "没有符合" in auditor.get("/system/audit?act=查无此事").text
    assert "登录" in auditor.get("/system/audit?act=登录&format=csv").text
