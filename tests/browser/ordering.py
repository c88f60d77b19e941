"""The steps of a change order of the second level, each by whoever has to take it (15.6): applied for to archived."""

import re
from datetime import timedelta

from sqlalchemy import select

from docsys.calendars.models import CalendarYear
from docsys.calendars.rules import Which
from docsys.clock import SystemClock, local
from docsys.people.rules import Role
from tests.browser.desks import Desk, Room
from tests.people.factories import make_user
from tests.serving import Served

EXECUTOR, VERIFIER, WATCH = "李强（liqiang）", "郑国栋（zhengguodong）", "fanyun"
LENGTH = timedelta(hours=3)


def prepare(served: Served) -> None:
    """Somebody who watches, and calendars of the years of this day: orders are checked on the clock on the wall."""
    now = SystemClock().now()
    database = served.database()
    with database.act() as session:
        make_user(session, WATCH, Role.DUTY, name="范云").password_set_at = now
        known = {(one.which, one.year) for one in session.scalars(select(CalendarYear))}
        wanted = {(which.value, year) for which in Which for year in {now.year, (now + timedelta(days=7)).year}}
        for which, year in wanted - known:
            session.add(CalendarYear(which=which, year=year, source="测试", loaded_at=now))
    database.dispose()


def apply(author: Desk) -> str:
    """Written on the sheet of table 19.5 beside its guards; answers the address of the order."""
    begins = local(SystemClock().now()).replace(second=0, microsecond=0) - timedelta(minutes=1)
    start, end = (f"{moment:%Y-%m-%dT%H:%M}" for moment in (begins, begins + LENGTH))
    author.open("/changes/")
    author.press("新建变更", says="已起草变更单")
    author.fill(变更名称="SH-2 节点核心交换机风扇更换", 变更原因概述="风扇转速告警，须更换备件。", 变更时限="本周内")
    author.fill(**{"变更实施时间（开始）": start, "变更实施时间（结束）": end}, 变更内容="更换风扇模块，核对转速。")
    typed = {
        "units": "运管中心",
        "nodes": "SH-2",
        "executors": EXECUTOR,
        "verifiers": VERIFIER,
        "window_reason": "风扇随时可能停转，须立即更换",
        "prechecks-0-item": "备件型号已核对",
        "posttests-0-item": "转速正常，告警消除",
        "steps-0-item": "更换风扇模块并核对转速",
        "steps-0-operator": EXECUTOR,
        "steps-0-checker": VERIFIER,
        "steps-0-start": start,
        "steps-0-end": end,
        "documents_none": "只换备件，文档不变",
        "config_none": "没有变动",
    }
    for name, value in typed.items():
        author.page.locator(f"[name='{name}']").first.fill(value)
    author.page.locator("[name=reason_kind]").select_option(index=1)
    author.shot("60-application")
    author.press("提交受理", says="已提交")
    return re.sub(r"[?#].*", "", author.page.url)


def review(room: Room, url: str) -> None:
    """Taken in by the desk, judged by the reviewer, released."""
    desk, reviewer = room.desk("zhangming"), room.desk("chenzhiyuan")
    desk.open(f"{url}/review")
    desk.press_and_confirm("受理并转评审", says="已受理，转运管中心评审")
    reviewer.open(f"{url}/review")
    reviewer.fill(意见="同意")
    reviewer.press("提交意见", says="您的评审意见已登记")
    for row in reviewer.page.locator("input[type=radio][value='符合']").all():
        row.check()
    main = reviewer.page.get_by_role("main")
    main.locator("[name=conclusion]").select_option("通过")
    main.locator("[name=review_opinion]").fill("同意实施，双人到场。")
    main.locator("[name=ask_leader]").select_option("否")
    if (granted := main.locator("[name=window_granted]")).count():
        granted.fill("陈志远：不更换将中断业务")
    reviewer.shot("61-review")
    reviewer.press("登记评审结论", says="评审结论已登记")
    desk.open(f"{url}/notice")
    desk.press("转待实施", says="已转待实施")


def carry_out(room: Room, url: str) -> None:
    """In the machine room: checks, start, the step, the other's look, tests, the result."""
    hand, eye = room.desk("liqiang"), room.desk("zhengguodong")
    hand.open(f"{url}/work")
    hand.press("登记", says="已登记：备件型号已核对")
    hand.press("现在开始实施", says="已开始实施")
    hand.fill(实际结果="已更换，转速 4200")
    hand.shot("62-machine-room")
    hand.press("完成这一步", says="已登记：更换风扇模块")
    eye.open(f"{url}/work")
    eye.press("核对无误", says="已核对第 1 步")
    eye.press("登记", says="已登记：转速正常")
    eye.fill(验证情况="转速正常，告警已消除")
    eye.press("登记验证结果", says="验证结果已登记")
    hand.open(f"{url}/work")
    hand.fill(变更结果="成功")
    hand.press("登记实施结束", says="实施结束，结果“成功”")


def close(room: Room, url: str) -> None:
    """Rechecked, watched, confirmed, brought up to date, filed by two persons."""
    eye, watch, desk = room.desk("zhengguodong"), room.desk(WATCH), room.desk("zhangming")
    eye.open(f"{url}/closing")
    eye.fill(变更目标的达成情况="风扇已更换，目标达成")
    eye.press("提交反馈", says="复核反馈")
    watch.open(f"{url}/closing")
    watch.fill(观察结果="无告警")
    watch.press("登记观察", says="观察记录已登记")
    desk.open(f"{url}/closing")
    desk.press_and_confirm("确认复核结果", says="复核结果已确认")
    keeper, second = room.desk("zhaomin"), room.desk("sunli")
    keeper.open(f"{url}/closing")
    keeper.press("文档与配置均已更新，转归档", says="转归档")
    desk.open(f"{url}/archive")
    desk.shot("63-archive")
    desk.press_and_confirm("申请归档", says="已申请归档")
    second.open("/confirmations")
    second.press_and_confirm("确认", says="已确认")
    desk.open(f"{url}/archive")
    desk.sees_after_a_while("变更单全套")
    desk.shot("64-archived")
