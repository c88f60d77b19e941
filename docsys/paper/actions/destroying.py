"""A paper copy is destroyed by two persons (2.3.3, F-15): one asks, another confirms; both names stay with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from docsys import audit
from docsys.errors import InvalidInput
from docsys.paper import queries, sheets
from docsys.paper.actions.copies import check_unbound
from docsys.paper.models import PaperCopy
from docsys.paper.states import COPY
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, require

DESTROY = "paper.destroy"
WAYS = ("碎纸", "焚毁", "送保密销毁点")


def request_destruction(
    session: Session, copy_id: int, way: str, reason: str, *, actor: Actor, now: datetime
) -> Confirmation:
    """已回收 → 已销毁, asked for by one."""
    copy = queries.get_copy(session, copy_id, actor, to_change=True)
    require(actor, Permission.PAPER_DESTROY, copy.document.unit_id)
    _check(copy)
    missing = {name: ["请填写。"] for name, text in (("way", way), ("reason", reason)) if not text.strip()}
    if missing:
        raise InvalidInput(fields=missing)
    asked = confirmations.request(
        session,
        DESTROY,
        copy.code,
        f"销毁 {copy.code}《{copy.document.title}》",
        {"copy_id": copy.id, "way": way.strip()[:100], "reason": reason.strip()[:300]},
        actor,
        now,
        Permission.PAPER_DESTROY,
        copy.document.unit_id,
    )
    # As in recalling: the row of the log comes before the number.
    sheets.ask_destruction(session, copy, f"{way.strip()[:100]}；{reason.strip()[:300]}", actor=actor, now=now)
    return asked


def _check(copy: PaperCopy) -> None:
    COPY.transition(copy.state, "destroy")
    check_unbound(copy, "销毁")


def destroy(session: Session, accepted: ConfirmationAccepted) -> None:
    """The second person said yes."""
    copy = session.get_one(PaperCopy, accepted.payload["copy_id"], with_for_update=True)
    _check(copy)
    copy.state = COPY.transition(copy.state, "destroy").after(copy.state)
    copy.destroyed_at = accepted.at
    copy.destroyed_by = f"{accepted.requested_by}、{accepted.actor.name}"
    copy.destruction = f"{accepted.payload['way']}；{accepted.payload['reason']}"
    copy.holder, copy.holder_id = "", None
    session.flush()
    sheets.destroyed(session, copy, actor=accepted.actor, now=accepted.at)
    detail = {
        "requested_by": accepted.requested_by,
        "way": accepted.payload["way"],
        "reason": accepted.payload["reason"],
    }
    audit.record(session, DESTROY, accepted.actor, copy.code, now=accepted.at, detail=detail)
