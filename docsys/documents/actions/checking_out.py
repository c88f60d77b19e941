"""A draft is taken in hand, given back, or taken back by those who keep the library."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from docsys import audit
from docsys.clock import local
from docsys.documents import checkouts
from docsys.documents.actions.drafting import draft_of
from docsys.documents.checkouts import NotHeld
from docsys.documents.models import Checkout, Version
from docsys.errors import InvalidInput
from docsys.people.rules import Actor, Permission, require


def check_out(session: Session, document_id: int, hours: int, *, actor: Actor, now: datetime) -> Checkout:
    """For so many hours nobody else changes marks, file or attachments; again, by the same person: from now on.

    Raises:
        CheckedOut: somebody else has it; NotADraft.

    """
    document, version = draft_of(session, document_id, actor, now)
    until = now + timedelta(hours=hours)
    held = session.scalar(select(Checkout).where(Checkout.version_id == version.id))
    if held is None:
        held = Checkout(version_id=version.id, holder_id=actor.user_id, holder=actor.name, taken_at=now, until=until)
        session.add(held)
    elif held.holder_id == actor.user_id and held.until > now:
        held.until = until
    else:
        held.holder_id, held.holder, held.taken_at, held.until = actor.user_id, actor.name, now, until
    session.flush()
    detail = {"version": str(version.version), "until": f"{local(until):%Y-%m-%d %H:%M}"}
    audit.record(session, "document.check_out", actor, document.number, now=now, detail=detail)
    return held


def check_in(session: Session, document_id: int, *, actor: Actor, now: datetime) -> None:
    """The one who has it gives it back.

    Raises:
        CheckedOut: somebody else has it; NotHeld: nobody has.

    """
    document, version = draft_of(session, document_id, actor, now)
    if checkouts.of(session, version, now) is None:
        raise NotHeld(number=document.number, who="您")
    _end(session, version)
    detail = {"version": str(version.version)}
    audit.record(session, "document.check_in", actor, document.number, now=now, detail=detail)


def take_back(session: Session, document_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """Whoever keeps the library ends another's check-out, and says why.

    Raises:
        Forbidden; NotHeld: nobody has it; InvalidInput: no reason.

    """
    document, version = draft_of(session, document_id, actor)
    require(actor, Permission.DOCUMENT_EDIT, document.unit_id)
    held = checkouts.of(session, version, now)
    if held is None:
        raise NotHeld(number=document.number, who="他人")
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["请写明收回原因。"]}, labels={"reason": "收回原因"})
    _end(session, version)
    detail = {"version": str(version.version), "holder": held.holder, "reason": reason.strip()}
    audit.record(session, "document.take_back", actor, document.number, now=now, detail=detail)


def _end(session: Session, version: Version) -> None:
    session.execute(delete(Checkout).where(Checkout.version_id == version.id))
    session.flush()
