"""The steps of a record and what stands in their way. Pure: no session, no clock.

`SHEET` and `ROW` are the workflow tables: they draw the buttons, the line of steps and the reason why a button is grey.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from docsys.errors import NotFound, Refused, RuleBroken
from docsys.forms.fields.references import login_of
from docsys.forms.shape import Field, Form, Kind, Stage, Value
from docsys.people.rules import Permission
from docsys.workflow import Transition, Workflow


class State(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    RETURNED = "returned"
    APPROVED = "approved"
    COMPLETED = "completed"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Mapping[State, str] = {
    State.DRAFT: "草稿",
    State.REVIEW: "待评审",
    State.RETURNED: "退回",
    State.APPROVED: "已通过",
    State.COMPLETED: "已完成",
    State.ARCHIVED: "已归档",
    State.CANCELLED: "已撤销",
    State.OPEN: "未结",
    State.CLOSED: "已登记",
}
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
LOCKED = frozenset({State.ARCHIVED, State.CANCELLED})

SHEET: Workflow[State] = Workflow(
    (
        Transition(
            verb="submit",
            label="提交评审",
            sources=(State.DRAFT, State.RETURNED),
            target=State.REVIEW,
            permission=Permission.RECORD_FILL,
        ),
        Transition(
            verb="withdraw",
            label="撤回",
            sources=(State.REVIEW,),
            target=State.DRAFT,
            permission=Permission.RECORD_FILL,
        ),
        Transition(
            verb="approve",
            label="评审通过",
            sources=(State.REVIEW,),
            target=State.APPROVED,
            permission=Permission.RECORD_REVIEW,
        ),
        Transition(
            verb="return",
            label="退回修改",
            sources=(State.REVIEW,),
            target=State.RETURNED,
            permission=Permission.RECORD_REVIEW,
        ),
        Transition(
            verb="endorse",
            label="签署上级领导意见",
            sources=(State.REVIEW, State.APPROVED),
            permission=Permission.RECORD_ENDORSE,
        ),
        Transition(
            verb="complete",
            label="完成",
            sources=(State.APPROVED,),
            target=State.COMPLETED,
            permission=Permission.RECORD_FILL,
        ),
        Transition(
            verb="archive",
            label="归档",
            sources=(State.COMPLETED,),
            target=State.ARCHIVED,
            permission=Permission.RECORD_ARCHIVE,
            produces="归档 PDF",
        ),
        Transition(
            verb="cancel",
            label="撤销",
            sources=(State.DRAFT, State.RETURNED),
            target=State.CANCELLED,
            permission=Permission.RECORD_FILL,
        ),
    ),
    line=(State.DRAFT, State.REVIEW, State.APPROVED, State.COMPLETED, State.ARCHIVED),
)

ROW: Workflow[State] = Workflow(
    (
        Transition(
            verb="close",
            label="登记离开",
            sources=(State.OPEN,),
            target=State.CLOSED,
            permission=Permission.REGISTER_FILL,
        ),
        Transition(
            verb="archive",
            label="归档",
            sources=(State.CLOSED,),
            target=State.ARCHIVED,
            permission=Permission.RECORD_ARCHIVE,
            produces="月度登记表 PDF",
        ),
        Transition(
            verb="cancel",
            label="作废",
            sources=(State.OPEN, State.CLOSED),
            target=State.CANCELLED,
            permission=Permission.REGISTER_FILL,
        ),
    ),
    line=(State.OPEN, State.CLOSED, State.ARCHIVED),
)


class SamePerson(RuleBroken):
    """Who applied or planned does not review (2.3.3, A-28)."""

    message: ClassVar[str] = "评审人与申请人、方案制定人不能为同一人，请由其他有评审权限的人员评审。"
    article: ClassVar[str | None] = "2.3.3"


class Locked(Refused):
    message: ClassVar[str] = "{number} {state}，内容不能再修改。"


class MonthNotOver(Refused):
    message: ClassVar[str] = "{month} 尚未结束，次月 1 日起方可归档该月登记表。"


class RowsOpen(RuleBroken):
    message: ClassVar[str] = "{month} 还有 {count} 条登记没有离开时间，请先补登，再归档。"
    article: ClassVar[str | None] = "10.3.5"


class MonthArchived(Refused):
    message: ClassVar[str] = "{month} 的登记表已经归档，不能再登记或修改该月的记录。"


class NothingToArchive(Refused):
    message: ClassVar[str] = "{month} 没有可归档的登记。"


class RevisionChanged(Refused):
    """A used definition was changed without raising its revision."""

    message: ClassVar[str] = (
        "表单 {code} 第 {revision} 版的定义已被改动而未提高版次。请在 forms/{code}.toml 中把 revision 加 1。"
    )


def stage_at(state: State) -> Stage | None:
    """Which part of a sheet is being filled in that state."""
    return {
        State.DRAFT: Stage.DRAFT,
        State.RETURNED: Stage.DRAFT,
        State.REVIEW: Stage.REVIEW,
        State.APPROVED: Stage.COMPLETE,
    }.get(state)


def workflow_of(kind: Kind) -> Workflow[State]:
    return ROW if kind is Kind.REGISTER else SHEET


def authors(form: Form, values: Mapping[str, Value]) -> frozenset[str]:
    """The accounts of those who wrote the sheet: the persons its draft sections are prefilled with."""
    named = (
        values.get(field.id)
        for section in form.sections
        if section.stage is Stage.DRAFT
        for field in section.inputs
        if field.type == "user" and field.prefill == "actor"
    )
    return frozenset(login for value in named if isinstance(value, str) and (login := login_of(value)))


def signed_field(form: Form, sign: str) -> Field:
    """The field beside which that step signs on paper: 评审人意见, 上级领导意见.

    Raises:
        NotFound: the form has no such line.

    """
    for row in form.grid:
        for cell in row.cells:
            if cell.sign == sign:
                return form.by_id[cell.fields[0]]
    raise NotFound(message="表单“{title}”没有这一签署栏。", title=form.title)


def check_reviewer(login: str, written_by: frozenset[str], *, is_creator: bool) -> None:
    """Raises SamePerson where the reviewer wrote what is to be reviewed."""
    if is_creator or login in written_by:
        raise SamePerson


def check_unlocked(number: str, state: State) -> None:
    if state in LOCKED:
        raise Locked(number=number, state=state.label)


def check_month(month: str, today: date, still_open: int, count: int) -> None:
    """A month's list is archived when the month is over, every visitor has left, and there is something to archive."""
    if f"{today:%Y-%m}" <= month:
        raise MonthNotOver(month=month)
    if still_open:
        raise RowsOpen(month=month, count=still_open)
    if not count:
        raise NothingToArchive(month=month)


