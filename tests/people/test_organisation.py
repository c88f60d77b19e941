import pytest
from sqlalchemy import select

from docsys.people.models import Department, Post, Unit
from docsys.people.seed import seed
from tests.people.factories import NOW

pytestmark = pytest.mark.db


def by_code(database, code):
    with database.read() as session:
        return session.scalars(select(Unit).where(Unit.code == code)).one()


def test_the_reference_data_is_written_once(session):
    seed(session, NOW)
    session.scalars(select(Unit).where(Unit.code == "SSE")).one().name = "上交所（改）"
    seed(session, NOW)

    units = session.scalars(select(Unit).order_by(Unit.id)).all()
    assert [unit.code for unit in units] == [
        "ZXB",
        "WGB",
        "YGZX",
        "CSITS",
        "CFMMC",
        "SSE",
        "SHFE",
        "CFFEX",
        "SSCC",
        "SZSE",
        "DCE",
        "CZCE",
        "SFIT",
        "DFITC",
        "ESUN",
        "SSCCS",
        "EXT",
    ]
    assert not any(unit.confirmed for unit in units)
    assert all(unit.departments for unit in units)
    assert units[5].name == "上交所（改）"
    assert session.scalar(select(Post.id).where(Post.name == "值班负责人"))


def test_a_unit_is_confirmed(visit, database):
    admin, unit = visit("admin1"), by_code(database, "SSE")
    assert "17 个单位尚未确认" in admin.get("/system/units").text
    admin.post(f"/system/units/{unit.id}/confirm")

    assert by_code(database, "SSE").confirmed
    assert "16 个单位尚未确认" in admin.get("/system/units").text


def test_a_unit_is_added_and_its_code_never_twice(visit, database):
    admin = visit("admin1")
    fields = {"code": "NEWX", "name": "新单位", "short_name": "新", "kind": "外部"}

    assert admin.post("/system/units", **fields).status_code == 303
    answer = admin.post("/system/units", **fields)
    assert (answer.status_code, "已被使用" in answer.text) == (422, True)


@pytest.mark.parametrize("code", ["ab", "AB", "ABCDEFG", "A1C", "上交所", "AB C"])
def test_a_code_is_three_to_six_capitals(visit, code):
    answer = visit("admin1").post("/system/units", code=code, name="x", short_name="x", kind="外部")

    assert answer.status_code == 422


def test_a_unit_is_renamed_but_keeps_its_code(visit, database):
    admin, unit = visit("admin1"), by_code(database, "SSE")
    fields = {"name": "上海证券交易所有限公司", "short_name": "上交所", "kind": "承建单位", "form": "unit"}

    assert admin.post(f"/system/units/{unit.id}", code="SSE", **fields).status_code == 303
    assert admin.post(f"/system/units/{unit.id}", code="SSX", **fields).status_code == 422
    assert by_code(database, "SSE").name == "上海证券交易所有限公司"


def test_departments_and_posts_are_added_and_put_out_of_use(visit, database):
    admin, unit = visit("admin1"), by_code(database, "SSE")
    admin.post(f"/system/units/{unit.id}/departments", name="网络部", form="department")
    assert admin.post(f"/system/units/{unit.id}/departments", name="网络部", form="department").status_code == 422
    admin.post("/system/posts", name="巡检员")
    assert admin.post("/system/posts", name="巡检员").status_code == 422
    with database.read() as session:
        department = session.scalars(
            select(Department.id).where(Department.unit_id == unit.id, Department.name == "网络部")
        ).one()
        post = session.scalars(select(Post.id).where(Post.name == "巡检员")).one()
    admin.post(f"/system/departments/{department}/switch")
    admin.post(f"/system/posts/{post}/switch")
    admin.post(f"/system/units/{unit.id}/switch")

    with database.read() as session:
        assert [
            session.get(kind, key).active for kind, key in ((Department, department), (Post, post), (Unit, unit.id))
        ] == [False] * 3
    assert "上交所 · 网络部" not in admin.get("/system/users/new").text
