"""Change orders whose days go by: a first-level one with opinions and notice, an emergency by telephone, a failure, a stale document."""

import io
import re
from datetime import datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from docsys import app as application
from docsys.app.listeners import LISTENERS
from docsys.documents.models import Document
from tests.browser import line, ordering
from tests.browser.days import Days, RunningClock, open_for_work
from tests.browser.desks import Desk, Room
from tests.changes.factories import keepers, make_people
from tests.documents import factories as documents

pytestmark = pytest.mark.browser
CAST = ordering.Cast(
    author="lijing",
    hand="王海涛（wanghaitao）",
    eye="刘颖（liuying）",
    desk="zhangming",
    second="sunyue",
    reviewers=("chenzhiyuan",),
    watch="sunli",
    keeper="zhaomin",
    unit="上海期货交易所",
)
GROUP = ordering.Cast(**{**vars(CAST), "reviewers": ("majun", "tangwen", "guli")})


@pytest.fixture
def clock():
    return RunningClock()


@pytest.fixture
def bus(bus):
    for event, listener in LISTENERS:
        bus.subscribe(event, listener)
    return bus


@pytest.fixture
def number(database, settings):
    """The people, and a document in force that a change may make stale; its number."""
    with database.act() as session:
        people = keepers(session, make_people(session))
        for folder in ("PZ", "SP", "CZ"):
            documents.grant(session, people, folder)
        document = documents.make_current(
            session, people, settings.archive, folder_code="PZ02", title="SH-2 交换机配置"
        )
        return document.number


@pytest.fixture
def days(browser, database, settings, clock, monkeypatch, shots, number):
    """The whole of docsys on a clock that a test moves."""
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    with open_for_work(settings, clock, database, services) as address:
        room = Room(browser, address, shots)
        yield Days(room, clock)
        room.close()
        assert room.complaints == []


BEGIN = datetime(2026, 11, 28, 9, 0)  # noqa: DTZ001 - typed into an input; a Saturday
FILLED = {
    "experience": "升级前核对备件版本。",
    "phenomenon": "升级后邻居关系未恢复。",
    "cause": "新版本与对端不兼容。",
    "improvement": "与厂商确认兼容版本后重新申请。",
}


def led_to_the_machine_room(days: Days, **more: str) -> str:
    """A change of the second level for Saturday morning, released on Monday; it is Saturday."""
    typed = ordering.fan(CAST, BEGIN) | more
    url = ordering.apply(days.room.desk(CAST.author), typed, "70")
    ordering.review(days.room, CAST, url, "70")
    days.it_is("2026-11-28 09:02")
    return url


def consult(room: Room, url: str) -> None:
    """The desk asks; a unit that is concerned answers itself, the desk notes down what the others said."""
    desk, own = room.desk(CAST.desk), room.desk("wujing")
    desk.open(f"{url}/review")
    desk.fill(答复期限="2026-11-24")
    desk.press("受理并征求意见", says="征求")
    own.open(f"{url}/review")
    own.fill(意见="同意")
    own.press("提交本单位意见", says="已登记上期所的意见：同意")
    desk.open(f"{url}/review")
    units = desk.page.get_by_role("main").locator("select[name=unit_id]")
    while not units.locator("option").nth(1).inner_text().endswith("（已答复）"):
        units.select_option(index=1)
        desk.fill(意见="无意见", 答复人="值班经理")
        desk.press("代录意见", says="的意见：无意见")
    desk.shot("71-consulted")
    desk.press("汇总意见并转评审", says="的意见已汇总，转网管办评审")


def announce(room: Room, url: str) -> None:
    """The notice to the units concerned, issued by a second person, and what goes to 证信办."""
    desk, second = room.desk(CAST.desk), room.desk(CAST.second)
    desk.open(f"{url}/notice")
    room.expected.add(422)
    desk.button("转待实施").click()
    desk.sees("尚未通知上海期货交易所、中国金融期货交易所，请发布变更通知")
    desk.press("起草变更通知", says="已按变更单起草通知 BT-2026-0001")
    notice = desk.page.url
    desk.fill(联系人及电话="张明 021-20000000")
    desk.press(re.compile("^提交"), says="已提交")
    second.open(notice)
    second.press("发布通知", says="已办理")
    desk.open(f"{url}/notice")
    desk.fill(报备证信办日期="2026-11-25", 报备接收人="何平")
    desk.shot("72-notice")
    desk.press("转待实施", says="已转待实施")


def text_of(desk: Desk, address: str) -> str:
    """The text of a print, fetched as its link does."""
    answer = desk.page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)


@pytest.mark.rule("R-15.6.2-3", "R-15.5.1-1", "R-15.6.3-1")
def test_an_order_of_the_first_level_is_consulted_reviewed_announced_carried_out_and_archived(days):
    room = days.room
    more = {
        "level": "一级",
        "impact_system": "更换期间 SH-2 单机运行",
        "affected_units": "上海期货交易所、中国金融期货交易所",
        "rollback": "装回原风扇模块",
        "rollback_trigger": "转速告警未消除",
        "rollback_deadline": "2026-11-28T11:00",
        "test_results": "实验环境更换两次，正常。",
        "emergency_plan": "由 SH-1 单点承载。",
        "resources": "实施 2 人，备件 1 个。",
    }
    url = ordering.apply(room.desk(CAST.author), ordering.fan(CAST, BEGIN) | more, "71")
    consult(room, url)
    ordering.judge(room, GROUP, url, "71", leader="zhengguodong")
    announce(room, url)
    days.it_is("2026-11-28 09:02")
    ordering.carry_out(room, CAST, url, "73")
    ordering.recheck(room, CAST, url, "风扇已更换，目标达成")
    ordering.bring_up_to_date(room, CAST, url)
    ordering.archive(room, CAST, url, "74")


