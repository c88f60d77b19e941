"""What can be asked about change orders. Each list, count and page goes through `visible`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from docsys.calendars import queries as calendars
from docsys.calendars.rules import Which
from docsys.changes.models import Change, ChangePerson, ChangeStep, ChangeUnit
from docsys.changes.rules import plan as plans
from docsys.changes.rules.guards import Facts
from docsys.changes.rules.persons import Person
from docsys.changes.rules.plan import Plan
from docsys.changes.rules.states import PLANNED, State
from docsys.documents import queries as documents
from docsys.documents.models import Document
from docsys.errors import NotFound
from docsys.people.models import Grant, Unit, UnitKind, User
from docsys.people.rules import Actor, Permission, Role, may
from docsys.records import queries as records
from docsys.records.models import Record

FORM = "BG"
CENTRAL = (Permission.CHANGE_HANDLE, Permission.CHANGE_REVIEW, Permission.CHANGE_ALLOW)
WIDE = (Permission.CHANGE_DOCUMENTS, Permission.RECORD_READ)
"""Who holds one of the first, or for the whole network one of the others, sees every order but the drafts of others."""
HIDDEN = frozenset({State.DRAFT})


def visible(actor: Actor) -> ColumnElement[bool]:
    """Orders that this person may see: whose sheet he sees, that name him, or that concern his unit."""
    named = exists().where(ChangePerson.change_id == Change.record_id, ChangePerson.user_id == actor.user_id)
    concerned = exists().where(ChangeUnit.change_id == Change.record_id, ChangeUnit.unit_id == actor.unit_id)
    sheet = exists().where(Record.id == Change.record_id, records.visible(actor))
    begun = Change.state.not_in(HIDDEN)
    is_central = any(may(actor, one, actor.unit_id) for one in CENTRAL) or any(may(actor, one) for one in WIDE)
    everywhere = [true()] if is_central else []
    consulted = [Change.state == State.CONSULTING] if may(actor, Permission.CHANGE_OPINE, actor.unit_id) else []
    return or_(
        sheet.correlate(Change),
        and_(begun, or_(named.correlate(Change), concerned.correlate(Change), *everywhere, *consulted)),
    )


def get(session: Session, change_id: int, actor: Actor, *, to_change: bool = False) -> Change:
    """The order with its record; `to_change` holds both until the act is over.

    Raises:
        NotFound: there is none, or `actor` may not see it.

    """
    if to_change:
        session.scalar(select(Record.id).where(Record.id == change_id).with_for_update())
    query = select(Change).where(Change.record_id == change_id, visible(actor)).options(*_whole())
    if to_change:
        query = query.with_for_update(of=Change).execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def by_number(session: Session, number: str, actor: Actor) -> Change:
    query = select(Change).join(Record).where(Record.number == number.upper(), visible(actor)).options(*_whole())
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def of_record(session: Session, record_id: int, *, to_change: bool = False) -> Change | None:
    """The order of a sheet, for whoever was permitted the sheet."""
    query = select(Change).where(Change.record_id == record_id).options(*_whole())
    if to_change:
        query = query.with_for_update(of=Change).execution_options(populate_existing=True)
    return session.scalar(query)


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Change.record).selectinload(Record.steps),
        joinedload(Change.unit),
        selectinload(Change.statements),
        selectinload(Change.people),
        selectinload(Change.units).joinedload(ChangeUnit.unit),
    )


def plan_of(change: Change) -> Plan:
    """What the order says now."""
    return plans.read(change.record.data)


def facts(session: Session, now: datetime, plan: Plan, *, completing: bool = False) -> Facts:
    """What surrounds an application: both calendars, and the accounts of everybody it names."""
    return Facts(
        now=now,
        working=calendars.load(session, Which.WORKING),
        trading=calendars.load(session, Which.TRADING),
        people=people(session, logins_of(plan)),
        completing=completing,
    )


def logins_of(plan: Plan) -> frozenset[str]:
    """Everybody the plan names who has an account."""
    named = [
        plan.applicant,
        plan.planner,
        plan.assessor,
        *plan.executors,
        *plan.verifiers,
        *(one for step in plan.steps for one in (step.operator, step.checker)),
        *(item.responsible for item in plan.documents),
        *(item.responsible for item in plan.config_items),
    ]
    return frozenset(one.login for one in named if one and one.login)


def people(session: Session, logins: frozenset[str]) -> dict[str, Person]:
    rows = session.execute(select(User.login, User.name, User.staff_no, User.active).where(User.login.in_(logins)))
    return {login: Person(login, name, staff_no, active) for login, name, staff_no, active in rows}


def users(session: Session, logins: Sequence[str] | frozenset[str]) -> dict[str, User]:
    return {user.login: user for user in session.scalars(select(User).where(User.login.in_(logins)))}


def builders(session: Session) -> list[Unit]:
    """The active 承建单位 (G7)."""
    query = select(Unit).where(Unit.kind == UnitKind.BUILDER.value, Unit.active)
    return list(session.scalars(query.order_by(Unit.code)))


def units_named(session: Session, names: Sequence[str]) -> dict[str, Unit]:
    """The units that these texts mean: by name, short name or code."""
    wanted = [name.strip() for name in names]
    query = select(Unit).where(or_(Unit.name.in_(wanted), Unit.short_name.in_(wanted), Unit.code.in_(wanted)))
    found: dict[str, Unit] = {}
    for unit in session.scalars(query):
        found |= {name: unit for name in wanted if name in {unit.name, unit.short_name, unit.code}}
    return found


@dataclass(frozen=True)
class Conflict:
    """Another order of the same nodes at the same time."""

    change_id: int
    number: str
    title: str
    starts_at: datetime
    ends_at: datetime
    nodes: tuple[str, ...]


def conflicts(session: Session, change: Change) -> list[Conflict]:
    """Approved orders that overlap this one in time and in a node (G11)."""
    if change.starts_at is None or change.ends_at is None or not change.nodes:
        return []
    query = (
        select(Change)
        .where(
            Change.record_id != change.record_id,
            Change.state.in_(PLANNED),
            Change.starts_at < change.ends_at,
            Change.ends_at > change.starts_at,
        )
        .options(joinedload(Change.record))
        .order_by(Change.starts_at, Change.record_id)
    )
    found = []
    for other in session.scalars(query):
        shared = tuple(node for node in change.nodes if node in other.nodes)
        if shared and other.starts_at and other.ends_at:
            found.append(Conflict(other.record_id, other.number, other.title, other.starts_at, other.ends_at, shared))
    return found


def documents_named(session: Session, numbers: Sequence[str], actor: Actor) -> dict[str, int]:
    """The documents of these numbers that this person may know of, for links."""
    wanted = (Document.number.in_(numbers), documents.visible(actor))
    rows = session.execute(select(Document.number, Document.id).where(*wanted))
    return {row.number: row.id for row in rows}


def filed(session: Session, change: Change, actor: Actor) -> list[tuple[str, Document]]:
    """The complete set and the operation record in the library, as far as this person may know of them."""
    wanted = {change.record.document_id: "变更单全套", change.operations_id: "变更操作记录"}
    found = session.scalars(select(Document).where(Document.id.in_(filter(None, wanted)), documents.visible(actor)))
    return [(wanted[one.id], one) for one in found]


def steps_of(session: Session, change_id: int) -> list[ChangeStep]:
    """The checks and steps of an order, as planned: checks before, steps, tests after."""
    order = {"before": 0, "step": 1, "after": 2}
    rows = session.scalars(select(ChangeStep).where(ChangeStep.change_id == change_id))
    return sorted(rows, key=lambda step: (order[step.kind], step.place))


def sheets_of(session: Session, code: str, number: str) -> list[Record]:
    """The sheets of that form that name this order: its notices (BT), its summary (BZ)."""
    rows = session.scalars(
        select(Record)
        .where(Record.form_code == code, Record.data["change_number"].as_string() == number)
        .options(selectinload(Record.steps))
        .order_by(Record.id)
    )
    return list(rows)


def listed(actor: Actor) -> Select[Any]:
    """What a list of orders starts from."""
    return (
        select(Change)
        .join(Change.record)
        .where(visible(actor))
        .options(joinedload(Change.record), joinedload(Change.unit))
    )


def members(session: Session, role: Role) -> int:
    """How many people with an active account hold that role: the size of a review group (G8)."""
    query = select(func.count(User.id.distinct())).join(Grant, Grant.user_id == User.id)
    return session.scalar(query.where(User.active, Grant.role == role.value)) or 0
