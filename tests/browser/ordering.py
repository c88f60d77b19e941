"""The steps of a change order, each by whoever has to take it (15.6): applied for to archived."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.browser.desks import Desk, Room

LENGTH = timedelta(hours=3)


@dataclass(frozen=True)
class Cast:
    """Who takes part, by login; `hand` carries out and `eye` verifies, as a sheet names them."""

    author: str
    hand: str
    eye: str
    desk: str
    second: str
    reviewers: tuple[str, ...]
    watch: str
    keeper: str
    unit: str


def login(named: str) -> str:
    """王海涛（wanghaitao） signs in as wanghaitao."""
    return named.rpartition("（")[2].rstrip("）")


def fan(cast: Cast, begins: datetime) -> dict[str, str]:
    """A small change of the second level: one step, nothing else to be brought up to date."""
    start, end = (f"{moment:%Y-%m-%dT%H:%M}" for moment in (begins, begins + LENGTH))
    return {
        "name": "SH-2 节点核心交换机风扇更换",
        "reason": "风扇转速告警，须更换备件。",
        "time_limit": "本周内",
        "start": start,
        "end": end,
        "content": "更换风扇模块，核对转速。",
        "units": cast.unit,
        "nodes": "SH-2",
        "executors": cast.hand,
        "verifiers": cast.eye,
        "prechecks-0-item": "备件型号已核对",
        "posttests-0-item": "转速正常，告警消除",
        "steps-0-item": "更换风扇模块并核对转速",
        "steps-0-operator": cast.hand,
        "steps-0-checker": cast.eye,
        "steps-0-start": start,
        "steps-0-end": end,
        "documents_none": "只换备件，文档不变",
        "config_none": "没有变动",
        "reason_kind": "其他",
    }


def write(author: Desk, typed: Mapping[str, str]) -> None:
    """Each input of the sheet by its name, as the tabulator key goes through them."""
    for name, value in typed.items():
        found = author.page.locator(f"[name='{name}']").first
        if found.evaluate("one => one.tagName") == "SELECT":
            found.select_option(label=value)
        else:
            found.fill(value)


def apply(author: Desk, typed: Mapping[str, str], shot: str) -> str:
    """Written on the sheet of table 19.5 beside its guards; answers the address of the order."""
    author.open("/changes/")
    author.press("新建变更", says="已起草变更单")
    write(author, typed)
    author.shot(f"{shot}-application")
    author.press("提交受理", says="已提交")
    return re.sub(r"[?#].*", "", author.page.url)


def review(room: Room, cast: Cast, url: str, shot: str) -> None:
    """Of the second level: taken in by the desk, judged by the reviewer, released."""
    desk = room.desk(cast.desk)
    desk.open(f"{url}/review")
    desk.press_and_confirm("受理并转评审", says="已受理，转运管中心评审")
    judge(room, cast, url, shot)
    desk.open(f"{url}/notice")
    desk.press("转待实施", says="已转待实施")


def judge(room: Room, cast: Cast, url: str, shot: str, *, leader: str = "") -> None:
    """Everybody's opinion, the leader's where he is asked, the checklist and the conclusion by the first of the group."""
    for one in cast.reviewers:
        reviewer = room.desk(one)
        reviewer.open(f"{url}/review")
        reviewer.fill(意见="同意")
        reviewer.press("提交意见", says="您的评审意见已登记")
    first = room.desk(cast.reviewers[0])
    first.open(f"{url}/review")
    if leader:
        first.press_and_confirm("请示领导", says="已请示")
        signs = room.desk(leader)
        signs.open(f"{url}/review")
        signs.fill(签署意见="同意，注意回退时点。")
        signs.press("签署", says="已签署")
        first.open(f"{url}/review")
    for row in first.page.locator("input[type=radio][value='符合']").all():
        row.check()
    main = first.page.get_by_role("main")
    main.locator("[name=conclusion]").select_option("通过")
    main.locator("[name=review_opinion]").fill("同意实施，双人到场。")
    main.locator("[name=ask_leader]").select_option("是" if leader else "否")
    if (granted := main.locator("[name=window_granted]")).count():
        granted.fill("陈志远：不更换将中断业务")
    first.shot(f"{shot}-review")
    first.press("登记评审结论", says="评审结论已登记")


def carry_out(room: Room, cast: Cast, url: str, shot: str, **result: str) -> None:
    """In the machine room: checks, start, each step, the other's look, tests, the result."""
    hand, eye = room.desk(login(cast.hand)), room.desk(login(cast.eye))
    hand.open(f"{url}/work")
    while hand.button("登记").count():
        hand.press("登记", says="已登记：")
    hand.press("现在开始实施", says="已开始实施")
    while hand.button("完成这一步").count():
        hand.fill(实际结果="完成，现场核对无异常")
        hand.shot(f"{shot}-machine-room")
        hand.press("完成这一步", says="已登记：")
        eye.open(f"{url}/work")
        eye.press("核对无误", says="已核对第")
        hand.open(f"{url}/work")
    eye.open(f"{url}/work")
    while eye.button("登记").count():
        eye.press("登记", says="已登记：")
    eye.fill(验证情况="路由与监控均正常")
    eye.press("登记验证结果", says="验证结果已登记")
    hand.open(f"{url}/work")
    hand.fill(**{"变更结果": "成功"} | result)
    hand.press("登记实施结束", says="实施结束，结果")


def recheck(room: Room, cast: Cast, url: str, said: str, confirm: str = "确认复核结果") -> None:
    """Fed back by who verified, watched by those on duty, confirmed by the desk."""
    eye, watch, desk = room.desk(login(cast.eye)), room.desk(cast.watch), room.desk(cast.desk)
    eye.open(f"{url}/closing")
    eye.fill(变更目标的达成情况=said)
    eye.press("提交反馈", says="复核反馈")
    watch.open(f"{url}/closing")
    watch.fill(观察结果="无告警")
    watch.press("登记观察", says="观察记录已登记")
    desk.open(f"{url}/closing")
    desk.press_and_confirm(confirm, says="复核结果已确认")


def bring_up_to_date(room: Room, cast: Cast, url: str) -> None:
    keeper = room.desk(cast.keeper)
    keeper.open(f"{url}/closing")
    keeper.press("文档与配置均已更新，转归档", says="转归档")


def archive(room: Room, cast: Cast, url: str, shot: str) -> None:
    """Asked for by the desk, confirmed by somebody else, bound into one file."""
    desk, second = room.desk(cast.desk), room.desk(cast.second)
    desk.open(f"{url}/archive")
    desk.shot(f"{shot}-archive")
    desk.press_and_confirm("申请归档", says="已申请归档")
    second.open("/confirmations")
    second.press_and_confirm("确认", says="已确认")
    desk.open(f"{url}/archive")
    desk.sees_after_a_while("变更单全套")
    desk.shot(f"{shot}-archived")
