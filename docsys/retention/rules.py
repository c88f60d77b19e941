"""How long documents and records are kept, from which day, and when they may be destroyed (requirements 6). Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import ClassVar

from docsys.documents.rules import review_due
from docsys.errors import Refused, RuleBroken

PERMANENT = "permanent"
TEXT = re.compile(r"(permanent)|([1-9]\d?)(y)|([1-9]\d?)(m)")
MOST_YEARS, MOST_MONTHS = 99, 99


class Trigger(StrEnum):
    """The day a period runs from."""

    FILED = "归档日"
    ABOLISHED = "废止日"
    CONTRACT_END = "合同终止日"
    CLOSED = "办结日"


@dataclass(frozen=True)
class Kind:
    """One row of the table: whose period it is, by code of form, folder or category.

    `minimum` is what the rulebook, or the law where it is silent, asks for; `is_silent`: the rulebook says nothing, so that
    the period needs the client's word. `default` only where no form says it.
    """

    code: str
    label: str
    article: str
    default: str = ""
    minimum: str = ""
    is_silent: bool = True
    trigger: Trigger = Trigger.FILED
    law: str = ""


def _kinds(codes: str, label: str, article: str, **more: object) -> list[Kind]:
    return [Kind(code, label, article, **more) for code in codes.split()]  # type: ignore[arg-type]


_DUTY: dict[str, object] = {"minimum": "1y", "is_silent": False}
_LOG: dict[str, object] = {"default": "3y", "minimum": "6m", "law": "《网络安全法》第二十一条"}

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        *_kinds("ZJ ZB", "值班记录、值班表", "9.4.6", **_DUTY),
        *_kinds("CZ01", "值班记录、值班表", "9.4.6", default="3y", **_DUTY),
        *_kinds("BG BT BZ", "变更单、通知、总结", "15.6.3、15.6.5"),
        *_kinds("CZ06", "变更操作记录", "15.6.4（六）", default="10y"),
        *_kinds("JC DC", "机房出入、物品带出", "10.3.4、10.3.5"),
        *_kinds("WH CS XJ", "维护、检查、巡检", "10.6.1、11.5"),
        *_kinds("XC", "现场服务、施工审批", "6.2.5、10.5.2"),
        *_kinds("WT WF", "问题单、问题分析报告", "16.3.3（五）"),
        *_kinds("ZG HC", "检查、审计、整改", "8.2.1、8.3"),
        *_kinds("YB", "月报、年报", "11.2、2.2.3"),
        *_kinds("CZ08", "月报、年报", "11.2、2.2.3", default="10y"),
        *_kinds("XQ FB FZ PS HY", "制定需求、发布、废止、评审", "4.4、1.2"),
        *_kinds("HS JY QX", "回收销毁、借阅、权限审批", "4.4.1、4.5"),
        *_kinds("SB RJ ZY", "设备、软件、转移", "5.1、5.2", trigger=Trigger.CLOSED),
        *_kinds("GY GP", "供应商、供应商评价", "6.2"),
        *_kinds("JZ JL XH", "介质登记、流转、销毁", "12.3.5、12.3.6"),
        *_kinds("CL BF", "备份策略、备份与验证", "12.1.1、12.3.2"),
        *_kinds("PX LX GL RL", "培训、联系信息、通知、容量", "2.3.2、7.3、9.3、14"),
        Kind("ZD", "制度及流程（废止后）", "4.4、4.5.2", PERMANENT, trigger=Trigger.ABOLISHED),
        Kind("SC", "技术手册（废止后）", "4.4、4.5.2", "10y", trigger=Trigger.ABOLISHED),
        Kind("PZ", "系统配置（废止后）", "4.4、4.5.2", "10y", trigger=Trigger.ABOLISHED),
        Kind("HT", "技术合同", "6.2", "10y", trigger=Trigger.CONTRACT_END),
        Kind("SP", "其他审批及流转记录", "15.6.3", "10y"),
        Kind("CZ", "其他运维操作记录", "10.6.1、11.5", "3y"),
        *_kinds("RZ", "系统日志、操作审计日志", "13.2.3、9.3.5", **_LOG),
    )
}
# What docsys does not keep, but the table of an auditor must name.
NOT_KEPT = (
    ("10.3.2", "机房录像（7×24）", "3 个月", "由录像设备保存，不在本系统"),
    ("12.2.1、12.2.2", "核心数据的备份副本", "1 年", "备份历史保存天数，见“备份”"),
    ("12.2.1、12.2.2", "非核心数据的备份副本", "6 个月", "备份历史保存天数，见“备份”"),
)
# Of a category that was added later.
OTHER_RECORD = Kind("", "其他记录", "", "10y")
OTHER_CONTROLLED = Kind("", "其他受控文件（废止后）", "4.4、4.5.2", "10y", trigger=Trigger.ABOLISHED)

FORM_IN_NUMBER = re.compile(r"[A-Z]{2,6}-[A-Z]{2}\d*-([A-Z]{2})-(?:[A-Z]{3,6}-)?\d{4}-\d{4,}")


class PeriodUnreadable(Refused):
    message: ClassVar[str] = "保管期限“{text}”不能识别，请写 3y（3 年）、6m（6 个月）或 permanent（永久）。"


class BelowMinimum(RuleBroken):
    message: ClassVar[str] = "{label}至少保存 {minimum}，不能缩短为 {period}。"


class NotDueYet(RuleBroken):
    message: ClassVar[str] = (
        "{number} 自{trigger} {start} 起保存 {period}{beyond}，{due} 期满，现在不能销毁。请在期满后再鉴定。"
    )


class Kept(Refused):
    message: ClassVar[str] = "{number} 已冻结（{reason}），不能销毁。请先解除冻结，并写明原因。"


class PaperLeft(RuleBroken):
    article: ClassVar[str | None] = "4.5.2"
    message: ClassVar[str] = (
        "{number} 还有 {count} 份纸质件未销毁。请先在“纸质文件”中办理回收销毁（HS），再销毁电子内容。"
    )


class UntilTooEarly(Refused):
    message: ClassVar[str] = "{number} 现应保存到 {due}，延长后的日期须更晚。"


def code_of(number: str, folder: str, category: str) -> str:
    """Whose row counts for a document: of its form, if it was one; of its folder; of its category."""
    form = FORM_IN_NUMBER.fullmatch(number)
    wanted = (form[1] if form else "", folder, category)
    return next((code for code in wanted if code in KINDS), category)


def kind_of(code: str, *, controlled: bool = False) -> Kind:
    return KINDS.get(code, OTHER_CONTROLLED if controlled else OTHER_RECORD)


@cache
def months(period: str) -> int | None:
    """`3y` as 36, `permanent` as None.

    Raises:
        PeriodUnreadable.

    """
    found = TEXT.fullmatch(period.strip())
    if not found:
        raise PeriodUnreadable(text=period)
    if found[1]:
        return None
    return int(found[2]) * 12 if found[2] else int(found[4])


def in_words(period: str) -> str:
    """`3 年`, `6 个月`, `永久`."""
    count = months(period)
    if count is None:
        return "永久"
    return f"{count // 12} 年" if count % 12 == 0 else f"{count} 个月"


def is_shorter(period: str, than: str) -> bool:
    one, other = months(period), months(than)
    return one is not None and (other is None or one < other)


def check_minimum(kind: Kind, period: str) -> None:
    """Raises BelowMinimum, with the article that asks for more; PeriodUnreadable."""
    if kind.minimum and is_shorter(period, kind.minimum):
        article = kind.law or kind.article
        words = {"minimum": in_words(kind.minimum), "period": in_words(period)}
        raise BelowMinimum(label=kind.label, article=article, **words)


def expiry(start: date, period: str) -> date | None:
    """保存期满日 = trigger + period; nothing of what is kept for ever."""
    count = months(period)
    return None if count is None else review_due(start, count)


@dataclass(frozen=True)
class Term:
    """How long one thing is kept: its row of the table, the period in force, the day it runs from, a later day decided."""

    kind: Kind
    period: str
    start: date | None
    until: date | None = None

    @property
    def due(self) -> date | None:
        """The first day on which it may be destroyed; none: never, or its start is not known."""
        first = expiry(self.start, self.period) if self.start else None
        return max(first, self.until) if first and self.until else first

    def is_due(self, day: date) -> bool:
        return self.due is not None and self.due <= day


def check_due(number: str, term: Term, day: date) -> None:
    """Raises NotDueYet, with the article where the rulebook says how long."""
    if term.is_due(day):
        return
    kind = term.kind
    raise NotDueYet(
        number=number,
        trigger=kind.trigger.value,
        start=term.start or "（未知）",
        period=in_words(term.period),
        beyond=f"，经鉴定延长至 {term.until}" if term.until else "",
        due=term.due or "永久保存，不会",
        article=None if kind.is_silent else kind.article,
    )
