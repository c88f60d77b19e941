"""The line that the page of an order draws: its states gathered into stages, each with who sees to it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from docsys.changes.rules.plan import Level, Urgency
from docsys.changes.rules.states import ENDED, State


@dataclass(frozen=True)
class Stage:
    """Some states under one word; `stamp` names the column of the order that says when it was over."""

    label: str
    states: frozenset[State]
    stamp: str
    level: str = ""


def _stage(label: str, stamp: str, *states: State, level: str = "") -> Stage:
    return Stage(label, frozenset(states), stamp, level)


LATER = (
    _stage("复核", "rechecked_at", State.RECHECKING, State.SUMMARISING),
    _stage("更新核对", "verified_at", State.VERIFYING),
    _stage("归档", "over_at", State.CLOSING, State.ARCHIVED),
)
ORDINARY = (
    _stage("申请", "submitted_at", State.DRAFT, State.RETURNED),
    _stage("受理", "received_at", State.SUBMITTED),
    _stage("征求意见", "consulted_at", State.CONSULTING, level=Level.FIRST),
    _stage("评审", "approved_at", State.REVIEWING),
    _stage("报备与通知", "released_at", State.APPROVED),
    _stage("实施", "ended_at", State.READY, State.RUNNING),
    *LATER,
)
URGENT = (
    _stage("口头上报", "approved_at", State.REPORTED),
    _stage("紧急实施", "ended_at", State.ALLOWED, State.URGENT),
    _stage("补填", "completed_at", State.COMPLETING),
    *LATER,
)


def stages(state: State, urgency: str, level: str) -> list[Stage]:
    """Those that an order of this kind goes through."""
    line = URGENT if urgency == Urgency.EMERGENCY and state not in {State.DRAFT, State.RETURNED} else ORDINARY
    return [one for one in line if not one.level or one.level == level or state in one.states]


def standing(line: list[Stage], state: State, stamps: Mapping[str, datetime | None]) -> list[str]:
    """`done`, `now`, `next` or `refused` for each stage; what was given up stops at the first that was not over."""
    if state is State.ARCHIVED:
        return ["done"] * len(line)
    here = next((place for place, one in enumerate(line) if state in one.states), None)
    if here is None:
        open_ones = (place for place, one in enumerate(line) if stamps.get(one.stamp) is None or one.stamp == "over_at")
        here = next(open_ones, len(line) - 1)
    word = "refused" if state in ENDED else "now"
    return ["done" if place < here else word if place == here else "next" for place in range(len(line))]
