"""The card of the 工作台: what came into force lately, for each who may use it (D5: notice to the posts of its use rights)."""

from datetime import date, timedelta

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.documents import queries
from docsys.documents.models import Document, Version
from docsys.documents.rules import State
from docsys.documents.views.room import address
from docsys.people.rules import Actor
from docsys.web.filters import moment
from docsys.web.state import Card, CardItem

LATELY = timedelta(days=30)
SHOWN = 6


def published(session: Session, actor: Actor, today: date) -> Card | None:
    """The latest publications of thirty days."""
    fresh = (
        select(Document, Version)
        .join(Version, Version.id == Document.head_id)
        .where(queries.visible(actor), Document.state == State.CURRENT, Version.effective_on >= today - LATELY)
        .order_by(Version.published_at.desc(), Document.id.desc())
        .limit(SHOWN)
    )
    items = [
        CardItem(
            document.title, address(document.id), f"{version.version} {moment(version.published_at)}", label="现行"
        )
        for document, version in session.execute(fresh)
    ]
    return Card("新发布", items, url_for("documents.index"), icon="bell") if items else None


CARDS = [published]
