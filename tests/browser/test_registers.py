"""Forms of the machine room from the first input to the print: duty record, visits of a month, a device and its label, a medium destroyed."""

import io
import re

import pytest
from pypdf import PdfReader

from docsys import running
from docsys.clock import SystemClock
from docsys.people.rules import Role
from tests.browser.desks import Desk, Room
from tests.people.factories import make_user

pytestmark = pytest.mark.browser
KEEPERS = (
    ("shilei", "石磊", (Role.DUTY, Role.ROOMADMIN, Role.CFGADMIN, Role.MEDIA)),
    ("lifeng", "厉锋", (Role.DUTY_LEAD, Role.LEADER, Role.CHG_DESK)),
    ("tangwei", "唐伟", (Role.DOCADMIN,)),
)
SHI, LI, TANG = (f"{name}（{login}）" for login, name, _roles in KEEPERS)


@pytest.fixture(scope="module", autouse=True)
def keepers(served):
    """Those who keep the registers of the operations centre."""
    database, _services = running.wire(served.settings)
    with database.act() as session:
        for login, name, roles in KEEPERS:
            make_user(session, login, *roles, name=name).password_set_at = SystemClock().now()
    database.dispose()


def printed(desk: Desk, address: str) -> str:
    """The text of a print, fetched as its link does."""
    answer = desk.page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)


def link_of(desk: Desk, words: str) -> str:
    return str(desk.link(words).get_attribute("href"))


def step(desk: Desk, url: str, act: str, **values: str) -> None:
    desk.open(url)
    desk.fill(**values)
    desk.press(act, says=f"已办理：{act}")


@pytest.mark.rule("R-9.4.4-1")
def test_a_duty_record_is_filled_handed_over_checked_and_archived(room: Room):
    duty, lead, second = (room.desk(login) for login, *_rest in KEEPERS)
    duty.open("/forms/ZJ/")
    duty.press(re.compile("新建"), says="已起草")
    operation = {
        "time": "09:00",
        "step": "检查全网链路",
        "operator": SHI,
        "result": "12 条正常",
        "check": "一致",
        "checker": TANG,
    }
    for column, value in operation.items():
        duty.page.locator(f"[name=operations-0-{column}]").fill(value)
    duty.fill(值班负责人=LI, 接班人=TANG)
    duty.shot("50-duty-record")
    duty.press("提交接班", says="已提交")
    url = duty.page.url
    step(second, url, "确认接班")
    step(lead, url, "检查通过", 检查意见="记录完整。")
    lead.press_and_confirm("申请归档", says="已申请归档")
    second.open("/confirmations")
    second.press_and_confirm("确认", says="已确认")
    duty.open(url)
    duty.sees_after_a_while("归档文档")
    duty.shot("51-duty-record-archived")


@pytest.mark.rule("R-10.2.1-1")
@pytest.mark.rule("R-5.2.2-1")
@pytest.mark.rule("R-12.3.6-1")
def test_visits_are_printed_by_the_month_a_device_gets_its_label_and_a_medium_its_end(room: Room):
    keeper, lead, other = (room.desk(login) for login, *_rest in KEEPERS)
    for visitor in ("周建国", "高飞"):
        log_a_visit(keeper, visitor)
    month = printed(keeper, link_of(keeper, "打印"))
    assert ("周建国" in month, "高飞" in month, "机房出入登记表" in month) == (True, True, True)

    keeper.open("/forms/SB/")
    keeper.fill(
        机房位置="上海张江机房", 机柜位置="A03", 设备名称="核心交换机", 品牌型号="样例 S9850", 设备编号="SH-2-CORE-01"
    )
    keeper.fill(
        产品序列号="210235A0001",
        保修期限="2027-06-30",
        软件版本="V5.31",
        用途="核心交换",
        启用日期="2025-07-01",
        责任人=SHI,
    )
    keeper.press("登记", says="已登记，编号 SB-")
    keeper.shot("52-device")
    keeper.link(re.compile("^SB-")).click()
    label = printed(keeper, link_of(keeper, "打印标签"))
    assert [word in label for word in ("核心交换机", "SH-2-CORE-01", "石磊")] == [True, True, True]

    url = ask_to_destroy(keeper, a_medium(keeper))
    step(lead, url, "批准销毁")
    step(keeper, url, "清除完成", 清除工具及结果="覆写三遍，一次通过")
    step(other, url, "验证通过", 数据已不可恢复="是")
    step(keeper, url, "销毁完成", 销毁方式与地点="粉碎，介质室")
    step(other, url, "监销确认")
    other.sees("已完成")
    other.shot("53-medium-destroyed")
    assert "销毁人" in printed(keeper, link_of(keeper, "打印"))


def log_a_visit(keeper: Desk, visitor: str) -> None:
    keeper.open("/forms/JC/")
    if not keeper.field("人员姓名").is_visible():
        keeper.page.get_by_text("新增登记").click()
    keeper.fill(人员姓名=visitor, 单位="上海期货交易所", 违禁品检查="是", 事由="更换光模块", 机房="上海张江机房")
    keeper.press("登记", says="已登记，编号 JC-")


def a_medium(keeper: Desk) -> str:
    keeper.open("/forms/JZ/")
    keeper.fill(
        标识="BK-2021-003", 分类="核心数据", 类型="移动硬盘", 内容="2021 年配置备份", 存放位置="介质柜 1", 责任人=SHI
    )
    keeper.page.get_by_label("专柜上锁").check()
    keeper.press("登记", says="已登记，编号 JZ-")
    return keeper.link(re.compile("^JZ-")).inner_text()


def ask_to_destroy(keeper: Desk, medium: str) -> str:
    keeper.open("/forms/XH/")
    keeper.press(re.compile("新建"), says="已起草")
    keeper.fill(
        介质编号=medium, 介质标识="BK-2021-003", 内容="2021 年配置备份", 保密级别="敏感", 销毁原因="超过保存期限"
    )
    keeper.fill(敏感数据清除方式="覆写三遍", 清除人=SHI, 清除验证人=TANG, 销毁人=SHI, 监销人=TANG)
    keeper.press("提交批准", says="已提交")
    return keeper.page.url
