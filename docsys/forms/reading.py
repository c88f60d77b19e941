"""Strict reading of one definition: each key is asked for by name and kind, and what nobody asked for is an error.

Every problem is kept with its key path, so that the author of a form sees all of them at once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any, ClassVar

from docsys.errors import DocsysError

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a definition: where, and what to do about it."""

    file: str
    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}：{self.path}：{self.sentence}" if self.path else f"{self.file}：{self.sentence}"


class DefinitionInvalid(DocsysError):
    message: ClassVar[str] = "表单定义有误：{text}"
    status = 503

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(text="\n".join(str(problem) for problem in self.problems))


@dataclass
class Problems:
    """What has been found in one file so far."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, path: str, sentence: str) -> None:
        self.found.append(Problem(self.file, path, sentence))

    def settle(self) -> None:
        if self.found:
            raise DefinitionInvalid(self.found)


class Table:
    """One table of a definition. Ask for each key once, then `close`."""

    def __init__(self, data: Mapping[str, Any], path: str, problems: Problems) -> None:
        self.data = data
        self.path = path
        self.problems = problems
        self._asked: set[str] = set()

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def refuse(self, key: str, sentence: str) -> None:
        self.problems.add(self.at(key) if key else self.path, sentence)

    def has(self, key: str) -> bool:
        return key in self.data

    def text(self, key: str, default: str = "") -> str:
        return str(self._of(key, str, "文字", default))

    def needed(self, key: str) -> str:
        """A text that must be there and not be empty."""
        value = self.text(key)
        if not value and (key not in self.data or isinstance(self.data[key], str)):
            self.refuse(key, "必须填写")
        return value

    def matching(self, key: str, pattern: re.Pattern[str], sentence: str) -> str:
        """A text that must be there and be written like this."""
        value = self.needed(key)
        if value and not pattern.fullmatch(value):
            self.refuse(key, sentence)
        return value

    def counting(self, key: str, sentence: str) -> int:
        """A whole number from 1 that must be there."""
        value = self._of(key, int, "整数", 0)
        if value < 1 and type(self.data.get(key, 0)) is int:
            self.refuse(key, sentence)
        return int(value)

    def integer(self, key: str, default: int = 0) -> int:
        return int(self._of(key, int, "整数", default))

    def number(self, key: str, default: float = 0.0) -> float:
        value = float(self._of(key, (int, float), "数字", default))
        if not isfinite(value):
            self.refuse(key, "须为数字")
            return default
        return value

    def boolean(self, key: str, *, default: bool = False) -> bool:
        return bool(self._of(key, bool, " true 或 false", default))

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._of(key, list, "文字的列表", [])
        if not all(isinstance(entry, str) for entry in value):
            self.refuse(key, "须为文字的列表")
            return ()
        return tuple(value)

    def entries(self, key: str) -> tuple[str, ...]:
        """Texts, at least one, none twice."""
        value = self.texts(key)
        if not value and self.data.get(key, []) == []:
            self.refuse(key, "至少要有一个选项")
        if len(set(value)) < len(value):
            self.refuse(key, "有重复的选项")
        return value

    def day(self, key: str) -> str:
        value = str(self.plain(key))
        if not DAY.fullmatch(value):
            self.refuse(key, "须为日期，写作 2026-01-05")
        return value

    def integers(self, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
        value = self._of(key, list, "整数的列表", list(default))
        if not all(isinstance(entry, int) and not isinstance(entry, bool) for entry in value):
            self.refuse(key, "须为整数的列表")
            return default
        return tuple(value)

    def one_of(self, key: str, allowed: Iterable[str], default: str = "") -> str:
        allowed = tuple(allowed)
        value = self.text(key, default) if default else self.needed(key)
        if value not in allowed and (value or default):
            self.refuse(key, f"没有“{value}”，可用：{'、'.join(allowed)}")
            return default
        return value

    def table(self, key: str) -> "Table | None":
        value = self._of(key, dict, "一个表", {})
        return Table(value, self.at(key), self.problems) if isinstance(self.data.get(key), dict) else None

    def open(self, key: str) -> dict[str, Any]:
        """A table with whatever keys, with days and moments as ISO text."""
        return dict(plain(self._of(key, dict, "一个表", {})))

    def tables(self, key: str) -> list["Table"]:
        """An array of tables; paths count from 1: `section[1]` is the first."""
        value = self._of(key, list, "表的列表", [])
        if not all(isinstance(entry, dict) for entry in value):
            self.refuse(key, "须为表的列表")
            return []
        return [Table(entry, f"{self.at(key)}[{place}]", self.problems) for place, entry in enumerate(value, 1)]

    def plain(self, key: str) -> Any:
        """Any value, with days and moments as ISO text."""
        self._asked.add(key)
        return plain(self.data.get(key))

    def close(self, what: str = "") -> None:
        """Refuse every key that nobody asked for."""
        for key in self.data:
            if key not in self._asked:
                self.refuse(key, f"{what}没有“{key}”这一项" if what else "没有这一项，请核对拼写")

    def _of(self, key: str, kind: Any, words: str, default: Any) -> Any:
        self._asked.add(key)
        if key not in self.data:
            return default
        value = self.data[key]
        is_flag = isinstance(value, bool)
        if not isinstance(value, kind) or (is_flag and kind is not bool):
            self.refuse(key, f"须为{words}")
            return default
        return value


def identifier(table: Table) -> str:
    return table.matching("id", IDENTIFIER, "须以小写字母开头，只含小写字母、数字和下划线，最多 40 个字符")


def plain(value: Any) -> Any:
    """The same value as JSON can hold it."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value) if isinstance(value, Decimal) else value