def tell_by_telephone(room: Room) -> str:
    """Told, approved by word of mouth, confirmed by 证信办 on its page; answers the address of the order."""
    author, desk, zxb = room.desk(CAST.author), room.desk(CAST.desk), room.desk("heping")
    author.open("/changes/")
    author.link("紧急变更口头上报").click()
    author.fill(**{"做什么（变更名称）": "SH-2 主板更换", "为何紧急": "链路中断，备机告警", "影响": "单机运行"})
    author.shot("75-told")
    author.press("上报", says="已口头上报，编号 BG-2026-0001")
    url = re.sub(r"[?#].*", "", author.page.url)
    desk.open(f"{url}/notice")
    desk.fill(**{"批准人（证信办）": "何平", "批准方式": "电话"})
    desk.press("口头批准", says="已口头批准")
    zxb.open(f"{url}/notice")
    zxb.press_and_confirm("确认口头批准", says="已由证信办确认")
    return url


def go_and_mend(room: Room, url: str) -> None:
    """By two persons, one of whom verifies."""
    author = room.desk(CAST.author)
    author.open(f"{url}/notice")
    author.fill(变更执行人=CAST.hand, 变更验证人=CAST.hand)
    room.expected.add(422)
    author.button("现在开始").click()
    author.sees("两者不能为同一人")
    author.fill(变更验证人=CAST.eye)
    author.press("现在开始", says="已开始紧急实施")
    author.fill(变更结果="成功")
    author.press("登记结束", says="请在 2026-11-25 前补填")


@pytest.mark.rule("R-15.3.3-1", "R-15.6.2-2")
def test_an_emergency_is_told_by_telephone_at_ten_on_a_trading_day_and_filled_in_afterwards(days):
    room = days.room
    days.it_is("2026-11-23 10:00")
    url = tell_by_telephone(room)
    go_and_mend(room, url)
    days.it_is("2026-11-23 14:00")
    author = room.desk(CAST.author)
    author.open(f"{url}/notice")
    author.link("填写变更单").click()
    typed = ordering.fan(CAST, datetime(2026, 11, 23, 10, 0))  # noqa: DTZ001 - typed into an input
    ordering.write(author, typed | {"name": "SH-2 主板更换"})
    author.press("提交复核", says="已提交")
    author.open(f"{url}/notice")
    author.sees("紧急变更（事后补填）")
    author.shot("76-filled-in")
    record = url.rpartition("/")[2]
    assert "紧急变更（事后补填）" in text_of(author, f"/forms/records/{record}/print.pdf")
    ordering.recheck(room, CAST, url, "链路恢复，目标达成")
    ordering.bring_up_to_date(room, CAST, url)
    ordering.archive(room, CAST, url, "77")


@pytest.mark.rule("R-15.6.5-2")
def test_a_change_that_failed_is_rolled_back_and_summed_up_before_it_is_archived(days):
    room, url = days.room, led_to_the_machine_room(days)
    back = {"变更结果": "失败", "已按回退计划回退": "是", "回退完成时间": "2026-11-28T09:02"}
    ordering.carry_out(room, CAST, url, "78", **back)
    ordering.recheck(room, CAST, url, "未达成，已回退", "确认复核结果，转变更总结")
    hand, desk = room.desk(ordering.login(CAST.hand)), room.desk(CAST.desk)
    hand.open(f"{url}/closing")
    hand.press("起草变更总结", says="已按变更单起草变更总结 BZ-2026-0001")
    summary = hand.page.url
    ordering.write(hand, FILLED)
    hand.press(re.compile("^提交"), says="已提交")
    desk.open(summary)
    desk.press("确认", says="已办理")
    desk.open(f"{url}/closing")
    desk.shot("79-summed-up")
    desk.press("总结已确认，转更新核对", says="转更新核对")
    ordering.bring_up_to_date(room, CAST, url)
    ordering.archive(room, CAST, url, "79")


@pytest.mark.rule("R-4.4.6-1", "R-15.1.2-5")
def test_an_order_waits_for_the_new_version_of_its_document(days, number, database):
    room = days.room
    row = {"action": "修订", "responsible": "王军（wangjun）", "due": "2026-12-05"}
    named = {"documents-0-number": number, "documents-0-title": "SH-2 交换机配置", "documents-0-version": "V1.0"}
    url = led_to_the_machine_room(
        days, **named, **{f"documents-0-{name}": value for name, value in row.items()}, documents_none=""
    )
    ordering.carry_out(room, CAST, url, "80")
    ordering.recheck(room, CAST, url, "目标达成")
    keeper = room.desk(CAST.keeper)
    keeper.open(f"{url}/closing")
    keeper.sees("还有文档或配置项没有更新")
    assert keeper.button("文档与配置均已更新，转归档").is_disabled()
    keeper.shot("80-stale")
    with database.read() as session:
        document = session.scalars(select(Document).where(Document.number == number)).one()
    line.revise(room.desk("wangjun"), f"/documents/{document.id}", "变更单 BG-2026-0001")
    line.judge_and_publish(room, f"/documents/{document.id}", "81", ("gaolin", "zhaomin", "qianyi"))
    ordering.bring_up_to_date(room, CAST, url)
    ordering.archive(room, CAST, url, "82")
