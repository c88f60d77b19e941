"""What orders make stale, order by order: open, late, done, withdrawn (report 10; 4.4.2 to 4.4.6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.models import Change, ChangeDocument, Doing
from docsys.changes.rules.states import ENDED, State
from docsys.clock import local_day
from docsys.people.models import Unit
from docsys.people.rules import Actor
from docsys.records.models import Record

OPEN, LATE, IN_TIME, TOO_LATE, WITHDRAWN = "open", "late", "in_time", "too_late", "withdrawn"
LABELS: Mapping[str, str] = {
    OPEN: "待更新",
    LATE: "已逾期",
    IN_TIME: "按期完成",
    TOO_LATE: "逾期完成",
    WITHDRAWN: "已撤销",
}
TONES: Mapping[str, str] = {OPEN: "soon", LATE: "late", IN_TIME: "valid", TOO_LATE: "soon", WITHDRAWN: "past"}
BEFORE = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.CONSULTING, State.REVIEWING})


@dataclass(frozen=True)
class Line:
    """One document of one order; `days` it is, or was, late."""

    change_id: int
    change_number: str
    change_title: str
    unit: str
    unit_code: str
    number: str
    title: str
    action: str
    responsible: str
    due: date | None
    done_on: date | None
    said: str
    standing: str
    days: int


def lines(session: Session, actor: Actor, today: date) -> list[Line]:
    """Of every approved order that `actor` sees, the most pressing first."""
    found = (
        _line(item, (number, title, unit, code), today)
        for item, number, title, unit, code in session.execute(_asked(actor))
    )
    return sorted(found, key=lambda one: (list(LABELS).index(_press(one)), one.due or date.max, one.change_number))


def _press(one: Line) -> str:
    return {LATE: OPEN, OPEN: LATE}.get(one.standing, one.standing)


def _asked(actor: Actor) -> Select[ChangeDocument, str, str, str, str]:
    return (
        select(ChangeDocument, Record.number, Record.title, Unit.short_name, Unit.code)
        .join(Change, Change.record_id == ChangeDocument.change_id)
        .join(Record, Record.id == Change.record_id)
        .join(Unit, Unit.id == Change.unit_id)
        .where(queries.visible(actor), Change.state.not_in([*BEFORE, *(ENDED - {State.ARCHIVED})]))
        .order_by(ChangeDocument.change_id, ChangeDocument.place)
    )


def _line(item: ChangeDocument, order: tuple[str, str, str, str], today: date) -> Line:
    """`order`: number and title of the order, name and code of its unit."""
    number, title, unit, unit_code = order
    done_on = local_day(item.done_at) if item.done_at else None
    days = ((done_on or today) - item.due).days if item.due and item.doing != Doing.SKIPPED else 0
    return Line(
        change_id=item.change_id,
        change_number=number,
        change_title=title,
        unit=unit,
        unit_code=unit_code,
        number=item.number,
        title=item.title,
        action=item.action,
        responsible=item.responsible.partition("（")[0],
        due=item.due,
        done_on=done_on,
        said=item.done_version or item.said,
        standing=_standing(item, is_late=days > 0),
        days=max(days, 0),
    )


def _standing(item: ChangeDocument, *, is_late: bool) -> str:
    if item.doing == Doing.SKIPPED:
        return WITHDRAWN
    if item.doing == Doing.OPEN:
        return LATE if is_late else OPEN
    return TOO_LATE if is_late else IN_TIME


def counted(found: list[Line]) -> Iterator[tuple[str, str, int]]:
    """How many stand how, each with its colour."""
    for name, label in LABELS.items():
        yield label, TONES[name], sum(one.standing == name for one in found)
