"""What a change would do to each document before it is done; batches and their lines, as somebody may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from docsys.bulk.changing import KINDS, Change, Doing
from docsys.bulk.models import Batch, BatchLine
from docsys.documents import queries as documents
from docsys.documents.models import Document
from docsys.errors import InvalidInput, NotFound, Refused
from docsys.people.rules import Actor, Permission, may, scope

LONGEST = 2000
SAME = "已是如此，无须办理。"


@dataclass(frozen=True)
class Planned:
    """A document with what would change, and `why` it would not."""

    document: Document
    old: str
    new: str
    why: str = ""


def plan(session: Session, ids: Collection[int], change: Change, doing: Doing) -> list[Planned]:
    """The whole batch, without changing anything. What `actor` may not know of is left out, as if it had not been chosen."""
    return [_planned(session, one, change, doing) for one in documents.several(session, ids, doing.actor)]


def _planned(session: Session, document: Document, change: Change, doing: Doing) -> Planned:
    kind = KINDS[change.what]
    old, new = (text[:LONGEST] for text in kind.told(session, document, change))
    return Planned(document, old, new, why_not(session, document, change, doing) or (SAME if old == new else ""))


def why_not(session: Session, document: Document, change: Change, doing: Doing) -> str:
    """The refusal in its words, with what is wrong at which field."""
    try:
        KINDS[change.what].check(session, document, change, doing)
    except InvalidInput as refusal:
        return "；".join(sentence for sentences in refusal.fields.values() for sentence in sentences)
    except Refused as refusal:
        return refusal.sentence
    return ""


def may_begin(actor: Actor) -> bool:
    """Whether the list offers bulk work to this person at all; each document is judged by itself."""
    held = (Permission.DOCUMENT_EDIT, Permission.NUMBER_ADMINISTER)
    return may(actor, Permission.DOCUMENT_READ_ALL, actor.unit_id) and any(scope(actor, one) != frozenset() for one in held)  # fmt: skip


def get(session: Session, batch_id: int, actor: Actor) -> Batch:
    """The batch, for who began it and for those who read all documents of its unit.

    Raises:
        NotFound: there is none, or it is none of his business; both answer alike.

    """
    batch = session.get(Batch, batch_id)
    if batch is None or not _concerns(batch, actor):
        raise NotFound
    return batch


def _concerns(batch: Batch, actor: Actor) -> bool:
    return batch.by_id == actor.user_id or may(actor, Permission.DOCUMENT_READ_ALL, batch.unit_id)


def lines(session: Session, batch: Batch, actor: Actor) -> Sequence[BatchLine]:
    """Its lines, but for documents that this person may not know of."""
    query = select(BatchLine).join(Document, Document.id == BatchLine.document_id)
    return session.scalars(
        query.where(BatchLine.batch_id == batch.id, documents.visible(actor)).order_by(BatchLine.ordinal)
    ).all()


def recent(session: Session, actor: Actor) -> list[Batch]:
    """The latest that concern this person."""
    query: Select[Batch] = select(Batch).order_by(Batch.id.desc()).limit(200)
    return [one for one in session.scalars(query) if _concerns(one, actor)]


def state(batch: Batch) -> str:
    """How far it is."""
    if batch.confirmation is not None and batch.confirmation.accepted is None:
        return "待确认"
    if batch.confirmation is not None and not batch.confirmation.accepted:
        return "已拒绝"
    waiting = any(not line.why and line.done_at is None for line in batch.lines)
    return "办理中" if waiting else "已完成"
