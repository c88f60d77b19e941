"""What holds for the rows of a register: their lists, their ends, the days they remind of. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from docsys.errors import Refused, RuleBroken
from docsys.forms.rules import holds
from docsys.forms.shape import Form, Register, Reminder, Value
from docsys.records.rules import ROW, State


class PeriodNotOver(Refused):
    message: ClassVar[str] = "{period} 尚未结束，期满次日起方可归档该期登记表。"


class RowsOpen(RuleBroken):
    message: ClassVar[str] = "{period} 还有 {count} 条登记{open_label}，请先办结，再归档。"


class PeriodArchived(Refused):
    message: ClassVar[str] = "{period} 的登记表已经归档，不能再登记或修改该期的记录。"


class NothingToArchive(Refused):
    message: ClassVar[str] = "{period} 没有可归档的登记。"


def period_of(register: Register, opened: str) -> str | None:
    """The list in which a row of that day stands; None for registers for life, whose list is of all that live."""
    if register.life:
        return None
    return opened[: len("2026-11")] if register.period == "month" else opened[: len("2026")]


def check_period(form: Form, period: str, today: date, still_open: int, count: int) -> None:
    """A list is archived when its month or year is over, every row is closed, and there is something to archive.

    Of objects for life the list of a year can be archived while it runs: it says how things stand that day.
    """
    register = form.register
    is_life = bool(register and register.life)
    if not is_life and f"{today:%Y-%m}"[: len(period)] <= period:
        raise PeriodNotOver(period=period)
    if still_open and not is_life:
        raise RowsOpen(
            period=period, count=still_open, open_label=register.open_label if register else "", article=form.article
        )
    if not count:
        raise NothingToArchive(period=period)


def has_ended(form: Form, values: Mapping[str, Value]) -> bool:
    """Whether the object of a row for life is out of use."""
    return bool(form.register and form.register.ended and holds(form.register.ended, values))


def is_amendable(form: Form, state: State) -> bool:
    """An open row can be written anew; an object for life also after its end."""
    return state is State.OPEN or (state is State.CLOSED and bool(form.register and form.register.life))


def amended(form: Form, values: Mapping[str, Value], state: State) -> State:
    """The state of a row that was written anew: an object for life ends, or comes back, with what it says."""
    if not (form.register and form.register.life):
        return state
    verb = {(State.OPEN, True): "finish", (State.CLOSED, False): "reopen"}.get((state, has_ended(form, values)))
    return ROW.transition(state, verb).after(state) if verb else state


def ahead(form: Form, values: Mapping[str, Value], wall: datetime) -> dict[str, list[str]]:
    """A register says what happened; nobody enters or leaves tomorrow. The sentence for each moment that lies ahead."""
    if form.register is None:
        return {}
    latest = f"{wall:%Y-%m-%dT%H:%M}"
    moments = (name for name in (form.register.opened, form.register.closed) if name)
    late = (name for name in moments if str(values.get(name) or "") > latest)
    return {name: [f"“{form.by_id[name].label}”不得晚于现在。"] for name in late}


def dues(form: Form, values: Mapping[str, Value]) -> list[tuple[Reminder, date]]:
    """The days that a record says are due, and of which the form reminds."""
    return [
        (reminder, date.fromisoformat(str(values[reminder.field])[:10]))
        for reminder in form.reminders
        if values.get(reminder.field) and holds(reminder.when, values)
    ]
