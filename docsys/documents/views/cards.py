"""What the room shows elsewhere: the card of the 工作台, and where a confirmation leads."""

from typing import Any

from flask import url_for
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from docsys.documents import queries
from docsys.documents.models import Document, Version
from docsys.documents.rules import OPEN, State
from docsys.documents.views.contracting import contracts_card
from docsys.documents.views.room import address
from docsys.people.models import Confirmation
from docsys.people.views.confirming import Kind
from docsys.web.state import Card, CardItem


def _to_document(confirmation: Confirmation) -> str | None:
    return address(confirmation.payload["document_id"])


KINDS = {
    "document.publish": Kind("发布文档", _to_document),
    "document.abolish": Kind("废止文档", _to_document),
    "document.renumber": Kind("改号", _to_document),
}


def drafts_card(session: Session, who: Any, _today: object) -> Card:
    """What lies with this person: drafts, and what waits for a judgement."""
    drafts = select(Version.document_id).where(Version.state.in_(OPEN), Version.author_id == who.user_id)
    own = and_(Document.created_by_id == who.user_id, Document.state.in_(OPEN))
    mine = select(Document).where(or_(own, Document.id.in_(drafts))).order_by(Document.id.desc())
    waiting = select(Document).where(
        Document.state == State.REVIEW, queries.visible(who), Document.created_by_id != who.user_id
    )
    found = [*session.scalars(waiting.limit(8)), *session.scalars(mine.limit(8))]
    items = [CardItem(one.title, address(one.id), one.number, label=_label(one)) for one in dict.fromkeys(found)]
    return Card("文档", items, url_for("documents.index"), icon="folders", empty="没有待处理的文档。")


def _label(document: Document) -> str:
    """The state of what is in the works: of the open version, where there is one."""
    draft = queries.open_version(document)
    return draft.state.label if draft else document.state.label


CARDS = [drafts_card, contracts_card]
