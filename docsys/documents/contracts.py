"""What a contract must say (6.2) and how it stands on a day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from docsys.errors import RuleBroken

CATEGORY = "HT"
# The clauses that 6.2.1 to 6.2.4 ask for, with the article of each.
CLAUSES: Mapping[str, tuple[str, str]] = {
    "duties": ("责任、义务", "6.2.1"),
    "scope": ("服务要求和范围", "6.2.1"),
    "support": ("7×24 小时支持、现场响应时间、违约责任", "6.2.1"),
    "secrecy": ("保密条款和泄密的法律责任", "6.2.2"),
    "malware": ("无恶意代码和未授权连接的承诺", "6.2.3"),
    "inspection": ("接受监管部门信息安全延伸检查", "6.2.4"),
}
# Support around the clock is asked of suppliers of key devices and lines alone.
ANSWERS = ("有", "不适用")
OUTCOMES = ("续签", "终止")


class ContractMissing(RuleBroken):
    article: ClassVar[str | None] = "6.2.1"
    message: ClassVar[str] = "还没有登记合同信息（对方单位、期限和条款），请先在“合同信息”中填写，再归档。"


class TermsBackwards(RuleBroken):
    article: ClassVar[str | None] = "6.2.1"
    message: ClassVar[str] = "合同终止日 {ends_on} 早于起始日 {starts_on}，请核对期限。"


class ContractEnded(RuleBroken):
    article: ClassVar[str | None] = "6.2.1"
    message: ClassVar[str] = "{number} 已于 {ended_on} 记为“{outcome}”，不再更改。"


class SuccessorMissing(RuleBroken):
    article: ClassVar[str | None] = "6.2.1"
    message: ClassVar[str] = "续签须写明新合同的编号，且该合同已归档在 HT 类。{found}"


class Standing(StrEnum):
    """How a contract stands: in force, near its end, past it with nothing decided, or decided."""

    RUNNING = "履行中"
    SOON = "即将到期"
    OVER = "已到期"
    RENEWED = "已续签"
    ENDED = "已终止"

    @property
    def label(self) -> str:
        return self.value

    @property
    def tone(self) -> str:
        return {Standing.SOON: "soon", Standing.OVER: "late", Standing.RUNNING: "valid"}.get(self, "plain")


@dataclass(frozen=True)
class Terms:
    """What is typed of a contract; a clause that is not answered is left out of `clauses`."""

    party: str
    starts_on: date
    ends_on: date
    clauses: Mapping[str, str]


def standing(ends_on: date, outcome: str, day: date, soon_days: int) -> Standing:
    """As of `day`; `soon_days` before the end it is near."""
    if outcome:
        return Standing.RENEWED if outcome == "续签" else Standing.ENDED
    left = (ends_on - day).days
    if left < 0:
        return Standing.OVER
    return Standing.SOON if left <= soon_days else Standing.RUNNING


def unanswered(clauses: Mapping[str, str]) -> list[str]:
    """The clauses nobody has looked for, in the order of 6.2."""
    return [f"{label}（{article}）" for name, (label, article) in CLAUSES.items() if clauses.get(name) not in ANSWERS]


def check_terms(terms: Terms) -> None:
    """Raises TermsBackwards."""
    if terms.ends_on < terms.starts_on:
        raise TermsBackwards(starts_on=terms.starts_on, ends_on=terms.ends_on)
