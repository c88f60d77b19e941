"""使用范围 of a document: the work and business that it applies to (4.5.1), also after it is in force."""

from datetime import datetime

from sqlalchemy.orm import Session

from docsys.documents import announcing, queries
from docsys.documents.models import Document
from docsys.documents.rules import State
from docsys.errors import InvalidInput, TransitionForbidden
from docsys.people.rules import Actor, Permission, require

LONGEST = 1000


def set_scope(session: Session, document_id: int, scope: str, reason: str, *, actor: Actor, now: datetime) -> Document:
    """Type the scope of a draft or of what is in force anew; its prints are made again.

    Raises:
        TransitionForbidden: under review, archived or at its end; InvalidInput: no scope, or no reason where it is in force.

    """
    document = queries.get(session, document_id, actor, to_change=True)
    check(document, scope, reason, actor)
    head = document.head
    if head is None or head.use_scope == scope.strip():
        return document
    before, head.use_scope = head.use_scope, scope.strip()
    detail = {"version": str(head.version), "before": before, "after": head.use_scope, "reason": reason.strip()}
    announcing.changed(session, document, "set_scope", actor=actor, now=now, detail=detail)
    return document


def check(document: Document, scope: str, reason: str, actor: Actor) -> None:
    """Raises what `set_scope` would raise."""
    own_draft = document.state is State.DRAFT and document.created_by_id == actor.user_id
    if not own_draft:
        require(actor, Permission.DOCUMENT_EDIT, document.unit_id)
    if document.state not in {State.DRAFT, State.CURRENT}:
        raise TransitionForbidden(state=document.state.label, verb="修改使用范围")
    empty = {"scope": ["请填写使用范围。"]} if not scope.strip() else {}
    if len(scope.strip()) > LONGEST:
        empty["scope"] = [f"不超过 {LONGEST} 字。"]
    if document.state is State.CURRENT and not reason.strip():
        empty["reason"] = ["请写明原因。"]
    if empty:
        raise InvalidInput(fields=empty, labels={"scope": "使用范围", "reason": "原因"})
