"""A record as its page shows it: plain sections, fields and reasons, so that the templates only draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from docsys.clock import local
from docsys.errors import Refused
from docsys.forms.fields import shown, type_of
from docsys.forms.rules import holds
from docsys.forms.shape import Field, Form, Kind, Section, Stage, Value
from docsys.people.rules import Actor, Permission, require
from docsys.records import rules
from docsys.records.actions.drafting import require_author
from docsys.records.models import Record, RecordStep
from docsys.records.queries import Month
from docsys.records.rules import State, StepView

VERBS = {
    "start": "起草",
    "attach": "上传附件",
    "add": "登记",
    "submit": "提交评审",
    "withdraw": "撤回",
    "approve": "评审通过",
    "return": "退回修改",
    "endorse": "签署上级领导意见",
    "complete": "完成",
    "close": "登记离开",
    "archive": "归档",
    "cancel": "撤销",
}
REACHED = {
    "start": State.DRAFT,
    "submit": State.REVIEW,
    "approve": State.APPROVED,
    "complete": State.COMPLETED,
    "archive": State.ARCHIVED,
    "add": State.OPEN,
    "close": State.CLOSED,
}


NARROW = {"moment": "moment_cell", "person": "person_cell", "document": "document_cell", "line": "line_cell"}
LEAST = {"user": 16, "datetime": 24, "date": 19, "choice": 14}
ORDINARY, MOST, WIDTH = 15, 34, 90


@dataclass(frozen=True)
class Offer:
    """One button: what it does, and why it cannot be used just now."""

    verb: str
    label: str
    why: str = ""


def offers(record: Record, form: Form, actor: Actor) -> list[Offer]:
    """Every act the present state knows, each with the reason where this person cannot do it."""
    return [
        Offer(row.verb, row.label, _why_not(record, form, row.verb, actor))
        for row in rules.workflow_of(form.kind).offers(record.state)
        if row.verb != "endorse" or leader_field(form)
    ]


def can_fill(record: Record, form: Form, actor: Actor) -> bool:
    """Whether this person fills the part that the present state asks for."""
    wanted = {State.REVIEW: "approve", State.APPROVED: "complete"}.get(record.state, "submit")
    return rules.workflow_of(form.kind).allows(record.state, wanted) and not _why_not(record, form, wanted, actor)


def why_not_begin(form: Form, actor: Actor) -> str:
    """Why this person cannot begin a sheet or add a row; nothing where he can."""
    permission = Permission.REGISTER_FILL if form.kind is Kind.REGISTER else Permission.RECORD_FILL
    try:
        require(actor, permission, actor.unit_id)
    except Refused as refused:
        return refused.sentence
    return ""


def why_not_month(month: Month, today: date, actor: Actor) -> str:
    """Why the list of that month cannot be archived by this person now; nothing where it can."""
    try:
        require(actor, Permission.RECORD_ARCHIVE, month.unit_id)
        rules.check_month(month.month, today, month.open, month.count)
    except Refused as refused:
        return refused.sentence
    return ""


def line(record: Record, form: Form) -> list[StepView]:
    done = {
        REACHED[step.verb]: (step.actor_name, f"{local(step.at):%m-%d %H:%M}")
        for step in record.steps
        if step.verb in REACHED
    }
    return rules.line(record.state, form.kind, done)


def history(steps: Sequence[RecordStep]) -> list[tuple[RecordStep, str]]:
    return [(step, VERBS.get(step.verb, step.verb)) for step in reversed(steps)]


def widget(field: Field) -> str:
    """The macro of `templates/records/fields.html` that asks for a value of this field."""
    return type_of(field).widget


def cell_widget(field: Field) -> str:
    """The same for a cell of a row group: some have a narrower one."""
    return NARROW.get(widget(field), widget(field))


def room(group: Field, column: Field) -> int:
    """How many hundredths of the table's width a column of a row group takes on the screen."""
    weights = {one.id: max(min(one.share or ORDINARY, MOST), LEAST.get(one.type, 0)) for one in group.fields}
    return round(weights[column.id] / sum(weights.values()) * WIDTH)


def paired(form: Form) -> list[tuple[Field, Field | None]]:
    """The columns of a register two by two, one below the other: fifteen side by side nobody can read."""
    dated = {form.register.opened, form.register.closed} if form.register else set()
    fields = [field for field in form.fields if field.id not in dated]
    return [(fields[at], fields[at + 1] if at + 1 < len(fields) else None) for at in range(0, len(fields), 2)]


def typed(field: Field, value: Value) -> str:
    """`value` as it goes back into its input; what could not be read goes back as it was typed."""
    return type_of(field).typed(field, value)


def text(field: Field, value: Value, names: Mapping[str, str]) -> str:
    return shown(field, value, names)


def sections(form: Form, values: Mapping[str, Value], stage: Stage | None) -> list[tuple[Section, bool]]:
    """The sections that stand on the page, each with whether it is being filled in now.

    While the sheet is drafted, what later steps fill in is not there yet.
    """
    order = list(Stage)
    latest = order.index(stage) if stage else len(order)
    return [
        (section, section.stage is stage)
        for section in form.sections
        if order.index(section.stage) <= latest and (section.stage is stage or holds(section.when, values))
    ]


def leader_field(form: Form) -> Field | None:
    """The field of the opinion of the leader above, where the form has one."""
    has_one = any(cell.sign == "endorse" for row in form.grid for cell in row.cells)
    return rules.signed_field(form, "endorse") if has_one else None


def _why_not(record: Record, form: Form, verb: str, actor: Actor) -> str:
    try:
        _check(record, form, verb, actor)
    except Refused as refused:
        return refused.sentence
    return ""


def _check(record: Record, form: Form, verb: str, actor: Actor) -> None:
    row = rules.workflow_of(form.kind).transition(record.state, verb)
    if verb in {"submit", "withdraw", "cancel", "complete"}:
        require_author(record, actor)
    elif row.permission is not None:
        require(actor, Permission(row.permission), record.unit_id)
    if verb in {"approve", "return"}:
        written_by = rules.authors(form, record.data)
        rules.check_reviewer(actor.login, written_by, is_creator=record.created_by == actor.user_id)


def labels(form: Form) -> dict[str, str]:
    """Field ids, as errors name them, with their labels: `steps.0.operator` is `变更操作步骤 第 1 行 操作人`."""
    known = {field.id: field.label for field in form.fields}
    for field in form.fields:
        for column in field.fields:
            for place in range(field.options.get("max", 200) if field.fields else 0):
                known[f"{field.id}.{place}.{column.id}"] = f"{field.label} 第 {place + 1} 行“{column.label}”"
    return known
