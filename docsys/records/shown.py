"""A record as its page shows it: plain sections, fields and reasons, so that the templates only draw."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from docsys.clock import local
from docsys.errors import Refused
from docsys.forms.fields import shown, type_of
from docsys.forms.rules import holds
from docsys.forms.shape import DRAFT, Field, Form, Section, Step, Value
from docsys.people.rules import Actor, Permission, require
from docsys.records import queries, registers, rules, steps
from docsys.records.actions.keeping import require_author
from docsys.records.models import Record, RecordStep
from docsys.records.periods import Period
from docsys.records.rules import State, StepView

NARROW = {"moment": "moment_cell", "person": "person_cell", "document": "document_cell", "line": "line_cell"}
LEAST = {"user": 16, "datetime": 24, "date": 19, "choice": 14}
ORDINARY, MOST, WIDTH = 15, 34, 90


@dataclass(frozen=True)
class Offer:
    """One button: what it does, for which step of the form, and why it cannot be used just now."""

    verb: str
    label: str
    why: str = ""
    step: str = ""


def offers(record: Record, form: Form, actor: Actor) -> list[Offer]:
    """Every act the present state knows, each with the reason where this person cannot do it; none of a led sheet."""
    if form.led_by:
        return []
    known = {row.verb: row for row in rules.workflow_of(form.kind).offers(record.state)}
    plain = [
        Offer(verb, _submit_label(form, record) if verb == "submit" else row.label, _why_not(record, form, verb, actor))
        for verb, row in known.items()
        if verb in {"submit", "withdraw", "archive", "cancel"}
    ]
    if form.register and registers.is_amendable(form, record.state):
        plain.append(Offer("amend", "变更", _why_not(record, form, "amend", actor)))
    return [*plain, *(one for step in _open_steps(record, form) for one in _step_offers(record, form, step, actor))]


def _step_offers(record: Record, form: Form, step: Step, actor: Actor) -> Iterator[Offer]:
    past = queries.past_of(record)
    why = _refusal(lambda: steps.check_hand(step, form, record.data, past, actor, record.unit_id))
    if step.system:
        return
    yield Offer("sign", step.act, why, step.id)
    if step.returns and not step.author:
        yield Offer("return", "退回修改", why, step.id)


def _open_steps(record: Record, form: Form) -> list[Step]:
    if form.led_by or record.state not in {State.PENDING, State.OPEN}:
        return []
    return steps.available(form, record.data, queries.past_of(record).steps)


def _submit_label(form: Form, record: Record) -> str:
    following = steps.following(form, record.data, queries.past_of(record).steps)
    return f"提交{following.label}" if following and not following.author else "提交"


def stages_open(record: Record, form: Form, actor: Actor) -> list[str]:
    """The parts of the record that this person can fill in now."""
    if form.led_by:
        return []
    if record.state in rules.EDITABLE:
        return [] if _why_not(record, form, "submit", actor) else [DRAFT]
    return [one.step for one in offers(record, form, actor) if one.verb == "sign" and not one.why]


def why_not_begin(form: Form, actor: Actor) -> str:
    """Why this person cannot begin a sheet or add a row; nothing where he can."""
    return _refusal(lambda: _may_begin(form, actor))


def _may_begin(form: Form, actor: Actor) -> None:
    require(actor, Permission.RECORD_FILL, actor.unit_id)
    steps.check_filler(form, actor, actor.unit_id)


def why_not_period(form: Form, one: Period, today: date, actor: Actor) -> str:
    """Why that list cannot be archived by this person now; nothing where it can."""

    def check() -> None:
        require(actor, Permission.RECORD_ARCHIVE, one.unit_id)
        registers.check_period(form, one.period, today, one.open, one.count)

    return _refusal(check)


def standing(record: Record, form: Form) -> str:
    """Where a record stands, in the words of its form: 待复核, 在场, 在用."""
    register = form.register
    if register and not record.step:
        words = {State.OPEN: register.open_label, State.CLOSED: register.closed_label}
        return words.get(record.state, record.standing)
    if register and form.register and record.state is State.OPEN and closing_field(form):
        return register.open_label
    return record.standing


def states(form: Form) -> list[tuple[str, str]]:
    """What a list of the form can be narrowed to: a state, or the step that is next."""
    known = [(state.value, state.label) for state in rules.workflow_of(form.kind).states()]
    if form.register:
        words = {State.OPEN.value: form.register.open_label, State.CLOSED.value: form.register.closed_label}
        known = [(value, words.get(value, label)) for value, label in known]
    return [*known, *((step.id, f"待{step.label}") for step in form.steps)]


def chosen(form: Form, wanted: queries.Wanted) -> list[str]:
    """The filter of a list in words, as an export states it."""
    state = dict(states(form)).get(wanted.state, wanted.state)
    told = (("期", wanted.period), ("状态", state), ("查找", wanted.words))
    return [f"{name} {value}" for name, value in told if value]


def closing_field(form: Form) -> Field | None:
    """The one moment that closes a row of the register, where its step asks for nothing else: entered in the list itself."""
    if not form.register or not form.register.closed:
        return None
    closed = form.by_id[form.register.closed]
    beside = [field for field in form.fields if form.stage_of(field.id) == form.stage_of(closed.id)]
    return closed if beside == [closed] else None


def line(record: Record, form: Form) -> list[StepView]:
    """The line of steps."""
    done: dict[str, tuple[str, str]] = {}
    for step in queries.still_counting(record.steps):
        name = {"submit": DRAFT, "add": DRAFT, "archive": "archive", "sign": step.step}.get(step.verb)
        if name:
            done[name] = (step.actor_name, f"{local(step.at):%m-%d %H:%M}")
    return rules.line(form, record.data, record.state, record.step, done)


@dataclass(frozen=True)
class Event:
    """One act in the history of a record, with what an amendment replaced: (field, before)."""

    step: RecordStep
    label: str
    former: tuple[tuple[str, str], ...] = ()


def history(taken: Sequence[RecordStep], form: Form) -> list[Event]:
    """What happened, the latest first."""
    return [Event(step, step.label, tuple(_former(step, form))) for step in reversed(taken)]


def _former(step: RecordStep, form: Form) -> Iterator[tuple[str, str]]:
    for name, value in (step.former or {}).items():
        if name in form.by_id:
            yield form.by_id[name].label, shown(form.by_id[name], value) or "（空）"


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


def sections(
    form: Form, values: Mapping[str, Value], record: Record, stages: Sequence[str]
) -> list[tuple[Section, bool]]:
    """The sections that stand on the page, each with whether it is being filled in now.

    What later steps fill in is not there yet.
    """
    order = list(form.stages)
    now = rules.stage_at(record.state, record.step)
    latest = order.index(now) if now else len(order)
    return [
        (section, section.stage in stages)
        for section in form.sections
        if section.stage in stages or (order.index(section.stage) <= latest and holds(section.when, values))
    ]


def _why_not(record: Record, form: Form, verb: str, actor: Actor) -> str:
    return _refusal(lambda: _check(record, form, verb, actor))


def _refusal(check: Callable[[], None]) -> str:
    try:
        check()
    except Refused as refused:
        return refused.sentence
    return ""


def _check(record: Record, form: Form, verb: str, actor: Actor) -> None:
    if verb == "archive":
        require(actor, Permission.RECORD_ARCHIVE, record.unit_id)
    elif verb == "amend":
        steps.check_filler(form, actor, record.unit_id)
    else:
        require_author(record, form, actor)
    if verb == "withdraw":
        rules.check_untouched(record.number, record.standing, queries.past_of(record).steps)


def labels(form: Form) -> dict[str, str]:
    """Field ids, as errors name them, with their labels: `steps.0.operator` is `变更操作步骤 第 1 行 操作人`."""
    known = {field.id: field.label for field in form.fields}
    for field in form.fields:
        for column in field.fields:
            for place in range(field.options.get("max", 200) if field.fields else 0):
                known[f"{field.id}.{place}.{column.id}"] = f"{field.label} 第 {place + 1} 行“{column.label}”"
    return known
