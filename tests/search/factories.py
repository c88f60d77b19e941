"""Entries and texts for tests of search."""

import re
from collections.abc import Sequence
from random import Random
from typing import Any

from docsys import search
from docsys.db import Database
from docsys.search import Entry, PageText

SUBJECTS = [
    "运管中心",
    "网络管理办公室",
    "值班人员",
    "机房管理员",
    "各接入单位",
    "变更申请人",
    "系统管理员",
    "审批人",
    "维护厂商",
    "会员单位",
]
VERBS = [
    "应当登记",
    "负责检查",
    "不得擅自修改",
    "及时上报",
    "每日核对",
    "定期备份",
    "妥善保管",
    "组织评审",
    "按期归还",
    "逐项验证",
]
OBJECTS = [
    "核心交换机配置",
    "值班日志",
    "变更申请单",
    "备份介质",
    "应急预案",
    "巡检记录",
    "机房出入登记",
    "防火墙策略",
    "拓扑图",
    "通信线路台账",
]
ENDINGS = [
    "并保存一年",
    "不得遗漏",
    "以备审计",
    "由双人完成",
    "报主管领导批准",
    "并更新目录",
    "不晚于次日",
    "在交易时段之外进行",
]
DEVICES = (
    "SH-1",
    "BJ-12",
    "10.1.2.3",
    "V2.3.1",
    "GB/T22239",
    "CE12800",
    "ZLW-ZD07-YGZX-001",
    "SP2026-015",
    "eth0/1",
    "R1.2",
)


def make_entry(entry_id: int = 1, **changes: Any) -> Entry:
    values = {
        "id": entry_id,
        "number": f"ZLW-ZD07-YGZX-{entry_id:03}",
        "version": "V1.0",
        "title": f"文件{entry_id}",
        **changes,
    }
    return Entry(**values)


def put(database: Database, texts: Sequence[str], **changes: Any) -> None:
    """Entries 1, 2, 3 … with these texts."""
    with database.act() as session:
        for entry_id, text in enumerate(texts, start=1):
            search.put(session, make_entry(entry_id, **changes), [PageText(None, text)])


def found(database: Database, query: str, **options: Any) -> list[int]:
    """The ids of what is found, in order."""
    with database.read() as session:
        return list(search.find(session, query, **options).ids)


def wide(text: str) -> str:
    """In full-width forms, as an input method writes them."""
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def sentence(random: Random) -> str:
    parts = [random.choice(SUBJECTS), random.choice(VERBS), random.choice(OBJECTS)]
    if random.random() < 0.3:
        parts.append(random.choice(DEVICES))
    if random.random() < 0.5:
        parts.append(random.choice(ENDINGS))
    return "".join(parts) + random.choice("，。；")


def article(random: Random, characters: int) -> str:
    """Sentences broken into lines as a page breaks them: anywhere, also within words, but not within `SH-1`."""
    text = ""
    while len(text) < characters:
        text += sentence(random)
    width = random.randrange(17, 40)
    return re.sub(rf"(.{{{width}}}[!-~]*)", r"\1\n", text)
