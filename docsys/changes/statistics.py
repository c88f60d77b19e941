"""Figures of change orders over a period (report 9): counted by the database, in as many statements as there are tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, extract, func, or_, select
from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.models import Change, ChangeDocument, Doing
from docsys.changes.rules.finishing import SHORT_OF_IT
from docsys.changes.rules.plan import Level, Urgency
from docsys.changes.rules.stages import ORDINARY, URGENT
from docsys.changes.rules.states import State
from docsys.clock import SHANGHAI
from docsys.people.models import Unit
from docsys.people.rules import Actor
from docsys.records.models import Record

MONTHS = 12
DAY = 24 * 3600
END_OF_DAY = DAY - 8 * 3600
"""From midnight of a date as the database counts it (UTC) to the end of that day in Shanghai, in seconds."""
BEGUN: ColumnElement[datetime] = func.coalesce(Change.submitted_at, Record.created_at)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, and of which unit; all of them where `unit` is empty."""

    first: date
    last: date
    unit: str = ""


@dataclass(frozen=True)
class Figures:
    """One table: what is counted, and how many; `of` is the whole that a share is taken of."""

    title: str
    rows: tuple[tuple[str, int], ...]
    of: int


@dataclass(frozen=True)
class Statistics:
    total: int
    tables: tuple[Figures, ...]
    stages: tuple[tuple[str, float | None], ...]
    """How long each stage took, on average, in days."""


def of(session: Session, actor: Actor, period: Period, today: date) -> Statistics:
    """What `actor` sees of the orders that were handed in within the period."""
    mine = and_(queries.visible(actor), *_within(period))
    kinds = _kinds(session, mine)
    total = sum(count for *_names, count in kinds)
    tables = (
        Figures("按月", tuple(_months(session, mine, period)), total),
        _by(kinds, "类型", 0, total),
        _by(kinds, "级别", 1, total),
        _by(kinds, "结果", 2, total),
        _by(kinds, "状态", 3, total),
        Figures("按申请单位", tuple(_units(session, mine)), total),
        Figures("需要关注", tuple(_noted(session, mine, today).items()), total),
        _documents(session, mine),
    )
    return Statistics(total, tables, tuple(_stages(session, mine)))


def _within(period: Period) -> Iterator[ColumnElement[bool]]:
    first, after = (datetime.combine(day, time(), SHANGHAI) for day in (period.first, period.last + timedelta(days=1)))
    yield Change.state != State.DRAFT
    yield first <= BEGUN
    yield after > BEGUN
    if period.unit:
        yield Change.unit_id.in_(select(Unit.id).where(Unit.code == period.unit))


def _asked(mine: ColumnElement[bool], *columns: Any) -> Select[Any]:
    return select(*columns).select_from(Change).join(Record, Record.id == Change.record_id).where(mine)


def _kinds(session: Session, mine: ColumnElement[bool]) -> list[tuple[str, str, str, str, int]]:
    dimensions = (Change.urgency, Change.level, Change.outcome, Change.state)
    rows = session.execute(_asked(mine, *dimensions, func.count()).group_by(*dimensions))
    return [(urgency, level, outcome or "未结束", state.label, count) for urgency, level, outcome, state, count in rows]


def _by(kinds: Sequence[tuple[Any, ...]], title: str, column: int, total: int) -> Figures:
    found: dict[str, int] = {}
    for row in kinds:
        found[row[column] or "未定"] = found.get(row[column] or "未定", 0) + row[-1]
    return Figures(f"按{title}", tuple(sorted(found.items(), key=lambda pair: -pair[1])), total)


def _months(session: Session, mine: ColumnElement[bool], period: Period) -> Iterator[tuple[str, int]]:
    """All months of the period in one statement."""
    starts = list(_first_days(period))
    edges = [datetime.combine(day, time(), SHANGHAI) for day in [*starts, _next_month(starts[-1])]]
    counts = [func.sum(case((and_(start <= BEGUN, end > BEGUN), 1), else_=0)) for start, end in pairwise(edges)]
    found = session.execute(_asked(mine, *counts)).one()
    yield from ((f"{day:%Y-%m}", count or 0) for day, count in zip(starts, found, strict=True))


