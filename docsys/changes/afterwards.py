"""What follows an implementation, as its page shows it: who has fed back, how long to watch, what still waits to be updated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from docsys.calendars import queries as calendars
from docsys.calendars.rules import Calendar, Which, YearMissing, sessions_of
from docsys.changes import queries
from docsys.changes.actions.carrying import typed_moment
from docsys.changes.actions.updating import paper_of
from docsys.changes.models import Change, ChangeDocument, ChangeItem, Doing, Statement, Voice
from docsys.changes.rules.plan import Named
from docsys.clock import local_day
from docsys.people.rules import Actor

BACK = {"True": "已按回退计划回退", "False": "未回退"}
FARTHEST = 15
"""Days in which a trading day is looked for: the longest holidays take ten."""


@dataclass(frozen=True)
class Heard:
    """`units` are those that implement, each with what it fed back; `since` and `until` are what a watch is filled in with."""

    units: tuple[tuple[str, Statement | None], ...]
    watches: tuple[Statement, ...]
    may_feed_back: bool
    may_sum_up: bool
    since: str
    until: str
    advised: datetime | None


@dataclass(frozen=True)
class Update:
    """A document with its copies on paper; `days` it is late, negative before that."""

    item: ChangeDocument
    paper: str
    late: int

    @property
    def is_open(self) -> bool:
        return self.item.doing == Doing.OPEN

    @property
    def word(self) -> tuple[str, str]:
        if self.item.doing == Doing.SKIPPED:
            return "已撤销", "past"
        if self.is_open:
            return ("已逾期", "late") if self.late > 0 else ("待更新", "soon")
        return ("待换纸质", "soon") if self.paper == "未换" else ("已更新", "valid")


@dataclass(frozen=True)
class Updates:
    documents: tuple[Update, ...]
    items: tuple[ChangeItem, ...]

    @property
    def are_done(self) -> bool:
        return all(not one.is_open and one.paper != "未换" for one in self.documents) and all(
            one.doing != Doing.OPEN for one in self.items
        )


def of(session: Session, change: Change, actor: Actor, now: datetime) -> Heard:
    """Who was heard and who is waited for."""
    plan = queries.plan_of(change)
    spoken = {one.unit_name: one for one in change.statements if one.voice == Voice.FEEDBACK}
    named = {one.id: one for one in queries.units_named(session, plan.units).values()}
    advised = next_session_end(calendars.load(session, Which.TRADING), change.ended_at or now)
    is_his = actor.unit_id in named or any(one.login == actor.login for one in plan.verifiers)
    return Heard(
        units=tuple((unit.short_name, spoken.get(unit.short_name)) for unit in named.values()),
        watches=tuple(one for one in change.statements if one.voice == Voice.OBSERVATION),
        may_feed_back=change.state == "rechecking" and is_his and not _executed(plan.executors, actor),
        may_sum_up=change.state in {"rechecking", "summarising"} and (is_his or _executed(plan.executors, actor)),
        since=typed_moment(change.ended_at or now),
        until=typed_moment(min(advised or now, now)),
        advised=advised,
    )


def _executed(executors: Sequence[Named], actor: Actor) -> bool:
    return any(one.login == actor.login for one in executors)


def next_session_end(trading: Calendar, after: datetime) -> datetime | None:
    """When the first trading session that begins after this moment ends; None where the calendar does not tell."""
    day = local_day(after)
    try:
        for ahead in range(FARTHEST):
            for one in sessions_of(trading, day + timedelta(days=ahead)):
                if one.start >= after:
                    return one.end
    except YearMissing:
        return None
    return None


def updates(session: Session, change: Change, today: date) -> Updates:
    """Every document and item of the order, with its copies on paper and how late it is."""
    documents = tuple(
        Update(one, one.paper or paper_of(session, one), (today - one.due).days if one.due else 0)
        for one in change.documents
    )
    return Updates(documents, tuple(change.items))


def summary_of(change: Change, author: str) -> Mapping[str, Any]:
    """What a summary of this order begins with."""
    data = change.record.data
    rolled_back = BACK.get(str(data.get("rolled_back")), "")
    when = str(data.get("rolled_back_at") or "").replace("T", " ")
    return {
        "change_number": change.number,
        "name": change.title[:60],
        "result": change.outcome,
        "author": author,
        "phenomenon": str(data.get("result_said") or "")[:1000],
        "rollback": f"{rolled_back}{f'，{when} 完成' if when else ''}",
        "impact": "；".join(
            filter(None, (str(data.get("impact_system") or ""), str(data.get("impact_business") or "")))
        ),
    }
