"""The steps from a file to a published, found, revised document; from a form to its archived print."""

import io
import re
from datetime import date, timedelta

import docx
from playwright.sync_api import FilePayload

from docsys.clock import SystemClock, local_day
from tests.browser.desks import Desk, Room

TITLE = "运管中心夜间值班手册"
BODY = (
    "一线值班人员负责对证联网网管系统进行二十四小时监控，发现告警后五分钟内初步判断影响范围。",
    "遇有骨干链路中断，值班负责人应立即电话通知承建单位，并在值班日志中记载处置经过。",
    "交接班时双方逐项核对未结告警、在办变更和借出的机房钥匙，签字后方可离岗。",
)
FOUND_BY = "骨干链"  # three characters of the body


def word(*more: str) -> bytes:
    """The manual as a Word file."""
    made, stream = docx.Document(), io.BytesIO()
    made.core_properties.author = "王军"
    made.add_heading(TITLE, 0)
    made.add_heading("一、监控与告警", 1)
    for text in (*BODY, *more):
        made.add_paragraph(text)
    table = made.add_table(rows=3, cols=3)
    for row, cells in zip(
        table.rows, (("班次", "时间", "人数"), ("白班", "08:30-17:30", "2"), ("夜班", "17:30-08:30", "2")), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    made.save(stream)
    return stream.getvalue()


def drop_a_file(author: Desk, folder: str = "SC01") -> str:
    """From the library's tree to a draft; answers the address of its page."""
    author.page.get_by_role("navigation", name="主导航").get_by_role("link", name="文档库").click()
    author.link(re.compile(f"^{folder[:2]}")).click()
    author.link(re.compile(f"^{folder}")).click()
    author.drop("运管中心夜间值班手册V1.0_20261101.docx", word())
    author.sees("已登记为草稿 CG-")
    author.shot("01-dropped")
    author.link("补齐标识").click()
    author.sees("编辑标识")
    author.shot("02-draft")
    return author.page.url


def fill_the_marks(author: Desk, folder: str = "SC01") -> None:
    author.link("编辑标识").click()
    author.fill(文档名称=TITLE, 版本="V1.0", 编写人="王军", 保密级别="内部", 审批级别="C 运管中心级")
    author.fill(
        使用范围="证联网一线、二线值班与日常监控", 依据文件="《证联网运维管理实施细则》9.2", 本次修改变更说明="首次发布"
    )
    author.shot("03-marks")
    author.press("保存并提交审核", says=f"已提交审核，正式编号 ZLW-{folder}-YGZX-")
    author.shot("04-submitted")


PUBLISHERS = ("chenzhiyuan", "zhaomin", "sunli")


def judge_and_publish(room: Room, url: str, shots: str, logins: tuple[str, str, str] = PUBLISHERS) -> None:
    """Approved by one, asked for by another, confirmed by a third."""
    approver, keeper, second = (room.desk(login) for login in logins)
    approver.open(url)
    approver.link("审核通过").click()
    approver.fill(审核意见="内容完整，同意发布")
    approver.shot(f"{shots}-approve")
    approver.press("审核通过", says="审核通过，待发布。")
    keeper.open(url)
    keeper.link("发布").click()
    keeper.shot(f"{shots}-publish")
    keeper.press("申请发布", says="已申请发布，须由另一人")
    second.open("/confirmations")
    second.shot(f"{shots}-confirmations")
    second.press_and_confirm("确认", says="已确认：发布")


def find_and_read(reader: Desk, number: str) -> None:
    """By three characters of the body; then its attribute page, and the page as it is read."""
    search = reader.page.get_by_role("searchbox", name="检索全文、编号、标题")
    search.fill(FOUND_BY)
    search.press("Enter")
    reader.sees_after_a_while(number)
    reader.shot("06-found")
    reader.link(re.compile(TITLE)).click()
    reader.sees_after_a_while("标识版")
    reader.shot("07-read")
    reader.page.get_by_role("navigation", name="分页").get_by_role("link", name="属性").click()
    reader.sees("证联网信息技术文档属性页")
    reader.sees("文档变更历史清单")
    reader.shot("08-attributes")


def revise(author: Desk, url: str, reason: str = "年度评审") -> None:
    author.open(url)
    author.link("修订").click()
    changed = FilePayload(
        name="手册新版.docx", mimeType="application/octet-stream", buffer=word("新增：夜班双人在岗。")
    )
    author.page.get_by_label("新版文件").set_input_files(changed)
    author.fill(修订原因=reason, 版本="V1.1", 本次修改变更说明="增加夜班双人在岗的要求")
    author.shot("09-revise")
    author.press("开始修订", says="新版本 V1.1 为草稿")
    author.link("提交审核").click()
    author.press("提交审核", says="已提交审核")


def ask_for_works(author: Desk) -> str:
    """Works in a machine room, approved by the unit and by the department (6.2.5, 10.5.2); answers the sheet's address."""
    author.page.get_by_role("navigation", name="主导航").get_by_role("link", name="表单与台账").click()
    author.link(re.compile("现场服务与施工检修审批单")).click()
    author.press(re.compile("新建现场服务审批"), says="已起草")
    author.fill(
        类别="施工检修",
        事由="SH-2 节点核心交换机备件更换",
        机房="上海张江机房",
        工作内容与范围="更换 A03 机柜核心交换机 SH-2-CORE-01 的风扇与光模块；不涉及其他机柜。",
    )
    author.fill(计划开始="2026-12-05T09:00", 计划结束="2026-12-05T12:00")
    author.fill(**{"供应商（施工单位）": "华信网络技术有限公司"}, 陪同人="李强（liqiang）")
    author.fill(授权部门负责人="陈志远（chenzhiyuan）")
    author.page.locator("[name=visitors-0-name]").fill("周建国")
    author.shot("10-works")
    author.press("提交承建单位审批", says="已提交")
    return author.page.url


def approve_and_archive(room: Room, url: str) -> None:
    leader, head, author = (room.desk(login) for login in ("zhengguodong", "chenzhiyuan", "wangjun"))
    keeper, second = room.desk("zhaomin"), room.desk("sunli")
    leader.open(url)
    leader.press("批准", says="已")
    head.open(url)
    head.press("批准施工", says="已")
    keeper.open(url)
    keeper.press_and_confirm("申请归档", says="已申请归档")
    second.open("/confirmations")
    second.press_and_confirm("确认", says="已确认")
    author.open(url)
    author.sees_after_a_while("归档文档")
    author.shot("11-works-archived")


def last_month() -> date:
    """A day of the month that is over."""
    return local_day(SystemClock().now()).replace(day=1) - timedelta(days=3)


def log_a_visit(keeper: Desk) -> None:
    day = last_month().isoformat()
    keeper.open("/forms/JC/")
    keeper.fill(
        人员姓名="周建国",
        单位="上海期货交易所",
        违禁品检查="是",
        进入时间=f"{day}T09:30",
        事由="更换光模块",
        机房="上海张江机房",
    )
    keeper.shot("12-visit")
    keeper.press("登记", says="已登记，编号")
    keeper.page.get_by_role("main").get_by_label(re.compile("离开时间$")).first.fill(f"{day}T11:45")
    keeper.press("登记离开", says="已办理：登记离开")


def archive_the_month(room: Room) -> None:
    keeper, second = room.desk("zhangming"), room.desk("sunli")
    keeper.open("/forms/JC/")
    keeper.press_and_confirm("申请归档", says="已申请归档")
    second.open("/confirmations")
    second.press_and_confirm("确认", says="已确认")
    keeper.open("/forms/JC/")
    keeper.sees_after_a_while("已归档")
    keeper.shot("13-month-archived")


def look_at_the_backup(keeper: Desk) -> None:
    """The page of the backup says that everything has arrived."""
    keeper.page.get_by_role("navigation", name="主导航").get_by_role("link", name="备份").click()
    keeper.sees("一致")
    keeper.shot("14-backup")
