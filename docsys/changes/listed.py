"""The list of change orders: what it may be narrowed by, how it is sorted. The address of the page is the whole state."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, or_, select
from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.models import Change, ChangePerson
from docsys.changes.rules.states import ENDED, State
from docsys.clock import SHANGHAI
from docsys.people.models import Unit
from docsys.people.rules import Actor
from docsys.records import queries as sheets
from docsys.records.models import Record

FIRST_YEAR, LAST_YEAR = 1990, 2189
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "number": Record.number.expression,
    "title": Record.title.expression,
    "state": Change.state.expression,
    "level": Change.level.expression,
    "unit": Change.unit_id.expression,
    "starts": Change.starts_at.expression,
    "submitted": Change.submitted_at.expression,
    "id": Change.record_id.expression,
}
DEFAULT = "-id"
WHOSE: Mapping[str, str] = {"waiting": "待我办理", "mine": "我申请或参与的"}
OPEN = "open"


@dataclass(frozen=True)
class Wanted:
    """The filter of the list, as the address says it."""

    words: str = ""
    state: str = ""
    urgency: str = ""
    level: str = ""
    unit: str = ""
    node: str = ""
    month: str = ""
    whose: str = ""


def wanted(arguments: Mapping[str, str]) -> Wanted:
    """The filter out of the address; what makes no sense is left out."""
    found = {name: arguments.get(name, "").strip()[:100] for name in ("state", "urgency", "level", "unit", "node")}
    known = {"state": {OPEN, *State}, "urgency": {"一般", "紧急"}, "level": {"一级", "二级"}}
    kept = {name: text for name, text in found.items() if name not in known or text in known[name]}
    month, whose = arguments.get("month", ""), arguments.get("whose", "")
    return Wanted(
        words=arguments.get("q", "").strip()[:100],
        month=month if MONTH.fullmatch(month) else "",
        whose=whose if whose in WHOSE else "",
        **kept,
    )


def day_of(arguments: Mapping[str, str], name: str) -> date | None:
    """A day of the address, if it is one of these two centuries."""
    try:
        day = date.fromisoformat(arguments.get(name, ""))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def listed(actor: Actor, asked: Wanted) -> Select[Any]:
    """The orders that `actor` sees, narrowed as `asked`."""
    return queries.listed(actor).where(*_conditions(actor, asked))


def _conditions(actor: Actor, asked: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.words:
        columns = (Record.number, Record.title)
        found.append(or_(*(one.icontains(asked.words, autoescape=True) for one in columns)))
    if asked.state:
        found.append(Change.state.not_in(ENDED) if asked.state == OPEN else Change.state == State(asked.state))
    if asked.urgency:
        found.append(Change.urgency == asked.urgency)
    if asked.level:
        found.append(Change.level == asked.level)
    if asked.unit:
        found.append(Change.unit_id.in_(select(Unit.id).where(Unit.code == asked.unit)))
    if asked.node:
        found.append(cast(Change.nodes, String).contains(json.dumps(asked.node), autoescape=True))
    if asked.month:
        first, last = _within(asked.month)
        found += [Change.starts_at < last, Change.ends_at > first]
    return [*found, *_whose(actor, asked.whose)]


def _within(month: str) -> tuple[datetime, datetime]:
    """The first moments of that month and of the next, in Shanghai."""
    first = date.fromisoformat(f"{month}-01")
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    start, end = (datetime.combine(day, time(), SHANGHAI) for day in (first, after))
    return start, end


def _whose(actor: Actor, whose: str) -> list[ColumnElement[bool]]:
    if whose == "waiting":
        return [sheets.awaited(actor)]
    if whose == "mine":
        named = exists().where(ChangePerson.change_id == Change.record_id, ChangePerson.user_id == actor.user_id)
        return [or_(Record.created_by == actor.user_id, named.correlate(Change))]
    return []


def units(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """The units that applied for what `actor` sees, for the choice of the list."""
    applied = select(Change.unit_id).join(Change.record).where(queries.visible(actor))
    rows = session.execute(select(Unit.code, Unit.short_name).where(Unit.id.in_(applied)).order_by(Unit.id))
    return [(code, name) for code, name in rows]


def said(asked: Wanted, units: Sequence[tuple[str, str]]) -> list[str]:
    """The filter in words, as an export states it."""
    state = "未结" if asked.state == OPEN else State(asked.state).label if asked.state else ""
    told = (
        ("状态", state),
        ("类型", asked.urgency),
        ("级别", asked.level),
        ("单位", dict(units).get(asked.unit, asked.unit)),
        ("节点", asked.node),
        ("计划月份", asked.month),
        ("范围", WHOSE.get(asked.whose, "")),
        ("查找", asked.words),
    )
    return [f"{name} {text}" for name, text in told if text]
