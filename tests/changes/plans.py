"""Orders as plain data for tests: one that is complete, the sixty of the file, and what surrounds them."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from docsys.calendars.rules import Which
from docsys.changes.rules import plan as plans
from docsys.changes.rules.guards import Facts
from docsys.changes.rules.persons import Person
from docsys.changes.rules.plan import Plan
from tests.calendars.factories import at, official

ORDERS = Path(__file__).with_name("orders") / "orders.json"
NAMES = {
    "lijing": "李静",
    "wanghaitao": "王海涛",
    "liuying": "刘颖",
    "zhangming": "张明",
    "zhaomin": "赵敏",
    "sunli": "孙立",
    "qianjin": "钱进",
    "majun": "马骏",
    "zhouwei": "周伟",
    "xuning": "徐宁",
    "gaofeng": "高峰",
    "linxia": "林霞",
}
LEFT = "qianjin"
"""Whose account is closed."""
PEOPLE = {login: Person(login, name, f"S-{login}", login != LEFT) for login, name in NAMES.items()}
SUBMITTED = "2026-11-23 10:00"


def person(login: str) -> str:
    return f"{NAMES[login]}（{login}）"


@cache
def orders() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ORDERS.read_bytes())
    return found


def values(level: Any = "一级", **changed: Any) -> dict[str, Any]:
    """A complete order, handed in on Monday 2026-11-23 for Saturday 28; None takes a field away."""
    whole = {
        "applicant": person("lijing"),
        "name": "SH-2 节点核心交换机软件版本升级",
        "type": "一般",
        "level": level,
        "reason": "消除已公布缺陷",
        "time_limit": "2026-12-31 前完成",
        "planner": person("wanghaitao"),
        "units": ["上海期货交易所"],
        "start": "2026-11-28T09:00",
        "end": "2026-11-28T12:00",
        "impact_system": "升级期间 SH-2 单机运行",
        "impact_business": "无",
        "content": "备机先升级，切换后升级主机。",
        "nodes": ["SH-2"],
        "affected_units": ["上海期货交易所", "中国金融期货交易所"],
        "steps": [
            step("备份配置", "2026-11-28T09:00", "2026-11-28T09:20"),
            step("升级并验证", "2026-11-28T09:20", "2026-11-28T12:00"),
        ],
        "executors": [person("wanghaitao")],
        "verifiers": [person("liuying")],
        "prechecks": [{"item": "配置已备份"}],
        "posttests": [{"item": "核对版本号"}],
        "rollback": "切回原主机，恢复配置。",
        "rollback_trigger": "20 分钟内邻居未恢复",
        "rollback_deadline": "2026-11-28T11:00",
        "documents": [document()],
        "assessor": person("wanghaitao"),
        "config_items": [{"item": "SH-2-CORE-01", "before": "V5.20", "after": "V5.31"}],
    }
    return {key: value for key, value in (whole | changed).items() if value is not None}


def step(item: str, start: str, end: str, **changed: Any) -> dict[str, Any]:
    row = {"item": item, "operator": person("wanghaitao"), "checker": person("liuying"), "start": start, "end": end}
    return row | changed


def document(**changed: Any) -> dict[str, Any]:
    row = {"number": "ZLW-PZ02-SHFE-014", "version": "V1.3", "action": "修订", "due": "2026-12-04"}
    return row | {"responsible": person("liuying")} | changed


def plan(level: Any = "一级", **changed: Any) -> Plan:
    return plans.read(values(level, **changed))


def facts(now: str | datetime = SUBMITTED, *, completing: bool = False, **changed: Any) -> Facts:
    given: dict[str, Any] = {"working": official(Which.WORKING), "trading": official(Which.TRADING), "people": PEOPLE}
    moment = at(now) if isinstance(now, str) else now
    return Facts(now=moment, completing=completing, **(given | changed))
