"""What a document must be: states, levels, the nine marks of 4.3.5, versions, names on disk. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from docsys.errors import RuleBroken
from docsys.folders.rules import path_part
from docsys.people.rules import Actor, Permission, Role, may
from docsys.workflow import Transition, Workflow


class State(StrEnum):
    """The state of a version (requirements 4.1). 修订中 is derived: a current version with a newer draft."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    CURRENT = "current"
    SUPERSEDED = "superseded"
    ABOLISHED = "abolished"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"
    DESTROYED = "destroyed"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS: Mapping[State, str] = {
    State.DRAFT: "草稿",
    State.REVIEW: "审核中",
    State.APPROVED: "待发布",
    State.CURRENT: "现行有效",
    State.SUPERSEDED: "已替代",
    State.ABOLISHED: "已废止",
    State.WITHDRAWN: "已撤回",
    State.ARCHIVED: "已归档",
    State.DESTROYED: "已销毁",
}
EFFECTIVE = frozenset({State.CURRENT, State.ARCHIVED})
VOID = frozenset({State.ABOLISHED, State.DESTROYED})  # ended by two persons: a tombstone for whoever knew of it
OPEN = frozenset({State.DRAFT, State.REVIEW, State.APPROVED})


class Secrecy(StrEnum):
    PUBLIC = "公开"
    INTERNAL = "内部"
    SENSITIVE = "敏感"
    HIGHLY_SENSITIVE = "高度敏感"

    @property
    def label(self) -> str:
        return self.value


WIDE = frozenset({Secrecy.PUBLIC, Secrecy.INTERNAL})


class Level(StrEnum):
    """审批级别 (A-04)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def label(self) -> str:
        return {"A": "A 证信办级", "B": "B 网管办级", "C": "C 运管中心级", "D": "D 承建单位级"}[self.value]


# Levels A and B are judged by their body; C and D by approvers of the unit.
APPROVERS: Mapping[str, Role] = {Level.A.value: Role.ZXB, Level.B.value: Role.WGB}


# 证信办级 in the category of rules: drafted by 网管办, finished and published by 证信办 (1.2).
RULES = "ZD"


def is_rule(level: str, category: str) -> bool:
    """Whether 1.2 leads it: a rule for the whole network, not a local one (A-31)."""
    return level == Level.A.value and category == RULES


def may_approve(actor: Actor, level: str, unit_id: int) -> bool:
    """Whether this person judges documents of that level and unit (A-04)."""
    role = APPROVERS.get(level)
    return may(actor, Permission.DOCUMENT_APPROVE, unit_id) if role is None else actor.holds(role, actor.unit_id)


def publishing(actor: Actor, level: str, unit_id: int) -> tuple[Permission, int | None]:
    """What both persons need to publish or abolish a document of that level, and in which unit: of level A they are of the
    body that publishes all rules (1.2.3).
    """
    if level == Level.A.value:
        return Permission.RULE_PUBLISH, actor.unit_id
    return Permission.DOCUMENT_PUBLISH, unit_id


class Medium(StrEnum):
    ELECTRONIC = "电子"
    PAPER = "纸质"
    BOTH = "电子+纸质"

    @property
    def label(self) -> str:
        return self.value


class Right(StrEnum):
    """What a use right allows (4.5.1)."""

    LIST = "list"
    READ = "read"
    DOWNLOAD = "download"
    PRINT = "print"
    BORROW = "borrow"

    @property
    def label(self) -> str:
        return {"list": "看目录", "read": "阅读", "download": "下载", "print": "打印", "borrow": "借阅纸质"}[self.value]


LIFE: Workflow[State] = Workflow(
    (
        Transition(
            verb="submit",
            label="提交审核",
            sources=(State.DRAFT,),
            target=State.REVIEW,
            permission=Permission.DOCUMENT_REGISTER,
            article="4.3.5",
        ),
        Transition(
            verb="archive",
            label="归档",
            sources=(State.DRAFT,),
            target=State.ARCHIVED,
            permission=Permission.DOCUMENT_REGISTER,
            article="4.3.5",
            produces="标识版、属性页",
        ),
        Transition(
            verb="return",
            label="退回修改",
            sources=(State.REVIEW,),
            target=State.DRAFT,
            permission=Permission.DOCUMENT_APPROVE,
        ),
        Transition(
            verb="approve",
            label="审核通过",
            sources=(State.REVIEW,),
            target=State.APPROVED,
            permission=Permission.DOCUMENT_APPROVE,
            article="2.3.3",
        ),
        Transition(
            verb="publish",
            label="发布",
            sources=(State.APPROVED,),
            target=State.CURRENT,
            permission=Permission.DOCUMENT_PUBLISH,
            article="2.3.3",
            produces="标识版、属性页",
        ),
        Transition(verb="supersede", label="被新版替代", sources=(State.CURRENT,), target=State.SUPERSEDED),
        Transition(
            verb="abolish",
            label="废止",
            sources=(State.CURRENT,),
            target=State.ABOLISHED,
            permission=Permission.DOCUMENT_PUBLISH,
            article="4.5.2",
            produces="作废库副本",
        ),
        Transition(
            verb="withdraw",
            label="撤回",
            sources=(State.DRAFT, State.REVIEW, State.APPROVED),
            target=State.WITHDRAWN,
            permission=Permission.DOCUMENT_REGISTER,
        ),
        Transition(
            verb="destroy",
            label="保存期满销毁",
            sources=(State.ARCHIVED, State.ABOLISHED),
            target=State.DESTROYED,
            produces="销毁清单",
        ),
    ),
    line=(State.DRAFT, State.REVIEW, State.APPROVED, State.CURRENT),
)
# The short life of a record (HT, SP, CZ, RZ): registered, then filed, and from then on never changed.
OF_RECORDS = frozenset({"archive", "withdraw"})


def leads(verb: str, *, is_record: bool) -> bool:
    """Whether a draft of a record, or of a controlled document, takes that step at all."""
    return verb in OF_RECORDS if is_record else verb != "archive"


@dataclass(frozen=True, order=True)
class VersionNumber:
    """`V1.10` is later than `V1.9`: both parts are compared as integers (requirements 3.4)."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"V{self.major}.{self.minor}"

    @classmethod
    def parse(cls, text: str) -> "VersionNumber":
        if not (found := re.fullmatch(r"[Vv]?(\d{1,4})\.(\d{1,4})", text.strip())):
            raise VersionUnreadable(text=text)
        return cls(int(found[1]), int(found[2]))


