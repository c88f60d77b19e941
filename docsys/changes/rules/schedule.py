"""Orders over days, a row for each node: bars that cover their minutes, side by side where they overlap. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from docsys.changes.rules.states import PLANNED, State
from docsys.clock import SHANGHAI

MINUTES = 24 * 60


@dataclass(frozen=True)
class Planned:
    """An order, as far as the schedule asks."""

    change_id: int
    number: str
    title: str
    state: State
    level: str
    urgency: str
    unit: str
    nodes: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Bar:
    """One order upon one node: minutes from the first midnight, and the lane that it has to itself."""

    order: Planned
    at: int
    length: int
    lane: int
    clashes: tuple[str, ...]
    """The approved orders of this node at the same time; empty where this one is not approved itself."""


@dataclass(frozen=True)
class Row:
    node: str
    lanes: int
    bars: tuple[Bar, ...]


def rows(orders: Iterable[Planned], first: date, days: int) -> list[Row]:
    """A row for each node that an order names, in the order of their names."""
    of_node: dict[str, list[Planned]] = {}
    for order in orders:
        for node in order.nodes or ("未填节点",):
            of_node.setdefault(node, []).append(order)
    return [_row(node, found, first, days) for node, found in sorted(of_node.items())]


def _row(node: str, orders: Sequence[Planned], first: date, days: int) -> Row:
    midnight = datetime.combine(first, time(), SHANGHAI)
    free: list[int] = []
    """Of each lane, the minute from which it is free again."""
    bars = []
    for order in sorted(orders, key=lambda one: (one.starts_at, one.change_id)):
        begins, ends = (_minute(midnight, at, days) for at in (order.starts_at, order.ends_at))
        if ends <= begins:
            continue
        lane = next((place for place, until in enumerate(free) if until <= begins), len(free))
        free[lane : lane + 1] = [ends]
        bars.append(Bar(order, begins, ends - begins, lane, clashes(order, orders)))
    return Row(node, max(len(free), 1), tuple(bars))


def _minute(midnight: datetime, at: datetime, days: int) -> int:
    return min(max(int((at - midnight).total_seconds() // 60), 0), days * MINUTES)


def clashes(order: Planned, others: Iterable[Planned]) -> tuple[str, ...]:
    """Which approved orders meet an approved one (G11)."""
    if order.state not in PLANNED:
        return ()
    return tuple(
        one.number
        for one in others
        if one.change_id != order.change_id
        and one.state in PLANNED
        and one.starts_at < order.ends_at
        and order.starts_at < one.ends_at
    )


def conflicts(found: Iterable[Row]) -> Mapping[int, tuple[str, ...]]:
    """Of each order that clashes anywhere, with which."""
    met: dict[int, set[str]] = {}
    for row in found:
        for bar in row.bars:
            if bar.clashes:
                met.setdefault(bar.order.change_id, set()).update(bar.clashes)
    return {change_id: tuple(sorted(numbers)) for change_id, numbers in met.items()}


def span(kind: str, day: date) -> tuple[date, int]:
    """The first day and the number of days of the week or the month around a day."""
    if kind == "week":
        return day - timedelta(days=day.weekday()), 7
    first = day.replace(day=1)
    return first, (_next_month(first) - first).days


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def around(kind: str, first: date, days: int) -> tuple[date, date]:
    """A day of the week or month before, and of the one after."""
    return first - timedelta(days=1 if kind == "month" else days), first + timedelta(days=days)
