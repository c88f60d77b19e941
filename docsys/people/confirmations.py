"""双人复核 (2.3.3): one person asks, another one decides; only then is the act carried out, in the same transaction.

The room that asked listens for `ConfirmationAccepted`. Nobody confirms what he asked for himself, nor with a second
account of the same staff number.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import audit, events
from docsys.errors import NotFound, Refused, RuleBroken
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation, User
from docsys.people.rules import Actor, Permission, may, require


class SamePerson(RuleBroken):
    article: ClassVar[str | None] = "2.3.3"
    message: ClassVar[str] = "申请人与确认人不能为同一人，请由另一人确认。"


class AlreadyDecided(Refused):
    message: ClassVar[str] = "“{title}”已由 {name} 处理，请刷新后核对。"


class AlreadyWaiting(Refused):
    message: ClassVar[str] = "“{title}”已在等待第二人确认，请到“待确认事项”处理。"


def request(  # noqa: PLR0913, PLR0917 - what a second person needs to know, in the order of the sentence
    session: Session,
    kind: str,
    subject: str,
    title: str,
    payload: dict[str, Any],
    actor: Actor,
    now: datetime,
    permission: Permission,
    unit_id: int | None = None,
) -> Confirmation:
    """Ask for a second person. `permission`, in `unit_id`, is what both need.

    Raises:
        Forbidden: `actor` lacks the permission; AlreadyWaiting: the same was asked before and is not decided.

    """
    require(actor, permission, unit_id)
    if actor.user_id is None:
        raise NotFound
    same = (Confirmation.kind == kind, Confirmation.subject == subject, Confirmation.decided_at.is_(None))
    if any(waiting.payload == payload for waiting in session.scalars(select(Confirmation).where(*same))):
        raise AlreadyWaiting(title=title)
    found = Confirmation(
        kind=kind,
        subject=subject,
        title=title,
        payload=payload,
        permission=permission.value,
        unit_id=unit_id,
        requested_by_id=actor.user_id,
        requested_at=now,
    )
    session.add(found)
    session.flush()
    audit.record(session, "confirmation.request", actor, subject, now=now, detail={"kind": kind, "title": title})
    return found


def decide(
    session: Session,
    confirmation_id: int,
    actor: Actor,
    now: datetime,
    accept: bool,  # noqa: FBT001 - the verb's answer
    remark: str = "",
) -> Confirmation:
    """Say yes or no to what another person asked for; a yes is carried out at once.

    Raises:
        NotFound: there is none, or neither asked by this person nor his to confirm; both answer alike.
        Forbidden, AlreadyDecided; SamePerson: asked by the same account or staff number.

    """
    found = session.get(Confirmation, confirmation_id, with_for_update=True)
    if found is None or not _concerns(found, actor):
        raise NotFound
    require(actor, Permission(found.permission), found.unit_id)
    if found.decided_at is not None:
        raise AlreadyDecided(title=found.title, name=found.decided_by.name if found.decided_by else "")
    asked, deciding = found.requested_by, session.get_one(User, actor.user_id)
    if asked.id == deciding.id or asked.staff_no == deciding.staff_no:
        raise SamePerson
    found.decided_by_id, found.decided_at, found.accepted, found.remark = deciding.id, now, accept, remark
    session.flush()
    verb = "confirmation.accept" if accept else "confirmation.reject"
    detail = {"kind": found.kind, "title": found.title, "requested_by": asked.name, "remark": remark}
    audit.record(session, verb, actor, found.subject, now=now, detail=detail)
    if accept:
        event = ConfirmationAccepted(found.kind, found.subject, found.payload, asked.name, asked.id, actor, now)
        events.publish(session, event)
    return found


def _concerns(confirmation: Confirmation, actor: Actor) -> bool:
    """Whether this person may know that it was asked for."""
    is_own = confirmation.requested_by_id == actor.user_id
    return is_own or may(actor, Permission(confirmation.permission), confirmation.unit_id)
