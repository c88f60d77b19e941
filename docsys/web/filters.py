"""How values look on a page: one way for moments, days, sizes and states, everywhere the same."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from docsys.clock import local, local_day

# The fixed meaning of the state colours (look.md). The word always stands beside the colour.
TONES = {
    "现行有效": "valid",
    "现行": "valid",
    "有效": "valid",
    "正常": "valid",
    "启用": "valid",
    "已确认": "valid",
    "已归档": "valid",
    "已完成": "valid",
    "与备份一致": "valid",
    "草稿": "draft",
    "审核中": "draft",
    "待审核": "draft",
    "待审批": "draft",
    "待评审": "draft",
    "办理中": "draft",
    "未结": "soon",
    "已登记": "valid",
    "已通过": "draft",
    "退回": "soon",
    "待发布": "draft",
    "待确认": "draft",
    "填写中": "draft",
    "即将到期": "soon",
    "待补": "soon",
    "在库": "valid",
    "在用": "valid",
    "借出": "draft",
    "待回收": "soon",
    "已回收": "past",
    "已销毁": "void",
    "遗失": "late",
    "已申请": "draft",
    "已批准": "valid",
    "已归还": "past",
    "不同意": "late",
    "在编": "draft",
    "已装订": "valid",
    "已补卷": "valid",
    "首次登录待改密": "soon",
    "未确认": "soon",
    "已逾期": "late",
    "已失效": "late",
    "已拒绝": "late",
    "失败": "late",
    "已锁定": "late",
    "已替代": "past",
    "停用": "past",
    "已撤销": "past",
    "已结束": "past",
    "已废止": "void",
    "作废": "void",
    "紧急": "urgent",
    "公开": "plain",
    "内部": "soon",
    "敏感": "urgent",
    "高度敏感": "urgent",
}
STEP = 1024
PLAIN_FROM = 100  # 1.4 MB, but 140 MB
SIZES = ("B", "KB", "MB", "GB", "TB")


def moment(value: datetime | None, blank: str = "—") -> str:
    """2026-11-22 14:05, as the clock on the wall in Shanghai shows it."""
    return blank if value is None else f"{local(value):%Y-%m-%d %H:%M}"


def day(value: date | datetime | None, blank: str = "—") -> str:
    if value is None:
        return blank
    return f"{local_day(value) if isinstance(value, datetime) else value:%Y-%m-%d}"


def iso(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds")


def days_left(due: date | None, today: date) -> str:
    """`3 天后`, `今天`, `逾期 5 天`: what helps beside a date."""
    if due is None:
        return ""
    days = (due - today).days
    if days == 0:
        return "今天"
    return f"{days} 天后" if days > 0 else f"逾期 {-days} 天"


def size(count: int | None) -> str:
    """1.4 MB. Steps of 1024, as file managers count."""
    value, unit = float(count or 0), 0
    while value >= STEP and unit < len(SIZES) - 1:
        value, unit = value / STEP, unit + 1
    return f"{value:.0f} {SIZES[unit]}" if unit == 0 or value >= PLAIN_FROM else f"{value:.1f} {SIZES[unit]}"


def tone(word: object) -> str:
    """The colour class of a state word; grey for a word without a meaning of its own."""
    return TONES.get(str(getattr(word, "label", word)), "plain")


def label(value: object) -> str:
    """The Chinese name of an enum member, or the value itself."""
    return str(getattr(value, "label", value))


def yes_no(value: object) -> str:
    return "是" if value else "否"


FILTERS: dict[str, Callable[..., Any]] = {
    "moment": moment,
    "day": day,
    "iso": iso,
    "days_left": days_left,
    "size": size,
    "tone": tone,
    "label": label,
    "yes_no": yes_no,
}
