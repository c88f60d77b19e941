"""The demand that a rule answers: it was accepted by 网管办, who named who drafts (1.2.1); publication fulfils it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.documents.models import Document, Version
from docsys.forms.fields.references import login_of, name_of
from docsys.people.models import UnitKind
from docsys.people.rules import Actor, Role
from docsys.publication.rules import NoDemand, NotOwnedByWgb, NotYourDemand, OnlyWgbDrafts
from docsys.records import actions as records
from docsys.records.actions import Told
from docsys.records.models import Record

FORM = "XQ"
WAITING = "outcome"
"""The step of an accepted demand that the publication of the rule takes."""


def check_drafter(document: Document, actor: Actor) -> None:
    """Raises OnlyWgbDrafts for who is not of 网管办, NotOwnedByWgb for a rule that is not 网管办's own (2.2.2)."""
    if not actor.holds(Role.WGB, actor.unit_id):
        raise OnlyWgbDrafts
    if document.unit.kind != UnitKind.WGB:
        raise NotOwnedByWgb(unit=document.unit.short_name)


def check(session: Session, version: Version, actor: Actor) -> None:
    """Whether the rule answers an accepted demand, and its drafter hands it in.

    Raises:
        NoDemand: none is named, or it is not accepted. NotYourDemand: another drafts it.

    """
    if not version.demand:
        raise NoDemand(found="")
    record = _record(session, version.demand)
    if record is None or record.step != WAITING:
        raise NoDemand(found=f"{version.demand} {record.standing if record else '不存在'}。")
    drafter = str(record.data.get("drafter") or "")
    if login_of(drafter) != actor.login:
        raise NotYourDemand(demand=record.number, drafter=name_of(drafter))


def fulfil(session: Session, document: Document, version: Version, *, actor: Actor, now: datetime) -> None:
    """The rule is published: its demand is done."""
    record = _record(session, version.demand) if version.demand else None
    if record is not None:
        result = f"{document.number} {version.version} 已发布"
        told = Told("sign", WAITING, result)
        records.fulfil(session, record, {"result": result}, told, actor=actor, now=now)


def accepted(session: Session) -> list[Record]:
    """Demands that wait for their rule."""
    query = select(Record).where(Record.form_code == FORM, Record.step == WAITING).order_by(Record.id)
    return list(session.scalars(query))


def _record(session: Session, number: str) -> Record | None:
    return session.scalar(select(Record).where(Record.form_code == FORM, Record.number == number))
