"""The steps of a record and what stands in their way. Pure: no session, no clock.

`SHEET` and `ROW` are the workflow tables: they draw the buttons, the line of steps and the reason why a button is grey.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from docsys.errors import Refused
from docsys.forms.rules import holds
from docsys.forms.shape import DRAFT, Form, Kind, Step, Value
from docsys.people.rules import Permission, Role
from docsys.workflow import Transition, Workflow


class State(StrEnum):
    DRAFT = "draft"
    PENDING = "pending"
    RETURNED = "returned"
    COMPLETED = "completed"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"
    OPEN = "open"
    CLOSED = "closed"
    DESTROYED = "destroyed"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Mapping[State, str] = {
    State.DRAFT: "草稿",
    State.PENDING: "办理中",
    State.RETURNED: "退回",
    State.COMPLETED: "已完成",
    State.ARCHIVED: "已归档",
    State.CANCELLED: "已撤销",
    State.OPEN: "未结",
    State.CLOSED: "已登记",
    State.DESTROYED: "已销毁",
}
ACTS = {"start": "起草", "correct": "起草更正单", "attach": "上传附件", "add": "登记"}
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
LOCKED = frozenset({State.ARCHIVED, State.CANCELLED, State.DESTROYED})
UNLISTED = frozenset({State.CANCELLED, State.DESTROYED})

SHEET: Workflow[State] = Workflow(
    (
        Transition(
            verb="submit",
            label="提交",
            sources=(State.DRAFT, State.RETURNED),
            target=State.PENDING,
            permission=Permission.RECORD_FILL,
        ),
        Transition(
            verb="withdraw",
            label="撤回",
            sources=(State.PENDING,),
            target=State.DRAFT,
            permission=Permission.RECORD_FILL,
        ),
        Transition(verb="sign", label="办理", sources=(State.PENDING,)),
        Transition(verb="return", label="退回修改", sources=(State.PENDING,), target=State.RETURNED),
        Transition(verb="finish", label="办结", sources=(State.PENDING,), target=State.COMPLETED),
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
        Transition(
            verb="destroy", label="保存期满销毁", sources=(State.COMPLETED, State.ARCHIVED), target=State.DESTROYED
        ),
    ),
    line=(State.DRAFT, State.PENDING, State.COMPLETED, State.ARCHIVED),
)

ROW: Workflow[State] = Workflow(
    (
        Transition(verb="sign", label="办理", sources=(State.OPEN,)),
        Transition(verb="amend", label="变更", sources=(State.OPEN,)),
        Transition(verb="finish", label="办结", sources=(State.OPEN,), target=State.CLOSED),
        Transition(verb="reopen", label="恢复", sources=(State.CLOSED,), target=State.OPEN),
        Transition(
            verb="archive",
            label="归档",
            sources=(State.CLOSED,),
            target=State.ARCHIVED,
            permission=Permission.RECORD_ARCHIVE,
            produces="登记表 PDF",
        ),
        Transition(verb="cancel", label="作废", sources=(State.OPEN, State.CLOSED), target=State.CANCELLED),
        Transition(
            verb="destroy", label="保存期满销毁", sources=(State.CLOSED, State.ARCHIVED), target=State.DESTROYED
        ),
    ),
    line=(State.OPEN, State.CLOSED, State.ARCHIVED),
)


# Sheets that another room's workflow writes: the same states, no hand.
LED: Workflow[State] = Workflow(
    (
        Transition(verb="submit", label="提交", sources=(State.DRAFT, State.RETURNED), target=State.PENDING),
        Transition(verb="sign", label="办理", sources=(State.PENDING,)),
        Transition(verb="return", label="退回修改", sources=(State.PENDING,), target=State.RETURNED),
        Transition(verb="archive", label="归档", sources=(State.PENDING,), target=State.ARCHIVED, produces="归档 PDF"),
        Transition(
            verb="cancel", label="撤销", sources=(State.DRAFT, State.PENDING, State.RETURNED), target=State.CANCELLED
        ),
        Transition(verb="destroy", label="保存期满销毁", sources=(State.ARCHIVED,), target=State.DESTROYED),
    ),
    line=(State.DRAFT, State.PENDING, State.ARCHIVED),
)


class Locked(Refused):
    message: ClassVar[str] = "{number} {state}，内容不能再修改。"


class AlreadyTaken(Refused):
    message: ClassVar[str] = "{number} {standing}，已有人办理，不能再撤回；请由办理人退回修改。"


class RevisionChanged(Refused):
    """A used definition was changed without raising its revision."""

    message: ClassVar[str] = (
        "表单 {code} 第 {revision} 版的定义已被改动而未提高版次。请在 forms/{code}.toml 中把 revision 加 1。"
    )


def stage_at(state: State, step: str) -> str | None:
    """Which part of a record is being filled in that state."""
    if state in EDITABLE:
        return DRAFT
    return step or None if state in {State.PENDING, State.OPEN} else None


def workflow_of(kind: Kind) -> Workflow[State]:
    return {Kind.SHEET: SHEET, Kind.REGISTER: ROW, Kind.LED: LED}[kind]


def hands(form: Form) -> list[str]:
    """The roles that fill the form, read it or take its steps; plain staff see what is their own."""
    roles = (*form.fill, *form.readers, *(role for step in form.steps for role in step.roles))
    return [role for role in dict.fromkeys(roles) if role != Role.STAFF]


def check_unlocked(number: str, state: State) -> None:
    if state in LOCKED:
        raise Locked(number=number, state=state.label)


def check_untouched(number: str, standing: str, taken: Collection[str]) -> None:
    """Raises AlreadyTaken where somebody has taken a step."""
    if taken:
        raise AlreadyTaken(number=number, standing=standing)


def copied(form: Form, values: Mapping[str, Value]) -> dict[str, Value]:
    """What a new sheet takes over from an earlier one: what its writers filled in, without days, moments, files."""
    dated = {"date", "datetime", "time", "file"}
    return {
        field.id: values[field.id]
        for field in form.fields
        if form.stage_of(field.id) == DRAFT and field.type not in dated and values.get(field.id) is not None
    }


def named_act(verb: str, step: Step | None) -> str:
    """What was done, in words: 复核通过, 退回修改."""
    if step and verb == "sign":
        return step.act
    named = {**ACTS, **{row.verb: row.label for row in (*SHEET, *ROW)}}
    return str(named.get(verb, verb))


@dataclass(frozen=True)
class Writer:
    """What is known of who fills a form in. `last` is what he wrote into its fields before."""

    person: str
    unit: str
    department: str = ""
    post: str = ""
    last: Mapping[str, Value] = field(default_factory=dict)


def prefilled(form: Form, stage: str, *, writer: Writer, now: datetime) -> dict[str, Value]:
    """What a fresh form of that stage shows: its defaults, the person, where he belongs, the time on the wall."""
    known = {
        "actor": writer.person,
        "unit": writer.unit,
        "department": writer.department or None,
        "post": writer.post or None,
        "today": f"{now:%Y-%m-%d}",
        "now": f"{now:%Y-%m-%dT%H:%M}",
    }
    fields = [field for section in form.sections if section.stage == stage for field in section.inputs]
    values = {field.id: known.get(field.prefill, field.default) for field in fields}
    values |= {field.id: writer.last.get(field.id) for field in fields if field.prefill == "last"}
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


def line(
    form: Form, values: Mapping[str, Value], state: State, step: str, done: Mapping[str, tuple[str, str]]
) -> list[StepView]:
    """The line of steps: 填写, then the steps that this record takes, then 归档. `done` says of each who and when."""
    asked = [
        (one.id, one.label) for one in form.steps if holds(one.when, values) and (not one.optional or one.id in done)
    ]
    first = (DRAFT, "登记" if form.register else "填写")
    points = [first, *asked, *([] if form.register and form.register.life else [("archive", "归档")])]
    now = {State.DRAFT: DRAFT, State.RETURNED: DRAFT, State.CANCELLED: DRAFT}.get(state, step or "archive")
    views = []
    for name, label in points:
        who, when = done.get(name, ("", ""))
        is_over = name in done and name != now
        tone = "done" if is_over or state is State.ARCHIVED else "now" if name == now else "next"
        is_back = state in {State.RETURNED, State.CANCELLED} and name == DRAFT
        views.append(StepView(state.label if is_back else label, "refused" if is_back else tone, who, when))
    return views
