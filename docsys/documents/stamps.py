"""What a person saw when he began to type, so that saving over what somebody else saved meanwhile is noticed. Pure.

The stamp that a form carries is a short digest of each mark: it tells which of them another person changed since.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from docsys.errors import EditConflict

LABELS: Mapping[str, str] = {
    "title": "文档名称",
    "version": "版本",
    "author": "编写人",
    "written_on": "编写日期",
    "secrecy": "保密级别",
    "level": "审批级别",
    "medium": "载体",
    "use_scope": "使用范围",
    "purpose": "用途",
    "basis": "依据文件",
    "demand": "需求单号",
    "notes": "本次修改变更说明",
}
DIGITS = 8

Values = Mapping[str, str]


class MarksChanged(EditConflict):
    """Somebody else saved the marks after this person's form was shown."""

    article: ClassVar[str | None] = "4.4.1"
    message: ClassVar[str] = (
        "{who} 已于 {at} 保存了另外的内容，您的修改没有覆盖它。请逐项核对两边的内容，选择后再保存。"
    )


class FileChanged(EditConflict):
    article: ClassVar[str | None] = "4.4.1"
    message: ClassVar[str] = (
        "主文件已被 {who} 于 {at} 更换为“{name}”，您选择的文件没有保存，以免覆盖。请先查看新文件，确需更换时再次选择文件。"
    )


@dataclass(frozen=True)
class Seen:
    """What the form carried: the stamp, and how a conflict before was settled, in words for the log."""

    stamp: str = ""
    settled: str = ""


@dataclass(frozen=True)
class Contested:
    """One mark that differs between what stands and what was typed; who changed it since the form was shown."""

    name: str
    label: str
    theirs: str
    mine: str
    by_them: bool
    by_me: bool

    @property
    def chosen(self) -> str:
        """The side that alone changed it; none where both did: then the person decides."""
        if self.by_them == self.by_me:
            return ""
        return "theirs" if self.by_them else "mine"


def stamp(values: Values) -> str:
    return ".".join(_digest(values.get(name, "")) for name in LABELS)


def contested(base: str, theirs: Values, mine: Values) -> list[Contested]:
    """The marks to choose between, in the order of the form."""
    before = dict(zip(LABELS, base.split("."), strict=False))
    found = []
    for name, label in LABELS.items():
        one, other = _plain(theirs.get(name, "")), _plain(mine.get(name, ""))
        if one != other:
            by_them, by_me = (_digest(text) != before.get(name) for text in (one, other))
            found.append(Contested(name, label, one, other, by_them, by_me))
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(_plain(text).encode()).hexdigest()[:DIGITS]


def _plain(text: str) -> str:
    """As it is stored: lines without blanks at their ends, empty ones left out."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
