"""冻结 for a court or an audit: what is frozen is not destroyed until somebody lifts it and says why."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys import audit
from docsys.clock import local
from docsys.documents import announcing
from docsys.documents.models import Document
from docsys.documents.rules import State
from docsys.errors import InvalidInput, TransitionForbidden
from docsys.people.rules import Actor, Permission, require
from docsys.records.models import Record
from docsys.records.rules import State as RecordState
from docsys.retention import queries

LONGEST = 500


def hold(session: Session, number: str, reason: str, *, actor: Actor, now: datetime) -> None:
    """Freeze a document or a record by its number, whether or not its time is over.

    Raises:
        Forbidden; InvalidInput: no such number, no reason; TransitionForbidden: frozen, or destroyed, already.

    """
    found = _found(session, number, reason, actor)
    if found.keeping.get("hold") or found.state in {State.DESTROYED, RecordState.DESTROYED}:
        raise TransitionForbidden(state="已冻结" if found.keeping.get("hold") else "已销毁", verb="冻结")
    said = {"reason": reason.strip(), "by": actor.name, "at": local(now).isoformat()}
    _keep(session, found, {**found.keeping, "hold": said}, "retention.hold", reason, actor, now)


def lift(session: Session, number: str, reason: str, *, actor: Actor, now: datetime) -> None:
    """Raises Forbidden; InvalidInput: no such number, no reason; TransitionForbidden: not frozen."""
    found = _found(session, number, reason, actor)
    if not found.keeping.get("hold"):
        raise TransitionForbidden(state="未冻结", verb="解除冻结")
    keeping = {name: value for name, value in found.keeping.items() if name != "hold"}
    _keep(session, found, keeping, "retention.lift", reason, actor, now)


def _found(session: Session, number: str, reason: str, actor: Actor) -> Document | Record:
    found = queries.by_number(session, number, actor)
    require(actor, Permission.RETENTION_APPRAISE, found.unit_id)
    if not 0 < len(reason.strip()) <= LONGEST:
        raise InvalidInput(fields={"reason": [f"请写明原因（如立案、审计通知文号），不超过 {LONGEST} 字。"]})
    return found


def _keep(  # noqa: PLR0913, PLR0917 - what is kept, the act, and who does it
    session: Session,
    found: Document | Record,
    keeping: dict[str, Any],
    act: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    found.keeping = keeping
    session.flush()
    audit.record(session, act, actor, found.number, now=now, detail={"reason": reason.strip()})
    if isinstance(found, Document):
        announcing.remake(session, found, now)
