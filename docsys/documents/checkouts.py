"""检出: a draft in one person's hands for some hours, so that two editors do not overwrite each other (4.4.1)."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.clock import local
from docsys.documents.models import Checkout, Document, Version
from docsys.documents.rules import State
from docsys.errors import Refused
from docsys.people.rules import Actor


class CheckedOut(Refused):
    article: ClassVar[str | None] = "4.4.1"
    message: ClassVar[str] = (
        "{number} {version} 的草稿由 {holder} 检出，至 {until} 止。请联系其归还，或等到期后再改；确有需要可请文档管理员收回。"
    )


class NotHeld(Refused):
    message: ClassVar[str] = "{number} 的草稿现在没有由{who}检出，可能已经到期、归还或被收回。请刷新后查看。"


def of(session: Session, version: Version | None, now: datetime) -> Checkout | None:
    """Who has the draft now; one that lapsed, or of what is a draft no more, is none."""
    if version is None or version.state is not State.DRAFT:
        return None
    return session.scalar(select(Checkout).where(Checkout.version_id == version.id, Checkout.until > now))


def check(session: Session, document: Document, version: Version, actor: Actor, now: datetime) -> None:
    """Raises CheckedOut where somebody else has it."""
    held = of(session, version, now)
    if held is not None and held.holder_id != actor.user_id:
        raise CheckedOut(
            number=document.number,
            version=version.version,
            holder=held.holder,
            until=f"{local(held.until):%m-%d %H:%M}",
        )
