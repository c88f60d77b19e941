"""How a document stands on a day (report 1 of the requirements), and how far its dates may be set. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from docsys.errors import RuleBroken


class Standing(StrEnum):
    EXPIRED = "已失效"
    OVERDUE = "已逾期"
    SOON = "即将到期"
    FINE = "正常"
    UNDATED = "日期缺失"

    @property
    def label(self) -> str:
        return self.value

    @property
    def printed(self) -> str:
        """What its prints say across each page; nothing of what is in order."""
        return PRINTED.get(self, "")


# The words across the page are told from the state by `printing.attribute_page.LAPSED`; a test holds the two together.
PRINTED: Mapping[Standing, str] = {Standing.EXPIRED: "已失效", Standing.OVERDUE: "已逾期未评审"}
ORDER = list(Standing)

# Rules are reviewed once a year (1.3.1), standards and procedures at least so (3.1.2); configuration follows each change,
# and with no change for a year it is looked at all the same (4.4.1). Other classes are records: no cycle is demanded.
YEAR = 12
LONGEST: Mapping[str, str] = {"ZD": "1.3.1", "SC": "3.1.2", "PZ": "4.4.1"}
MOST_MONTHS = 120


@dataclass(frozen=True)
class Due:
    """`days` until the day that counts; negative: so many days late; None where no day is known."""

    standing: Standing
    days: int | None


class CycleNeeded(RuleBroken):
    message: ClassVar[str] = "{category} 类文档须定期评审，评审周期为 1 至 {most} 个月，不能留空或延长。"


class ReviewPutOff(RuleBroken):
    article: ClassVar[str | None] = "1.3.1、3.1.2"
    message: ClassVar[str] = "下次评审日期不能晚于 {latest}。推后须先完成评审；如需更早评审，可以提前。"


class EndsBeforeItBegins(RuleBroken):
    article: ClassVar[str | None] = "4.3.5"
    message: ClassVar[str] = "有效期至 {until} 早于发布日期 {published}，请核对。"


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


def check_cycle(category: str, months: int | None) -> None:
    """Raises CycleNeeded: longer than the rulebook allows for the class, or none where one must be."""
    article = LONGEST.get(category)
    most = YEAR if article else MOST_MONTHS
    if (months is None and article) or (months is not None and not 1 <= months <= most):
        raise CycleNeeded(category=category, most=most, article=article)


def check_dates(
    published: date | None, next_review: date | None, latest: date | None, valid_until: date | None
) -> None:
    """Raises ReviewPutOff, EndsBeforeItBegins."""
    if next_review is not None and latest is not None and next_review > latest:
        raise ReviewPutOff(latest=latest)
    if valid_until is not None and published is not None and valid_until < published:
        raise EndsBeforeItBegins(until=valid_until, published=published)
