"""How a document stands on a day (report 1 of the requirements). Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    EXPIRED = "已失效"
    OVERDUE = "已逾期"
    SOON = "即将到期"
    FINE = "正常"
    UNDATED = "日期缺失"

    @property
    def label(self) -> str:
        return self.value


ORDER = list(Standing)


@dataclass(frozen=True)
class Due:
    """`days` until the day that counts; negative: so many days late; None where no day is known."""

    standing: Standing
    days: int | None


def stand(next_review: date | None, valid_until: date | None, as_of: date, soon_days: int) -> Due:
    """已失效 when 有效期至 is past, else 已逾期 or 即将到期 by the next review: due today is 即将到期 with 0 days."""
    if valid_until is not None and valid_until < as_of:
        return Due(Standing.EXPIRED, (valid_until - as_of).days)
    if next_review is None:
        return Due(Standing.UNDATED, None)
    days = (next_review - as_of).days
    if days < 0:
        return Due(Standing.OVERDUE, days)
    if valid_until is not None:
        days = min(days, (valid_until - as_of).days)
    return Due(Standing.SOON if days <= soon_days else Standing.FINE, days)