def _first_days(period: Period) -> Iterator[date]:
    day = period.first.replace(day=1)
    while day <= period.last:
        yield day
        day = _next_month(day)


def _next_month(day: date) -> date:
    return date(day.year + day.month // MONTHS, day.month % MONTHS + 1, 1)


def _units(session: Session, mine: ColumnElement[bool]) -> Iterator[tuple[str, int]]:
    asked = _asked(mine, Unit.short_name, func.count()).join(Unit, Unit.id == Change.unit_id)
    rows = session.execute(asked.group_by(Unit.id, Unit.short_name).order_by(func.count().desc(), Unit.id))
    yield from ((name, count) for name, count in rows)


def _noted(session: Session, mine: ColumnElement[bool], today: date) -> Mapping[str, int]:
    """What an inspection asks for first."""
    urgent = Change.urgency == Urgency.EMERGENCY
    written_late = and_(Change.completed_at.is_not(None), _seconds(Change.completed_at) >= _end_of(Change.complete_by))
    unwritten = and_(Change.completed_at.is_(None), Change.complete_by.is_not(None), Change.complete_by < today)
    asked = {
        "紧急变更": urgent,
        "紧急变更补填逾期": and_(urgent, or_(written_late, unwritten)),
        "时间涉及交易时段（例外或紧急）": Change.outside_window,
        "一级变更": Change.level == Level.FIRST,
        "方案修改后重新评审": Change.round > 1,
        "失败、部分成功或已回退": Change.outcome.in_(SHORT_OF_IT),
        "失败而尚无变更总结": Change.state == State.SUMMARISING,
        "退回补正": Change.state == State.RETURNED,
        "撤销或未通过": Change.state.in_([State.WITHDRAWN, State.REJECTED]),
    }
    counts = [func.sum(case((condition, 1), else_=0)) for condition in asked.values()]
    found = session.execute(_asked(mine, *counts)).one()
    return {name: count or 0 for name, count in zip(asked, found, strict=True)}


def _seconds(moment: Any) -> ColumnElement[int]:
    return cast(extract("epoch", moment), Integer)


def _end_of(day: Any) -> ColumnElement[int]:
    return _seconds(day) + END_OF_DAY


def _documents(session: Session, mine: ColumnElement[bool]) -> Figures:
    done = ChangeDocument.doing == Doing.DONE.value
    in_time = or_(ChangeDocument.due.is_(None), _seconds(ChangeDocument.done_at) < _end_of(ChangeDocument.due))
    asked = {
        "按期更新": and_(done, in_time),
        "逾期更新": and_(done, ~in_time),
        "尚未更新": ChangeDocument.doing == Doing.OPEN.value,
        "撤销": ChangeDocument.doing == Doing.SKIPPED.value,
    }
    counts = [func.sum(case((condition, 1), else_=0)) for condition in asked.values()]
    query = _asked(mine, *counts).join(ChangeDocument, ChangeDocument.change_id == Change.record_id)
    found = [count or 0 for count in session.execute(query).one()]
    return Figures("涉及文档的更新", tuple(zip(asked, found, strict=True)), sum(found))


def _stages(session: Session, mine: ColumnElement[bool]) -> Iterator[tuple[str, float | None]]:
    """From when the stage before was over until this one was."""
    line = [(one.label, one.stamp) for one in ORDINARY]
    urgent = [("补填（紧急）", "ended_at", URGENT[2].stamp)]
    pairs = [(label, line[place][1], stamp) for place, (label, stamp) in enumerate(line[1:])]
    skips = {"consulted_at": "received_at"}
    spans = [(label, before, after) for label, before, after in (*pairs, *urgent)]
    averages = [func.avg(_seconds(getattr(Change, after)) - _since(before, skips)) for _label, before, after in spans]
    found = session.execute(_asked(mine, *averages)).one()
    for (label, _before, _after), seconds in zip(spans, found, strict=True):
        yield label, None if seconds is None else float(seconds) / DAY


def _since(stamp: str, skips: Mapping[str, str]) -> ColumnElement[int]:
    """Orders of the second level are not consulted: their review begins when they were received."""
    column = getattr(Change, stamp)
    return _seconds(func.coalesce(column, getattr(Change, skips[stamp])) if stamp in skips else column)
