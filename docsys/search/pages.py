"""The text of one page. Apart from all else, so that the extraction child loads nothing it does not need."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class PageText:
    """`number` is None where the format has no pages (plain text); for a workbook it is the sheet."""

    number: int | None
    text: str


class TextState(StrEnum):
    """How far the text of an entry has come."""

    PENDING = "未提取"
    EXTRACTED = "已提取"
    EMPTY = "无文本"
    FAILED = "失败"

    @property
    def label(self) -> str:
        return self.value
