"""An order as its guards see it: the values of forms/BG.toml as typed plain data. Pure.

What was not filled in is empty here; what cannot be read counts as not filled in, and the form says so in its own words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from docsys.clock import SHANGHAI
from docsys.forms.fields.references import login_of, name_of
from docsys.forms.shape import Value

Values = Mapping[str, Value]
NOTHING = "无"
E = TypeVar("E", bound=StrEnum)


class Urgency(StrEnum):
    """变更类型 (15.3)."""

    ORDINARY = "一般"
    EMERGENCY = "紧急"


class Level(StrEnum):
    """变更级别 (15.4)."""

    FIRST = "一级"
    SECOND = "二级"


@dataclass(frozen=True)
class Named:
    """A person as a form names him: `王海涛（wanghaitao）`. Without `login` he has no account."""

    name: str
    login: str | None = None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Step:
    """One row of 变更操作步骤; `place` counts from 1."""

    place: int
    item: str
    operator: Named | None
    checker: Named | None
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True)
class DocumentItem:
    """One row of the assessment of 4.4.4."""

    place: int
    number: str
    title: str
    version: str
    action: str
    responsible: Named | None
    due: date | None


@dataclass(frozen=True)
class ConfigItem:
    """One row of the list of 17.4.2."""

    place: int
    item: str
    before: str
    after: str
    responsible: Named | None
    due: date | None


@dataclass(frozen=True)
class Plan:
    """All of an application and its plan. `type` is None where neither 一般 nor 紧急 stands there."""

    applicant: Named | None
    name: str
    type: Urgency | None
    level: Level | None
    reason: str
    time_limit: str
    planner: Named | None
    units: tuple[str, ...]
    start: datetime | None
    end: datetime | None
    impact_system: str
    impact_business: str
    content: str
    nodes: tuple[str, ...]
    affected_units: tuple[str, ...]
    no_affected: str
    impact_confirmed: bool
    window_reason: str
    steps: tuple[Step, ...]
    executors: tuple[Named, ...]
    verifiers: tuple[Named, ...]
    prechecks: tuple[str, ...]
    posttests: tuple[str, ...]
    rollback: str
    rollback_trigger: str
    rollback_deadline: datetime | None
    documents: tuple[DocumentItem, ...]
    documents_none: str
    assessor: Named | None
    config_items: tuple[ConfigItem, ...]
    config_none: str

    @property
    def is_first_level(self) -> bool:
        return self.level is Level.FIRST

    @property
    def is_emergency(self) -> bool:
        return self.type is Urgency.EMERGENCY

    @property
    def has_no_impact(self) -> bool:
        return self.impact_system == NOTHING and self.impact_business == NOTHING


def read(values: Values) -> Plan:
    """The plan out of the values of an order, as a record keeps them or a JSON file gives them."""
    return Plan(
        applicant=_person(values.get("applicant")),
        name=_text(values.get("name")),
        type=_among(Urgency, values.get("type")),
        level=_among(Level, values.get("level")),
        reason=_text(values.get("reason")),
        time_limit=_text(values.get("time_limit")),
        planner=_person(values.get("planner")),
        units=tuple(_texts(values.get("units"))),
        start=moment(values.get("start")),
        end=moment(values.get("end")),
        impact_system=_text(values.get("impact_system")),
        impact_business=_text(values.get("impact_business")),
        content=_text(values.get("content")),
        nodes=tuple(_texts(values.get("nodes"))),
        affected_units=tuple(_texts(values.get("affected_units"))),
        no_affected=_text(values.get("no_affected")),
        impact_confirmed=values.get("impact_confirmed") in (True, "是"),
        window_reason=_text(values.get("window_reason")),
        steps=tuple(_step(place, row) for place, row in _rows(values.get("steps"))),
        executors=tuple(_people(values.get("executors"))),
        verifiers=tuple(_people(values.get("verifiers"))),
        prechecks=tuple(filter(None, (_text(row.get("item")) for _, row in _rows(values.get("prechecks"))))),
        posttests=tuple(filter(None, (_text(row.get("item")) for _, row in _rows(values.get("posttests"))))),
        rollback=_text(values.get("rollback")),
        rollback_trigger=_text(values.get("rollback_trigger")),
        rollback_deadline=moment(values.get("rollback_deadline")),
        documents=tuple(_document(place, row) for place, row in _rows(values.get("documents"))),
        documents_none=_text(values.get("documents_none")),
        assessor=_person(values.get("assessor")),
        config_items=tuple(_config(place, row) for place, row in _rows(values.get("config_items"))),
        config_none=_text(values.get("config_none")),
    )


def moment(value: Value) -> datetime | None:
    """`2026-11-28T09:00`, the wall clock of Shanghai."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def _step(place: int, row: Values) -> Step:
    return Step(
        place,
        _text(row.get("item")),
        _person(row.get("operator")),
        _person(row.get("checker")),
        moment(row.get("start")),
        moment(row.get("end")),
    )


def _document(place: int, row: Values) -> DocumentItem:
    return DocumentItem(
        place,
        _text(row.get("number")),
        _text(row.get("title")),
        _text(row.get("version")),
        _text(row.get("action")),
        _person(row.get("responsible")),
        _day(row.get("due")),
    )


def _config(place: int, row: Values) -> ConfigItem:
    return ConfigItem(
        place,
        _text(row.get("item")),
        _text(row.get("before")),
        _text(row.get("after")),
        _person(row.get("responsible")),
        _day(row.get("due")),
    )


def _among(kind: type[E], value: Value) -> E | None:
    return kind(value) if value in list(kind) else None


def _day(value: Value) -> date | None:
    found = moment(value)
    return found.date() if found else None


def _text(value: Value) -> str:
    return "" if value is None else str(value).strip()


def _texts(value: Value) -> Iterator[str]:
    for one in value if isinstance(value, list | tuple) else [value]:
        if text := _text(one):
            yield text


def _person(value: Value) -> Named | None:
    text = _text(value)
    return Named(name_of(text), login_of(text)) if text else None


def _people(value: Value) -> Iterator[Named]:
    for text in _texts(value):
        yield Named(name_of(text), login_of(text))


def _rows(value: Value) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows in which something stands, with their places as the page shows them."""
    for place, row in enumerate(value if isinstance(value, list) else [], 1):
        if isinstance(row, Mapping) and any(_text(one) for one in row.values()):
            yield place, dict(row)
