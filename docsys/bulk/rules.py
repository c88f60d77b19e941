"""What can be done to many documents at once, to how many, and what is refused as a whole. Pure."""

from enum import StrEnum
from typing import ClassVar

from docsys.errors import Refused, RuleBroken

# One batch is read by one person before it is confirmed; beyond this it is several pieces of work.
MOST = 500
# So many are done while the person waits; more are a job.
AT_ONCE = 20


class What(StrEnum):
    FOLDER = "folder"
    SCOPE = "scope"
    REVIEW = "review"
    RIGHTS_ADD = "rights_add"
    RIGHTS_REPLACE = "rights_replace"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    What.FOLDER: "改类别或文件夹（改号）",
    What.SCOPE: "改使用范围",
    What.REVIEW: "改下次评审日期",
    What.RIGHTS_ADD: "增加使用权限",
    What.RIGHTS_REPLACE: "替换使用权限",
}


class NothingChosen(Refused):
    message: ClassVar[str] = "没有选中文档。请在列表中勾选，或选“筛选出的全部”。"


class TooMany(Refused):
    message: ClassVar[str] = "共 {count} 份，一次最多办理 {most} 份。请先筛选，分批办理。"


class NothingPermitted(Refused):
    message: ClassVar[str] = "所选 {count} 份都不能这样办理，原因见各行。"


class MixedUnits(RuleBroken):
    article: ClassVar[str | None] = "4.1.2"
    message: ClassVar[str] = "所选文档属于 {count} 个单位，您只能办理本单位的改号。请按归口单位筛选，分批申请。"


def check_count(count: int) -> None:
    if not count:
        raise NothingChosen
    if count > MOST:
        raise TooMany(count=count, most=MOST)
