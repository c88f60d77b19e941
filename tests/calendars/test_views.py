"""The pages of the calendars in the whole application: shown, imported with a look beforehand, confirmed by another."""

import io
import re

import pytest

from docsys import app as application
from docsys.calendars import actions
from docsys.calendars.seed import seed
from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Role
from tests.calendars.factories import NOTICE_2027
from tests.people.conftest import Browser
from tests.people.factories import NOW, PASSWORD, make_reference, make_user

BANNER = "2027 年的工作日、交易日日历尚未导入，请尽快导入"
ASK = {"which": "working", "year": "2027", "source": "国办发明电〔2026〕9 号", "text": NOTICE_2027}


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, actions.carry_out)
    return bus


@pytest.fixture
def visit(database, settings, clock, monkeypatch):
    with database.act() as session:
        make_reference(session)
        seed(session, NOW)
        make_user(session, "admin1", Role.SYSADMIN, name="孙立")
        make_user(session, "admin2", Role.SYSADMIN, name="周宁")
        make_user(session, "wgb1", Role.WGB, name="马骏")
        make_user(session, "zhaomin", name="赵敏")
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    app = application.create_app(settings, clock)

    def open_browser(login):
        browser = Browser(app)
        assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
        return browser

    return open_browser


def confirm(browser):
    waiting = re.findall(r'action="(/confirmations/\d+)"', browser.get("/confirmations").text)
    return browser.post(waiting[0], accept="1", remark="")


def test_a_year_is_shown_to_everybody_and_changed_by_system_administrators(visit):
    admin, staff = visit("admin1"), visit("zhaomin")

    page, told = admin.get("/calendars").text, staff.get("/calendars?year=2025").text

    assert "2026 年日历" in page
    assert 'title="2026-10-10（周六）工作日，休市：国庆节调休"' in page
    assert "随系统提供" in page
    assert "导入年度安排" in page
    assert "更改一天" in page
    assert "2025 年日历" in told
    assert "导入年度安排" not in told
    assert "更改一天" not in told


@pytest.mark.parametrize("year", ["", "abc", "99999", "1066", "\uff12\uff10\uff12\uff16"])
def test_nonsense_for_a_year_shows_this_one(visit, year):
    assert "<h1>2026 年日历" in visit("zhaomin").get(f"/calendars?year={year}").text


def test_the_banner_stands_from_november_over_the_pages_of_those_it_concerns(visit, clock):
    pages = {login: visit(login).get("/").text for login in ("admin1", "wgb1", "zhaomin")}
    assert {login: BANNER in text for login, text in pages.items()} == {"admin1": True, "wgb1": True, "zhaomin": False}
    assert BANNER not in visit("admin1").get("/calendars?year=2027").text
    assert BANNER in visit("admin1").get("/calendars").text

    clock.moment = clock.moment.replace(month=10, day=31)

    assert "日历尚未导入" not in visit("admin1").get("/").text


def test_in_the_year_itself_the_banner_is_urgent(visit, clock):
    clock.moment = clock.moment.replace(year=2027, month=1, day=4)

    assert "2027 年的工作日、交易日日历尚未导入，请立即导入" in visit("wgb1").get("/").text


def test_a_missing_year_says_what_follows_and_offers_the_first_step(visit):
    admin, member = visit("admin1").get("/calendars?year=2027").text, visit("wgb1").get("/calendars?year=2027").text

    assert "2027 年尚未导入" in admin
    assert 'href="/calendars/import?year=2027"' in admin
    assert 'href="/calendars/import' not in member


def test_a_notice_is_looked_at_before_it_is_asked_for(visit):
    admin = visit("admin1")

    form = admin.get("/calendars/import?year=2027&which=trading").text
    wrong = admin.post("/calendars/import", **ASK | {"text": "元旦：1月1日（周四）放假。"})
    looked = admin.post("/calendars/import", **ASK)

    assert '<option value="trading" selected>' in form
    assert (wrong.status_code, looked.status_code) == (200, 200)
    assert "第 1 行：2027-01-01（周五），写的是“周四”。" in wrong.text
    assert 'name="ask"' not in wrong.text
    assert "2027-02-14（周日）" in looked.text
    assert "工作日 256 天，其中调休上班 1 天" in looked.text
    assert 'name="ask"' in looked.text
    assert "没有等待确认的事项" in admin.get("/confirmations").text


