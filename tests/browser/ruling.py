"""The steps by which a rule is made (1.2): demanded, accepted, drafted, handed in, finished by 证信办, published; and one by which a document ends."""

import re

from playwright.sync_api import FilePayload

from tests.browser.desks import Desk, Room

TITLE = "机房钥匙管理规定"
HANDED_IN = "第一条 机房钥匙由值班人员保管。\n第二条 借用须登记。\n"
FINISHED = "第一条 机房钥匙由值班负责人保管。\n第二条 借用须登记，当日归还。\n"


def text(name: str, content: str) -> FilePayload:
    return FilePayload(name=name, mimeType="text/plain", buffer=content.encode())


def demand(staff: Desk) -> tuple[str, str]:
    """A rule is wanted; answers the number and the address of the demand."""
    staff.open("/forms/XQ/")
    staff.press(re.compile("^新建"), says="已起草")
    staff.fill(需求名称=TITLE, 领域="机房管理", 需求理由="钥匙借还责任不清。")
    staff.fill(依据="《证联网运维管理实施细则》12.3", 建议内容="规定保管、借用、归还。")
    staff.shot("20-demand")
    staff.press(re.compile("^提交"), says="已提交")
    return re.findall(r"XQ-\d{4}-\d{4}", staff.page.get_by_role("main").inner_text())[0], staff.page.url


def accept(office: Desk, url: str) -> None:
    office.open(url)
    office.fill(受理结论="受理", 答复="需求成立，纳入制定计划。", 起草人="马骏（majun）", 起草期限="2030-12-31")
    office.shot("21-accepted")
    office.press("答复", says="答复")


def hand_in(office: Desk, demanded: str) -> str:
    """The draft of 网管办, handed in with its marks; answers the address."""
    office.open("/documents/?folder=ZD10")
    office.drop("机房钥匙管理规定.txt", HANDED_IN.encode())
    office.sees("已登记为草稿 CG-")
    office.link("补齐标识").click()
    office.sees("编辑标识")
    url = office.page.url
    office.link("编辑标识").click()
    office.fill(文档名称=TITLE, 版本="V1.0", 编写人="马骏", 保密级别="内部", 审批级别="A 证信办级")
    office.fill(使用范围="各单位机房管理", 依据文件="《证联网运维管理实施细则》12.3", 本次修改变更说明="首次发布")
    office.button("保存并提交审核").click()
    office.sees("不符合 1.2.1")
    office.fill(需求单号=demanded)
    office.shot("22-handed-in")
    office.press("保存并提交审核", says="已提交审核，正式编号 ZLW-ZD10-")
    return url


def finish(authority: Desk, url: str) -> None:
    """证信办 amends the text, and sees what it changed."""
    authority.open(url)
    authority.link("审核通过").click()
    authority.page.get_by_label("定稿文件").set_input_files(text("机房钥匙管理规定（定稿）.txt", FINISHED))
    authority.fill(审核意见="修改两处，同意定稿。")
    authority.shot("23-finish")
    authority.press("审核通过", says="审核通过，待发布。")
    authority.page.get_by_role("navigation", name="分页").get_by_role("link", name="关联").click()
    authority.link("送审稿 ↔ 定稿").click()
    authority.sees("改 2 段，增 0 段，删 0 段")
    authority.shot("24-compared")


def publish(authority: Desk, second: Desk, url: str) -> None:
    authority.open(url)
    authority.link("发布").click()
    authority.press("申请发布", says="已申请发布，须由另一人")
    second.open("/confirmations")
    second.press_and_confirm("确认", says="已确认：发布")
    second.open(url)
    second.page.get_by_role("navigation", name="分页").get_by_role("link", name="关联").click()
    second.sees("FB-")
    second.shot("25-published")


def abolish(room: Room, url: str) -> None:
    """Asked for by one with its reason, confirmed by the other; a tombstone stays."""
    keeper, second = room.desk("zhaomin"), room.desk("sunli")
    keeper.open(url)
    keeper.link("废止").click()
    keeper.fill(废止原因="硬件停用", 替代文件="无")
    keeper.shot("26-abolish")
    keeper.press("申请废止", says="已申请废止，须由另一人")
    second.open("/confirmations")
    second.press_and_confirm("确认", says="已确认：废止")
