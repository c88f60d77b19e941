"""Bars of orders by node: they cover their minutes, have a lane to themselves, and clash where approved orders overlap (G11)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsys.changes.rules.schedule import MINUTES, Planned, around, conflicts, rows, span
from docsys.changes.rules.states import PLANNED, State
from docsys.clock import SHANGHAI

MONDAY = date(2026, 11, 23)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=SHANGHAI)
DAYS = 7


def order(change_id, begins, length, state=State.READY, nodes=("SH-2",)):
    start = MIDNIGHT + timedelta(minutes=begins)
    said = ("升级", state, "二级", "一般", "上期所", tuple(nodes))
    return Planned(change_id, f"BG-2026-{change_id:04}", *said, start, start + timedelta(minutes=length))


ORDERS = st.lists(
    st.tuples(
        st.integers(-600, DAYS * MINUTES),
        st.integers(1, 3 * MINUTES),
        st.sampled_from([State.READY, State.SUBMITTED, State.ARCHIVED, State.RUNNING]),
        st.lists(st.sampled_from(["SH-1", "SH-2", "BJ-1"]), max_size=2, unique=True),
    ),
    max_size=8,
)


@given(ORDERS)
def test_each_bar_covers_its_minutes_in_a_lane_of_its_own(drawn):
    orders = [order(place, *told) for place, told in enumerate(drawn, 1)]

    for row in rows(orders, MONDAY, DAYS):
        taken: dict[int, set[int]] = {}
        for bar in row.bars:
            minutes = {
                minute
                for minute in range(DAYS * MINUTES)
                if bar.order.starts_at <= MIDNIGHT + timedelta(minutes=minute) < bar.order.ends_at
            }
            assert minutes == set(range(bar.at, bar.at + bar.length))
            assert bar.lane < row.lanes
            assert not taken.get(bar.lane, set()) & minutes
            taken.setdefault(bar.lane, set()).update(minutes)


@given(ORDERS)
def test_two_clash_if_and_only_if_both_are_approved_and_overlap_on_a_node(drawn):
    orders = [order(place, *told) for place, told in enumerate(drawn, 1)]
    wanted = {
        (one.change_id, other.number)
        for one in orders
        for other in orders
        if one.change_id != other.change_id
        and {one.state, other.state} <= PLANNED
        and set(one.nodes or ("未填节点",)) & set(other.nodes or ("未填节点",))
        and max(one.starts_at, other.starts_at) < min(one.ends_at, other.ends_at)
        and max(one.starts_at, MIDNIGHT) < min(one.ends_at, MIDNIGHT + timedelta(days=DAYS))
    }

    found = conflicts(rows(orders, MONDAY, DAYS))

    assert {(change_id, number) for change_id, numbers in found.items() for number in numbers} == wanted


@pytest.mark.parametrize(
    ("kind", "day", "first", "count", "before", "after"),
    [
        ("week", date(2027, 1, 1), date(2026, 12, 28), 7, date(2026, 12, 21), date(2027, 1, 4)),
        ("month", date(2028, 2, 29), date(2028, 2, 1), 29, date(2028, 1, 31), date(2028, 3, 1)),
        ("month", date(2026, 12, 31), date(2026, 12, 1), 31, date(2026, 11, 30), date(2027, 1, 1)),
    ],
)
def test_weeks_begin_on_monday_and_months_have_their_days(kind, day, first, count, before, after):
    assert span(kind, day) == (first, count)
    assert around(kind, first, count) == (before, after)