@pytest.mark.db
def test_a_year_is_loaded_when_another_confirms_what_he_has_seen(visit):
    admin, member = visit("admin1"), visit("wgb1")

    asked = admin.post("/calendars/import", **ASK, ask="1")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/calendars?year=2027")
    preview = re.findall(r'href="(/calendars/requests/\d+)"', member.get("/confirmations").text)[0]
    seen = member.get(preview).text
    assert "以下为与周一至周五不同的日子" in seen
    assert "2027-02-14（周日）" in seen
    assert confirm(member).status_code == 303

    page = admin.get("/calendars?year=2027").text
    assert "孙立申请，马骏确认" in page
    assert "交易日未导入" in page
    assert "2027 年的交易日日历尚未导入，请尽快导入" in admin.get("/").text
    assert "已确认" in member.get(preview).text


def test_a_file_of_this_country_is_read(visit):
    admin = visit("admin1")
    file = (io.BytesIO("日期,类别,说明\n2027-01-01,休市,元旦\n".encode("gb18030")), "休市.csv")

    looked = admin.post("/calendars/import", **ASK | {"which": "trading", "text": ""}, file=file)

    assert "2027-01-01,休市,元旦" in looked.text
    assert "交易日 260 天，夜盘 260 个" in looked.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"\xff\xfe\x00\x81", "读不出文字。"), (b"x" * 200_001, "文件超过 200 KB，不像是一份通知或 CSV。")],
)
def test_what_is_no_text_is_refused(visit, content, sentence):
    answer = visit("admin1").post("/calendars/import", **ASK, file=(io.BytesIO(content), "a.csv"))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "春节：2月5日（周五）" in answer.text


def test_a_text_as_long_as_a_book_is_refused(visit):
    answer = visit("admin1").post("/calendars/import", **ASK | {"text": "春" * 200_001})

    assert answer.status_code == 422
    assert "内容过长，不像是一份通知或 CSV。" in answer.text


def test_a_request_without_its_source_comes_back_with_all_that_was_typed(visit):
    answer = visit("admin1").post("/calendars/import", **ASK | {"source": ""}, ask="1")

    assert answer.status_code == 422
    assert "请写明来源（文号或公告名称）" in answer.text
    assert "春节：2月5日（周五）" in answer.text


def test_a_night_is_taken_out_by_two(visit):
    admin = visit("admin1")
    night = {"which": "trading", "day": "2026-11-25", "kind": "no_night", "note": "台风", "source": "上期所公告"}

    refused = admin.post("/calendars/days", **night | {"day": "2026-11-28"})
    asked = admin.post("/calendars/days", **night)
    again = admin.get("/calendars").text
    confirm(visit("admin2"))

    assert (refused.status_code, asked.status_code) == (422, 303)
    assert "2026-11-28（周六）本来就不是交易日，不必写“无夜盘”。" in refused.text
    assert "等待确认" in again
    page = admin.get("/calendars").text
    assert "2026-11-25（周三）工作日，交易日，无夜盘：台风" in page
    assert "上期所公告；孙立申请，周宁确认" in page
    assert "更改日历日期" in admin.get("/system/audit").text


def test_the_look_at_a_single_day_names_what_it_was(visit):
    admin = visit("admin1")
    admin.post("/calendars/days", which="working", day="2026-11-25", kind="off", note="活动", source="通知")

    preview = re.findall(r'href="(/calendars/requests/\d+)"', admin.get("/calendars").text)[0]

    seen = admin.get(preview).text
    assert "<td>工作日</td><td>放假</td>" in seen
    assert visit("zhaomin").get(preview).status_code == 404


def test_nobody_else_sees_the_form_or_asks(visit):
    for login in ("wgb1", "zhaomin"):
        browser = visit(login)
        assert browser.get("/calendars/import").status_code == 403
        assert browser.post("/calendars/import", **ASK).status_code == 403
        assert browser.post("/calendars/days", which="x").status_code == 403
