"""Loading a year and changing a day: one person asks and names the source, another confirms (2.3.3, requirements 1.3)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from docsys import audit, events
from docsys.calendars.events import CalendarChanged
from docsys.calendars.models import DAYS, CalendarYear, DayRow
from docsys.calendars.notices import Notice
from docsys.calendars.queries import CHANGE, IMPORT, load
from docsys.calendars.rules import Calendar, DayKind, Which, check_day, told
from docsys.errors import InvalidInput
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, require

LONGEST = 200
USUAL = "恢复为周一至周五的常规"


def request_import(session: Session, notice: Notice, source: str, *, actor: Actor, now: datetime) -> Confirmation:
    """Ask that a year of one calendar be what the notice says, in place of what may be loaded of it.

    Raises:
        Forbidden; InvalidInput: no source, or a line of the notice cannot be taken; AlreadyWaiting.

    """
    require(actor, Permission.CALENDAR_ADMINISTER)
    source, calendar = _sourced(source), load(session, notice.which)
    if problems := [*notice.problems, *problems_beside(notice, calendar)]:
        raise InvalidInput(fields={"text": problems})
    days = [[str(day), entry.kind.value, entry.note] for day, entry in sorted(notice.days.items())]
    payload = {"which": notice.which.value, "year": notice.year, "source": source, "days": days}
    title = f"导入 {notice.year} 年{notice.which.label}日历：{_counted(notice)}（来源：{source}）"
    if not calendar.is_provisional(notice.year):
        title += "，替换已导入的内容"
    may = Permission.CALENDAR_CONFIRM
    return confirmations.request(session, IMPORT, _subject(notice.which, notice.year), title, payload, actor, now, may)


def problems_beside(notice: Notice, calendar: Calendar) -> list[str]:
    """A notice may name days of a year beside its own; these must belong to a year that is loaded."""
    beside = {day.year: (day, entry) for day, entry in notice.days.items() if day.year != notice.year}
    return [
        f"第 {entry.line} 行：{told(day)}属于 {year} 年，该年尚未导入，请随该年的通知导入。"
        for year, (day, entry) in beside.items()
        if calendar.is_provisional(year)
    ]


def _counted(notice: Notice) -> str:
    kinds = [entry.kind for entry in notice.days.values()]
    return "、".join(f"{kind.label} {kinds.count(kind)} 天" for kind in DayKind if kind in kinds)


def request_day(  # noqa: PLR0913 - a day, what it becomes, and why
    session: Session,
    which: Which,
    day: date,
    kind: DayKind | None,
    *,
    note: str,
    source: str,
    actor: Actor,
    now: datetime,
) -> Confirmation:
    """Ask that one day of a loaded year be another: a holiday decreed later, a night session taken out. None: as usual.

    Raises:
        Forbidden; YearMissing; InvalidInput: no source, no reason, or the day is so already; AlreadyWaiting.

    """
    require(actor, Permission.CALENDAR_ADMINISTER)
    source, calendar = _sourced(source), load(session, which)
    calendar.require(day)
    if why_not := check_day(which, day, kind):
        raise InvalidInput(fields={"kind": [why_not]})
    if calendar.exceptions.get(day) is kind:
        raise InvalidInput(fields={"kind": [f"{told(day)}已经如此，不必更改。"]})
    if not 0 < len(note.strip()) <= LONGEST:
        raise InvalidInput(fields={"note": [f"请写明原因，不超过 {LONGEST} 字。"]})
    becomes = kind.label if kind else USUAL
    title = f"{which.label}日历 {told(day)}改为“{becomes}”：{note.strip()}（来源：{source}）"
    payload = {"which": which.value, "day": str(day), "kind": kind and kind.value, "note": note.strip()}
    payload["source"] = source
    may = Permission.CALENDAR_CONFIRM
    return confirmations.request(session, CHANGE, _subject(which, day), title, payload, actor, now, may)


def _sourced(source: str) -> str:
    source = source.strip()
    if not 0 < len(source) <= LONGEST:
        raise InvalidInput(fields={"source": [f"请写明来源（文号或公告名称），不超过 {LONGEST} 字。"]})
    return source


def _subject(which: Which, of: int | date) -> str:
    return f"{which.label}日历 {of}"


def carry_out(session: Session, accepted: ConfirmationAccepted) -> None:
    """Listen for the second person's yes."""
    if accepted.kind == IMPORT:
        _load_year(session, accepted)
    elif accepted.kind == CHANGE:
        _change_day(session, accepted)


