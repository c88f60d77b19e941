"""An order as a JSON file states it: the values of forms/BG.toml, when it is handed in, and how far it has come. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from docsys.changes.rules import plan as plans
from docsys.changes.rules.plan import Plan
from docsys.errors import Refused

FIELDS = frozenset(field.name for field in fields(Plan))
PERSONS = frozenset(
    {"applicant", "planner", "assessor", "executors", "verifiers", "operator", "checker", "responsible"}
)
DECISION = ("approver", "means", "approved_at")
"""What 证信办 decided of an emergency: with all three the file is one that is written up afterwards (15.3.3)."""
LOGIN = r"[A-Za-z0-9][A-Za-z0-9._-]*"
ACCOUNT = re.compile(rf"(?:(?P<name>.*\S)\s*[（(])?(?P<login>{LOGIN})(?(name)[）)])")


class NotJson(Refused):
    message: ClassVar[str] = "“{file}”不是 JSON 文件：第 {line} 行第 {column} 列读不懂。请改正后重试。"


class NotOrders(Refused):
    message: ClassVar[str] = "“{file}”{place}不是变更单：{reason}。"


@dataclass(frozen=True)
class Stated:
    """One order of a file. `circumstances` is what happened after the application, where the file says so."""

    plan: Plan
    submitted: datetime | None
    completing: bool
    circumstances: Mapping[str, Any]


def read(content: bytes, file: str) -> tuple[list[Stated], bool]:
    """The orders of a file, and whether they stood in a list.

    Raises:
        NotJson, NotOrders: what stands there instead, and where.

    """
    try:
        found = json.loads(content)
    except json.JSONDecodeError as error:
        raise NotJson(file=file, line=error.lineno, column=error.colno) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise NotJson(file=file, line=1, column=1) from error
    if isinstance(found, list):
        if not found:
            raise NotOrders(file=file, place="", reason="列表是空的")
        return [_order(one, file, f"第 {place} 份") for place, one in enumerate(found, 1)], True
    return [_order(found, file, "")], False


def _order(found: object, file: str, place: str) -> Stated:
    if not isinstance(found, dict):
        raise NotOrders(file=file, place=place, reason="应为一个对象，键为 forms/BG.toml 的字段")
    if not FIELDS & found.keys():
        raise NotOrders(file=file, place=place, reason="没有 forms/BG.toml 的任何字段")
    circumstances = found.get("circumstances") or {}
    if not isinstance(circumstances, dict):
        raise NotOrders(file=file, place=place, reason="circumstances 应为一个对象")
    decided = all(str(found.get(key) or "").strip() for key in DECISION)
    return Stated(
        plan=plans.read(named(found)),
        submitted=_submitted(found, file, place),
        completing=found.get("completing") is True or decided,
        circumstances=circumstances,
    )


def _submitted(found: Mapping[str, Any], file: str, place: str) -> datetime | None:
    for key in ("submitted_at", "submitted_on"):
        if value := found.get(key):
            moment = plans.moment(value)
            if moment is None:
                raise NotOrders(file=file, place=place, reason=f"{key} 的“{value}”不是时间，例如 2026-11-23T10:00")
            return moment
    return None


def named(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with each person as the form writes him: `王海涛（wanghaitao）`, also where only the login stood."""
    return {key: _persons(value) if key in PERSONS else _within(value) for key, value in values.items()}


def _within(value: object) -> object:
    if isinstance(value, list):
        return [named(one) if isinstance(one, dict) else one for one in value]
    return value


def _persons(value: object) -> object:
    if isinstance(value, list):
        return [_persons(one) for one in value]
    if not isinstance(value, str) or not (found := ACCOUNT.fullmatch(value.strip())):
        return value
    login = found["login"].casefold()
    return f"{found['name'] or login}（{login}）"


def rows(value: object) -> Iterator[Mapping[str, Any]]:
    """The rows of a value that should be a list of objects."""
    for row in value if isinstance(value, list) else []:
        if isinstance(row, Mapping):
            yield row
