"""The pages of the tables in the whole application: read by all, changed by one and confirmed by another."""

import re

import pytest

from docsys import app as application
from docsys.people.rules import Role
from docsys.references import queries
from docsys.references.rules import Table
from docsys.references.seed import seed
from tests.people.conftest import Browser
from tests.people.factories import NOW, PASSWORD, make_reference, make_user

pytestmark = [pytest.mark.db, pytest.mark.rule("R-19-1")]


@pytest.fixture
def visit(database, settings, clock, monkeypatch):
    with database.act() as session:
        make_reference(session)
        seed(session, NOW)
        make_user(session, "lina", Role.DOCADMIN, name="李娜")
        make_user(session, "wangjun", Role.CHG_DESK, name="王军")
        make_user(session, "zhaomin", name="赵敏")
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    app = application.create_app(settings, clock)

    def open_browser(login):
        browser = Browser(app)
        assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
        return browser

    return open_browser


def test_a_room_is_added_in_between_by_two_persons_and_the_old_version_stays(visit, database):
    keeper, desk, staff = visit("lina"), visit("wangjun"), visit("zhaomin")
    form = keeper.get("/references/19.2/edit").text
    typed = dict(re.findall(r'name="(row-\d+-\w+)" value="([^"]*)"', form))
    assert (typed["row-7-0"], typed["row-7-place"], typed["row-8-place"]) == ("深证通南方中心", "8", "")
    typed |= {"base": "1", "row-8-0": "中金所", "row-8-1": "外高桥机房", "row-8-2": "SH-3,SH-9", "row-8-place": "1.5"}

    refused = keeper.post("/references/19.2/edit", **typed, basis="BG-YGZX-2026-0012", reason="新机房")
    asked = keeper.post(
        "/references/19.2/edit", **typed | {"row-8-2": "SH-3,SH-4"}, basis="BG-YGZX-2026-0012", reason="新机房"
    )

    assert (refused.status_code, asked.status_code) == (422, 303)
    assert "第 2 行的节点 SH-9 不在表 19.3 中" in refused.text
    assert 'value="SH-3,SH-9"' in refused.text
    assert "等待确认" in desk.get("/references").text
    assert "等待确认" not in staff.get("/references").text
    preview = re.findall(r'href="(/references/requests/\d+)"', desk.get("/confirmations").text)[0]
    assert "<ins>" not in desk.get("/references/19.2").text
    assert "中金所" in desk.get(preview).text
    assert staff.get(preview).status_code == 404
    desk.post(re.findall(r'action="(/confirmations/\d+)"', desk.get("/confirmations").text)[0], accept="1", remark="")

    with database.read() as session:
        assert [row[0] for row in queries.rows_of(session, Table.ROOMS)][:3] == ["上交所", "中金所", "深证通"]
    now, before = staff.get("/references/19.2").text, staff.get("/references/19.2/versions/1").text
    assert "李娜申请，王军确认" in now
    assert "SH-3，SH-4" in now
    assert "已由第 2 版代替" in before
    assert "SH-3，SH-4" not in before
    compared = staff.get("/references/19.2/compare").text
    assert re.findall(r'<span class="tag [^>]*>(\w+)</span>', compared.partition("第 1 版 → 第 2 版")[2]) == ["新增"]
    lines = staff.get("/references/19.2/versions/2.csv").data.decode("utf-8-sig").splitlines()
    assert lines[:3] == [
        "序号,机构,机房,接入证联网节点",
        "1,上交所,上海外高桥证券技术大厦机房,SH-1，SH-2",
        "2,中金所,外高桥机房,SH-3，SH-4",
    ]


def test_everybody_reads_and_prints_and_only_the_two_roles_change(visit):
    staff = visit("zhaomin")

    pages = {
        path: staff.get(path).status_code for path in ("/references", "/references/19.1", "/references/19.3/compare")
    }
    printed = staff.get("/references/19.1/versions/1.pdf")

    assert set(pages.values()) == {200}
    assert 'href="/references"' in staff.get("/forms/").text
    assert (printed.status_code, printed.data[:5]) == (200, b"%PDF-")
    assert "/references/19.1/edit" not in staff.get("/references/19.1").text
    assert staff.get("/references/19.1/edit").status_code == 403
    assert staff.post("/references/19.1/edit", base="1").status_code == 403
    for path in (
        "/references/19.4",
        "/references/19.1/versions/9",
        "/references/19.1/compare?from=7",
        "/references/19.2/versions/2.pdf",
    ):
        assert staff.get(path).status_code == 404


def test_the_lines_of_19_1_are_fixed_and_nonsense_comes_back_with_what_was_typed(visit):
    keeper = visit("lina")
    typed = {f"row-{at}-1": text for at, text in enumerate(("北京", "100033", "010-1", "010-2", "a@b.cn"))}

    wrong = keeper.post("/references/19.1/edit", **typed, base="x", basis="文", reason="迁址")
    asked = keeper.post("/references/19.1/edit", **typed, base="1", basis="文", reason="迁址")

    assert (wrong.status_code, asked.status_code) == (422, 303)
    assert 'value="a@b.cn"' in wrong.text
    assert "表 19.1 运管中心联系方式改为第 2 版：更改 4 行（迁址；依据：文）" in keeper.get("/references/19.1").text
