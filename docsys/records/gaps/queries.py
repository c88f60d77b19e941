"""What is kept, asked of the database in few statements; what is missing of it, as far as somebody may know."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from docsys.clock import local_day
from docsys.forms.definitions import Catalogue
from docsys.people.models import Unit, User
from docsys.people.rules import Actor, Permission, scope
from docsys.records.gaps import rules
from docsys.records.gaps.rules import DUTIES, Gap, Maintained, Month, Supplier, month_at, month_of, year_of
from docsys.records.models import Record
from docsys.records.rules import State, hands

HANDED_IN = (State.PENDING, State.COMPLETED, State.ARCHIVED)
ENTERED = (State.OPEN, State.CLOSED, State.ARCHIVED)
AHEAD = {"ZJ": timedelta(days=1), "ZB": timedelta(days=366), "YB": timedelta(days=366)}
"""How long before the days asked about a sheet that speaks of them may have been begun: logs the same day, rosters a year."""
OPERATIONS = "运管中心"
SERIES = ("ZJ", "ZB", "YB")


@dataclass(frozen=True)
class Missing:
    """A gap with the names that a list shows."""

    gap: Gap
    unit: str


Units = frozenset[int] | None
"""None stands for all."""


@dataclass(frozen=True)
class Asked:
    """For which units what is asked, and of which days."""

    units: dict[str, Units]
    since: date
    as_of: date

    def within(self, code: str) -> ColumnElement[bool]:
        units = self.units[code]
        of_form = Record.form_code == code
        return of_form if units is None else of_form & Record.unit_id.in_(sorted(units))


def missing(session: Session, forms: Catalogue, actor: Actor, as_of: date, since: date | None = None) -> list[Missing]:
    """What is missing in the units whose registers this person keeps, signs or looks after, by unit and day."""
    roles = {code: (*hands(forms.get(code)), *duty.answers) for code, duty in DUTIES.items() if code in forms}
    units = {code: _units(actor, held, Permission.RECORD_READ) for code, held in roles.items()}
    return _missing(session, Asked(units, since or rules.looks_from(as_of), as_of))


def answered_for(session: Session, forms: Catalogue, actor: Actor, as_of: date) -> list[Missing]:
    """What is missing of what this person answers for."""
    units = {code: _units(actor, duty.answers) for code, duty in DUTIES.items() if code in forms}
    return _missing(session, Asked(units, rules.looks_from(as_of), as_of))


def _units(actor: Actor, roles: Collection[str], permission: Permission | None = None) -> Units:
    """Where `actor` holds one of `roles`, or has `permission`."""
    held = {grant.unit_id for grant in actor.grants if grant.role in roles}
    allowed = scope(actor, permission) if permission else frozenset[int]()
    if allowed is None or None in held:
        return None
    return allowed | frozenset(unit for unit in held if unit is not None)


def _missing(session: Session, asked: Asked) -> list[Missing]:
    wanted = [code for code, units in asked.units.items() if units is None or units]
    if not wanted:
        return []
    units = {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.active))}
    found = [
        *(_series(session, asked, wanted, units.values()) if set(SERIES) & set(wanted) else []),
        *(rules.maintenance_gaps(_maintained(session, asked), asked.as_of) if "WH" in wanted else []),
        *(_training(session, asked, units) if "PX" in wanted else []),
        *(_suppliers(session, asked) if "GP" in wanted else []),
    ]
    order = {code: number for number, code in enumerate(DUTIES)}
    found.sort(key=lambda gap: (gap.unit_id, order[gap.code], gap.due_on, gap.subject))
    return [Missing(gap, units[gap.unit_id].short_name) for gap in found if gap.unit_id in units]


@dataclass
class Kept:
    """What one unit has entered into one of the series, and whether it did so before the days that are asked about."""

    is_older: bool
    first_year: int
    days: set[date]
    months: set[Month]
    years: set[int]


def _series(session: Session, asked: Asked, wanted: Sequence[str], units: Iterable[Unit]) -> list[Gap]:
    """Logs, rosters and reports: of units that have ever entered one; the operations centre owes its report anyway."""
    kept = _kept(session, asked, [code for code in SERIES if code in wanted])
    found: list[Gap] = []
    for (code, unit_id), one in kept.items():
        found += _gaps_of(code, unit_id, one, asked)
    last = month_at(asked.as_of).plus(-1)
    reporting = asked.units["YB"] if "YB" in wanted else frozenset[int]()
    for unit in units:
        is_asked = reporting is None or unit.id in reporting
        if unit.kind == OPERATIONS and is_asked and ("YB", unit.id) not in kept:
            found += rules.report_gaps(unit.id, (), last, asked.as_of)
    return found


def _gaps_of(code: str, unit_id: int, kept: Kept, asked: Asked) -> list[Gap]:
    month = month_at(asked.since) if kept.is_older else min(kept.months, key=str, default=month_at(asked.as_of))
    month = max(month, month_at(asked.since), key=str)
    if code == "ZJ":
        day = asked.since if kept.is_older else max(asked.since, min(kept.days, default=asked.as_of))
        return rules.log_gaps(unit_id, kept.days, day, asked.as_of)
    if code == "ZB":
        return rules.roster_gaps(unit_id, kept.months, month, asked.as_of)
    return [
        *rules.yearly_report_gaps(unit_id, kept.years, kept.first_year, asked.as_of),
        *rules.report_gaps(unit_id, kept.months, month, asked.as_of),
    ]


def _kept(session: Session, asked: Asked, codes: Sequence[str]) -> dict[tuple[str, int], Kept]:
    """By form and unit; only what was entered near the days asked about is read."""
    known: dict[tuple[str, int], Kept] = {}
    for code in codes:
        floor = datetime.combine(asked.since, datetime.min.time(), UTC) - AHEAD[code]
        mine = (asked.within(code), Record.state.in_(HANDED_IN))
        first = select(Record.unit_id, func.min(Record.created_at)).where(*mine).group_by(Record.unit_id)
        for unit_id, at in session.execute(first):
            known[code, unit_id] = Kept(at < floor, local_day(at).year, set(), set(), set())
        data = Record.data
        columns = (data[name].as_string() for name in ("day", "kind", "start", "end", "month"))
        near = select(Record.unit_id, *columns).where(*mine, Record.created_at >= floor)
        for unit_id, *said in session.execute(near):
            _note(known[code, unit_id], *said)
    return known


def _note(kept: Kept, day: str | None, kind: str | None, start: str | None, end: str | None, month: str | None) -> None:
    """Enter what one sheet says: of a log its day, of a monthly roster its months, of a report its month or year."""
    if day:
        kept.days.add(date.fromisoformat(day))
    if start and end and kind == "月度":
        kept.months |= set(rules.months_between(*(month_at(date.fromisoformat(one)) for one in (start, end))))
    if month and kind == "年报" and (year := year_of(month)):
        kept.years.add(year)
    elif month and (written := month_of(month)):
        kept.months.add(written)
        kept.first_year = min(kept.first_year, written.year)


def _maintained(session: Session, asked: Asked) -> list[Maintained]:
    """The latest maintenance of each facility until the day asked about."""
    names = ("facility", "room", "done_on", "next_on")
    columns = [Record.data[name].as_string() for name in names]
    query = select(Record.unit_id, *columns).where(asked.within("WH"), Record.state.in_(ENTERED))
    query = query.where(Record.opened_at < f"{asked.as_of + rules.DAY}").order_by(Record.opened_at, Record.id)
    latest = {(unit, facility): (room, done, due) for unit, facility, room, done, due in session.execute(query)}
    return [
        Maintained(unit, facility, room, date.fromisoformat(done), date.fromisoformat(due) if due else None)
        for (unit, facility), (room, done, due) in latest.items()
    ]


def _training(session: Session, asked: Asked, units: dict[int, Unit]) -> list[Gap]:
    """Each unit with people in the system plans its training; the plan may be written by another unit."""
    wanted = asked.units["PX"]
    staffed = set(session.scalars(select(User.unit_id).where(User.active).distinct()))
    owing = [unit for unit in units if unit in staffed and (wanted is None or unit in wanted)]
    columns = (Record.unit_id, Record.data["unit"].as_string(), Record.data["year"].as_string())
    query = select(*columns).where(Record.form_code == "PX", Record.state.in_(HANDED_IN))
    query = query.where(Record.created_at >= _new_year(asked.as_of.year - 1))
    named = {name: unit.id for unit in units.values() for name in (unit.name, unit.short_name)}
    planned = {
        (named.get(unit or "", unit_id), year)
        for unit_id, unit, text in session.execute(query)
        if (year := year_of(text or ""))
    }
    return rules.training_gaps(owing, planned, asked.as_of)


def _suppliers(session: Session, asked: Asked) -> list[Gap]:
    """Suppliers of whom the register says that they serve."""
    units = asked.units["GP"]
    columns = (Record.unit_id, Record.number, Record.title, Record.data["since"].as_string())
    serving = select(*columns).where(Record.form_code == "GY", Record.state == State.OPEN)
    if units is not None:
        serving = serving.where(Record.unit_id.in_(sorted(units)))
    suppliers = [
        Supplier(unit, number, title, date.fromisoformat(since) if since else None)
        for unit, number, title, since in session.execute(serving)
    ]
    said: Any = (Record.data["supplier"].as_string(), Record.data["year"].as_string())
    query = select(*said).where(Record.form_code == "GP", Record.state.in_(HANDED_IN))
    query = query.where(Record.created_at >= _new_year(asked.as_of.year - 1))
    reported = {(number, year) for number, text in session.execute(query) if (year := year_of(text or ""))}
    return rules.supplier_gaps(suppliers, reported, asked.as_of)


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=1)
