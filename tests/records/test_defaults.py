"""What is known of the person stands in a fresh form: unit, department, posts, and what he wrote there the last time."""

from datetime import datetime

import pytest
from sqlalchemy import select

from docsys.clock import local
from docsys.forms.shape import DRAFT
from docsys.people.models import Assignment, Department, Post, User
from docsys.records import actions, people, rules
from docsys.records.actions import Typed
from docsys.records.rules import Writer
from tests.people.factories import NOW
from tests.records.factories import CATALOGUE, make_people

BT, QX = CATALOGUE.get("BT"), CATALOGUE.get("QX")
WALL: datetime = local(NOW)


def test_a_fresh_form_shows_what_is_known_of_its_writer_and_leaves_open_what_is_not():
    known = Writer("李静（lijing）", "上海期货交易所", "技术部", "网络管理员、值班人员")

    full = rules.prefilled(QX, DRAFT, writer=known, now=WALL)
    bare = rules.prefilled(QX, DRAFT, writer=Writer("李静（lijing）", "上海期货交易所"), now=WALL)

    assert full == {"applicant": "李静（lijing）", "department": "技术部", "post": "网络管理员、值班人员"}
    assert bare == {"applicant": "李静（lijing）"}


def test_what_the_writer_wrote_last_is_offered_only_where_the_form_asks_for_it():
    known = Writer("李静（lijing）", "上海期货交易所", last={"contact": "李静 021-5555 0100", "name": "上一次变更"})

    shown = rules.prefilled(BT, DRAFT, writer=known, now=WALL)

    assert (shown["contact"], shown.get("name")) == ("李静 021-5555 0100", None)
    assert "contact" not in rules.prefilled(BT, DRAFT, writer=Writer("李静（lijing）", ""), now=WALL)


@pytest.mark.db
def test_department_and_posts_come_from_the_duties_and_the_telephone_from_the_last_sheet(session):
    crew = make_people(session)
    user = session.scalars(select(User).where(User.login == "zhangming")).one()
    department = session.scalars(
        select(Department).where(Department.unit_id == user.unit_id).order_by(Department.id)
    ).first()
    posts = session.scalars(select(Post).order_by(Post.id).limit(2)).all()
    user.assignments.clear()
    session.flush()
    user.assignments = [Assignment(department=department, post=post) for post in posts]
    session.flush()

    asked = actions.start(session, QX, actor=crew.desk, now=NOW)
    first = actions.start(session, BT, actor=crew.desk, now=NOW)
    told = Typed({"contact": "张明 021-5555 0199"}, first.version)
    actions.save(session, first.id, told, actor=crew.desk, now=NOW)

    assert asked.data["department"] == department.name
    assert asked.data["post"] == f"{posts[0].name}、{posts[1].name}"
    assert actions.start(session, BT, actor=crew.desk, now=NOW).data["contact"] == "张明 021-5555 0199"
    assert people.writer(session, BT, crew.desk2).last == {}
