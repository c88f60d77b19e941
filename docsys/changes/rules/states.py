"""The states of a change order (requirements 4.3)."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONSULTING = "consulting"
    REVIEWING = "reviewing"
    RETURNED = "returned"
    REJECTED = "rejected"
    APPROVED = "approved"
    READY = "ready"
    RUNNING = "running"
    RECHECKING = "rechecking"
    SUMMARISING = "summarising"
    VERIFYING = "verifying"
    CLOSING = "closing"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    REPORTED = "reported"
    ALLOWED = "allowed"
    URGENT = "urgent"
    COMPLETING = "completing"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def code(self) -> str:
        """How the requirements call it: S0 to S14, E1 to E4."""
        return CODES[self]


LABELS: Mapping[State, str] = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待受理",
    State.CONSULTING: "征求意见",
    State.REVIEWING: "评审中",
    State.RETURNED: "退回补正",
    State.REJECTED: "未通过",
    State.APPROVED: "已批准",
    State.READY: "待实施",
    State.RUNNING: "实施中",
    State.RECHECKING: "待复核",
    State.SUMMARISING: "待总结",
    State.VERIFYING: "更新核对",
    State.CLOSING: "待归档",
    State.ARCHIVED: "已归档",
    State.WITHDRAWN: "已撤销",
    State.REPORTED: "已口头上报",
    State.ALLOWED: "已口头批准",
    State.URGENT: "紧急实施中",
    State.COMPLETING: "待补单",
}
CODES: Mapping[State, str] = {
    state: f"S{place}" if place < 15 else f"E{place - 14}"  # noqa: PLR2004 - fifteen of the ordinary way, then four
    for place, state in enumerate(State)
}

ENDED = frozenset({State.REJECTED, State.ARCHIVED, State.WITHDRAWN})
BEFORE_REVIEW = (State.DRAFT, State.SUBMITTED, State.CONSULTING, State.REVIEWING, State.RETURNED)
# From the approval on until it is over, an order takes its place in the calendar and may stand in another's way.
PLANNED = frozenset({State.APPROVED, State.READY, State.RUNNING, State.ALLOWED, State.URGENT})
APPROVED = frozenset(
    {
        *PLANNED,
        State.RECHECKING,
        State.SUMMARISING,
        State.VERIFYING,
        State.CLOSING,
        State.ARCHIVED,
        State.COMPLETING,
    }
)