def _load_year(session: Session, accepted: ConfirmationAccepted) -> None:
    payload = accepted.payload
    which, year = Which(payload["which"]), payload["year"]
    said = {date.fromisoformat(day): (DayKind(kind), note) for day, kind, note in payload["days"]}
    _clear(session, which, year, keeping={day for day in _nights_out(session, which) if day not in said})
    for day, (kind, note) in said.items():
        _put(session, which, day, kind, {"note": note, **(_by(accepted) if day.year != year else {})})
    row = session.scalar(select(CalendarYear).where(CalendarYear.which == which, CalendarYear.year == year))
    if row is None:
        row = CalendarYear(which=which.value, year=year)
        session.add(row)
    for name, value in _by(accepted).items():
        setattr(row, name, value)
    row.loaded_at = accepted.at
    session.flush()
    _record(session, accepted, which, {"year": year, "days": len(said)})
    for touched in sorted({year, *(day.year for day in said)}):
        events.publish(session, CalendarChanged(which, touched, accepted.at))


def _nights_out(session: Session, which: Which) -> list[date]:
    """Nights that two persons took out alone: a notice of the whole year does not bring them back."""
    table = DAYS[which]
    return list(session.scalars(select(table.day).where(table.kind == DayKind.NO_NIGHT)))


def _clear(session: Session, which: Which, year: int, keeping: set[date]) -> None:
    table = DAYS[which]
    within = table.day.between(date(year, 1, 1), date(year, 12, 31))
    session.execute(delete(table).where(within, table.day.not_in(keeping)).execution_options(synchronize_session=False))


def _change_day(session: Session, accepted: ConfirmationAccepted) -> None:
    payload = accepted.payload
    which, day = Which(payload["which"]), date.fromisoformat(payload["day"])
    load(session, which).require(day)
    if payload["kind"] is None:
        table = DAYS[which]
        session.execute(delete(table).where(table.day == day).execution_options(synchronize_session=False))
    else:
        _put(session, which, day, DayKind(payload["kind"]), {"note": payload["note"], **_by(accepted)})
    session.flush()
    kind = DayKind(payload["kind"]).label if payload["kind"] else USUAL
    _record(session, accepted, which, {"after": kind, "reason": payload["note"]})
    events.publish(session, CalendarChanged(which, day.year, accepted.at))


def _by(accepted: ConfirmationAccepted) -> dict[str, str]:
    names = {"requested_by": accepted.requested_by, "confirmed_by": accepted.actor.name}
    return {"source": accepted.payload["source"], **names}


def _put(session: Session, which: Which, day: date, kind: DayKind, told_of_it: Mapping[str, str]) -> None:
    table = DAYS[which]
    row = cast("DayRow | None", session.scalar(select(table).where(table.day == day))) or table(day=day)
    session.add(row)
    row.kind = kind.value
    for name, value in {"source": "", "requested_by": "", "confirmed_by": "", **told_of_it}.items():
        setattr(row, name, value)


def _record(session: Session, accepted: ConfirmationAccepted, which: Which, detail: dict[str, Any]) -> None:
    of = {"source": accepted.payload["source"], "requested_by": accepted.requested_by, "calendar": which.label}
    audit.record(session, accepted.kind, accepted.actor, accepted.subject, now=accepted.at, detail={**detail, **of})
