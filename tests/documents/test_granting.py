"""Use rights in words: in short for the head, as printed in table 19.4, as sentences for the page."""

from datetime import date

import pytest

from docsys.documents import actions, granting
from docsys.documents.actions import RightRow
from docsys.documents.models import UseRight
from docsys.documents.rules import Right
from docsys.people.models import Department, Post, Unit
from tests.documents import factories as make
from tests.people.factories import NOW, place

pytestmark = pytest.mark.db


@pytest.fixture
def people(session):
    return make.make_people(session)


def set_rows(session, people, document, *rows):
    actions.set_document_rights(session, document.id, rows, actor=people.admin, now=NOW)


def test_inherited_rows_say_where_they_come_from(session, people, settings):
    document = make.make_draft(session, people, settings.archive)

    applied = granting.applied(session, document)

    assert applied.folder is not None
    assert applied.folder.code == "SC"
    assert granting.as_printed(applied).endswith("（继承自 SC 技术手册类）")


def test_own_rows_replace_them(session, people, settings):
    document = make.make_draft(session, people, settings.archive)
    department, post = place(session)
    row = RightRow(people.reader.unit_id, department, post, frozenset({Right.LIST, Right.READ}), date(2027, 1, 31))
    set_rows(session, people, document, row)

    applied = granting.applied(session, document)
    ((sentence, why),) = granting.sentences(applied.rows, "敏感")

    assert applied.folder is None
    assert sentence.endswith("可以看目录、阅读，至 2027-01-31 止")
    assert why == ""
    assert granting.as_printed(applied).endswith("（看目录、阅读）")


def test_a_wide_row_says_when_it_does_not_count(session, people, settings):
    document = make.make_draft(session, people, settings.archive)
    set_rows(session, people, document, RightRow(None, None, None, frozenset({Right.LIST, Right.READ})))
    rows = granting.applied(session, document).rows

    assert granting.sentences(rows, "内部") == [("全部单位的各岗位人员可以看目录、阅读", "")]
    assert granting.sentences(rows, "敏感")[0][1] == "未写明部门和岗位，只对公开、内部文档生效（4.5.1）"
    assert granting.in_short(rows) == "全部单位 · 各岗位"
    assert granting.in_short(rows, Right.PRINT) == ""


def test_many_departments_are_counted_not_listed():
    def row(name):
        department = Department(name=name, unit=Unit(short_name="上期所"))
        return UseRight(department=department, post=Post(name="网络管理员"), may_read=True)

    told = granting.in_short([row(f"部门{ordinal}") for ordinal in range(5)])

    assert told == "；".join(f"上期所部门{ordinal} · 网络管理员" for ordinal in range(3)) + " 等 5 个部门"
