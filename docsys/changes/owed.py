"""What people owe to change orders by a day: documents to update, emergencies to write up, opinions asked (4.4.5, G16, G7)."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from docsys.changes.models import Change, ChangeDocument, Doing, Statement, Voice
from docsys.changes.rules.states import ENDED, State
from docsys.people.models import Unit, UnitKind, User
from docsys.people.rules import Actor, Permission, Role, may
from docsys.records.models import Record
from docsys.tasks.rules import Task

BEFORE = (State.DRAFT, State.SUBMITTED, State.RETURNED)


def owed(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    yield from _documents(session, actor)
    yield from _write_ups(session, actor, today)
    yield from _opinions(session, actor)


def _documents(session: Session, actor: Actor) -> Iterator[Task]:
    """To whoever must update them, and to his superior: the leader of his unit (R-4.4.5-1)."""
    led = [held.unit_id for held in actor.grants if held.role is Role.LEADER]
    theirs = User.unit_id.in_([one for one in led if one is not None]) if led else false()
    mine = or_(ChangeDocument.responsible_id == actor.user_id, theirs, *([User.id.is_not(None)] if None in led else []))
    query = (
        select(ChangeDocument, Record.number, Record.id, User.id)
        .join(Record, Record.id == ChangeDocument.change_id)
        .join(Change, Change.record_id == ChangeDocument.change_id)
        .outerjoin(User, User.id == ChangeDocument.responsible_id)
        .where(ChangeDocument.doing == Doing.OPEN.value, ChangeDocument.due.is_not(None), mine)
        .where(Change.state.not_in((*ENDED, *BEFORE)))
        .order_by(ChangeDocument.due, ChangeDocument.id)
    )
    for item, number, change_id, user_id in session.execute(query):
        whose = "" if user_id == actor.user_id else f"（责任人 {item.responsible}）"
        about = f"{item.number} {item.title}".strip()
        yield Task(
            f"change-document:{item.id}",
            f"变更后{item.action}文档{whose}",
            f"{about}，变更单 {number}",
            f"/changes/{change_id}",
            item.due,
        )


def _write_ups(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """To the applicant before, and once overdue to the desk and to 证信办 too."""
    query = _orders(State.COMPLETING).where(Change.complete_by.is_not(None))
    presses = may(actor, Permission.CHANGE_HANDLE, actor.unit_id) or may(
        actor, Permission.CHANGE_CONFIRM_ORAL, actor.unit_id
    )
    late = Change.complete_by < today if presses else false()
    for change in session.scalars(query.where(or_(Record.created_by == actor.user_id, late))):
        yield _task(change, "紧急变更补单", change.complete_by)


def _opinions(session: Session, actor: Actor) -> Iterator[Task]:
    """To those who speak for a 承建单位 that has not answered."""
    unit = session.get(Unit, actor.unit_id) if actor.unit_id else None
    if unit is None or unit.kind != UnitKind.BUILDER.value or not may(actor, Permission.CHANGE_OPINE, unit.id):
        return
    said = select(Statement.id).where(
        Statement.change_id == Change.record_id,
        Statement.voice == Voice.OPINION.value,
        Statement.round == Change.round,
        Statement.whose == unit.code,
    )
    for change in session.scalars(_orders(State.CONSULTING).where(~said.exists())):
        yield _task(change, "回复一级变更意见", change.reply_by)


def _orders(state: State) -> Select[Change]:
    return select(Change).join(Change.record).where(Change.state == state).order_by(Change.record_id)


def _task(change: Change, what: str, due: date | None) -> Task:
    about = f"{change.number} {change.title}"
    return Task(f"record:{change.record_id}", what, about, f"/changes/{change.record_id}", due)