def prefilled(form: Form, stage: Stage, *, person: str, unit: str, now: datetime) -> dict[str, Value]:
    """What a fresh form of that stage shows: its defaults, the person, his unit, the time on the wall."""
    known = {"actor": person, "unit": unit, "today": f"{now:%Y-%m-%d}", "now": f"{now:%Y-%m-%dT%H:%M}"}
    fields = [field for section in form.sections if section.stage is stage for field in section.inputs]
    values = {field.id: known.get(field.prefill, field.default) for field in fields}
    many = {field.id for field in fields if field.options.get("many")}
    return {
        name: [value] if name in many and isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }


def stamped(form: Form, now: datetime) -> dict[str, Value]:
    """What the moment of submission fills in."""
    days = {
        field.id: f"{now:%Y-%m-%d}" for field in form.fields if field.prefill == "submitted" and field.type == "date"
    }
    moments = {
        field.id: f"{now:%Y-%m-%dT%H:%M}"
        for field in form.fields
        if field.prefill == "submitted" and field.type == "datetime"
    }
    return days | moments


@dataclass(frozen=True)
class StepView:
    """One point on the line of steps: done, now, next or refused; who did it and when."""

    label: str
    state: str
    who: str = ""
    when: str = ""


def line(state: State, kind: Kind, done: Mapping[State, tuple[str, str]]) -> list[StepView]:
    """The line of steps: `done` says for each state reached who brought it there, and when."""
    points = list(workflow_of(kind).line)
    reached = points.index(state) if state in points else points.index(State.DRAFT)
    views = []
    for place, point in enumerate(points):
        who, when = done.get(point, ("", ""))
        tone = "done" if place < reached or state is State.ARCHIVED else "now" if place == reached else "next"
        is_back = state in {State.RETURNED, State.CANCELLED} and place == reached
        label = state.label if is_back else point.label
        views.append(StepView(label, "refused" if is_back else tone, who, when))
    return views