class VersionUnreadable(RuleBroken):
    article: ClassVar[str | None] = "4.3.5"
    message: ClassVar[str] = "版本“{text}”不能识别，请写成 V主版本.次版本，如 V1.0、V1.10。"


class VersionNotLater(RuleBroken):
    article: ClassVar[str | None] = "4.4.1"
    message: ClassVar[str] = "新版本 {version} 必须高于现行版本 {current}。"


class MarkMissing(RuleBroken):
    article: ClassVar[str | None] = "4.3.5"
    message: ClassVar[str] = "发布前须完成标识，缺少：{marks}。请在“属性”中补齐后再提交。"


# The nine marks of 4.3.5; 文档编号 and 发布时间 are given by the system.
MARKS: Mapping[str, str] = {
    "title": "文档名称",
    "number": "文档编号",
    "author": "编写人",
    "version": "版本",
    "published_at": "发布时间",
    "notes": "修订记录",
    "secrecy": "保密级别",
    "use_scope": "使用范围",
    "level": "审批级别",
}


def missing_marks(values: Mapping[str, object], *, given_later: frozenset[str] = frozenset()) -> list[str]:
    """The names of marks that are empty, in the order of 4.3.5."""
    return [label for mark, label in MARKS.items() if mark not in given_later and not values.get(mark)]


def check_marks(values: Mapping[str, object], *, given_later: frozenset[str] = frozenset()) -> None:
    if missing := missing_marks(values, given_later=given_later):
        raise MarkMissing(marks="、".join(missing))


def check_later(version: VersionNumber, current: VersionNumber | None) -> None:
    if current is not None and version <= current:
        raise VersionNotLater(version=version, current=current)


def review_due(start: date, months: int) -> date:
    """The day `months` after `start`; the last day of a shorter month."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=start.day - 1), first_of_next - timedelta(days=1))


TITLE_BYTES = 120
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def folder_name(number: str, title: str) -> str:
    """The folder of a document: its number and its title (house 5)."""
    return f"{number}_{path_part(title, TITLE_BYTES)}"


def file_name(number: str, version: VersionNumber, title: str, original_name: str) -> str:
    """The approved file: `ZLW-ZD07-YGZX-001_V1.0_运管中心值班手册.docx`; only the suffix comes from the upload."""
    found = SUFFIX.search(original_name)
    return f"{number}_{version}_{path_part(title, TITLE_BYTES)}{found[0].lower() if found else ''}"


def made_name(number: str, version: VersionNumber, what: str) -> str:
    """What docsys makes beside it: `…_标识版.pdf`, `…_属性页.pdf`."""
    return f"{number}_{version}_{what}"


def attachment_name(stem: str, ordinal: int, title: str, original_name: str) -> str:
    """`ZLW-SC01-YGZX-002-V2.1-F01_核心交换机拓扑图.pdf`; `stem` is number and version."""
    found = SUFFIX.search(original_name)
    return f"{stem}-F{ordinal:02}_{path_part(title, TITLE_BYTES)}{found[0].lower() if found else ''}"
