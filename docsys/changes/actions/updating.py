"""What a change makes stale: documents until their new version is out, items until their new value is entered (C13)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import audit
from docsys.changes import queries
from docsys.changes.actions.turning import Saying, move, refuse, told_at, turn
from docsys.changes.models import Change, ChangeDocument, ChangeItem, Doing
from docsys.changes.rules import finishing
from docsys.changes.rules.finishing import Updated
from docsys.changes.rules.guards import Finding, broken
from docsys.changes.rules.plan import ConfigItem, DocumentItem, Named
from docsys.changes.rules.states import State
from docsys.clock import local_day
from docsys.documents.events import DocumentAbolished, VersionPublished
from docsys.documents.models import Document, Version
from docsys.errors import InvalidInput, NotFound, Refused
from docsys.paper.models import PaperCopy, Recall
from docsys.people.models import User
from docsys.people.rules import Actor, Permission, require

ABOLISH = "废止"


class NotVerifying(Refused):
    message: ClassVar[str] = "{number} 现在{state}，不在核对更新。"


def list_updates(session: Session, change: Change) -> None:
    """What must be updated, out of the assessment (4.4.4) and the list of items (17.4.2), as the plan says it now."""
    plan = queries.plan_of(change)
    people = queries.users(session, queries.logins_of(plan))
    known = _documents(session, [item.number for item in plan.documents])
    change.documents.clear()
    change.items.clear()
    session.flush()
    change.documents.extend(_to_update(item, known.get(item.number), people) for item in plan.documents)
    change.items.extend(_to_enter(one, people) for one in plan.config_items)
    session.flush()


def _to_update(item: DocumentItem, document_id: int | None, people: Mapping[str, User]) -> ChangeDocument:
    return ChangeDocument(
        place=item.place,
        document_id=document_id,
        number=item.number,
        title=item.title,
        version=item.version,
        action=item.action,
        responsible=str(item.responsible or ""),
        responsible_id=_id_of(item.responsible, people),
        due=item.due,
        doing=Doing.OPEN,
    )


def _to_enter(item: ConfigItem, people: Mapping[str, User]) -> ChangeItem:
    return ChangeItem(
        place=item.place,
        item=item.item,
        before=item.before,
        after=item.after,
        responsible=str(item.responsible or ""),
        responsible_id=_id_of(item.responsible, people),
        due=item.due,
        doing=Doing.OPEN,
    )


def _id_of(person: Named | None, people: Mapping[str, User]) -> int | None:
    user = people.get(person.login or "") if person else None
    return user.id if user else None


def _documents(session: Session, numbers: list[str]) -> dict[str, int]:
    rows = session.execute(select(Document.number, Document.id).where(Document.number.in_(numbers)))
    return {row.number: row.id for row in rows}


def version_published(session: Session, event: VersionPublished) -> None:
    """A new version is out: the orders that wait for it know (G20), if it came after their start."""
    version = session.get_one(Version, event.version_id)
    for item in _waiting(session, event.document_id, event.at):
        if item.action != ABOLISH:
            item.done_version = str(version.version)
            _settle(item, event.at, f"发布 {version.version}")


def document_abolished(session: Session, event: DocumentAbolished) -> None:
    for item in _waiting(session, event.document_id, event.at):
        if item.action == ABOLISH:
            _settle(item, event.at, "已废止")


def _waiting(session: Session, document_id: int, at: datetime) -> Iterator[ChangeDocument]:
    query = (
        select(ChangeDocument)
        .join(Change)
        .where(ChangeDocument.document_id == document_id, ChangeDocument.doing == Doing.OPEN.value)
    )
    for item in session.scalars(query):
        started = item.change.started_at
        if started is not None and started <= at:
            yield item


def _settle(item: ChangeDocument, at: datetime, said: str) -> None:
    item.doing, item.done_at, item.said = Doing.DONE, at, said


def name_document(
    session: Session, change_id: int, item_id: int, number: str, *, actor: Actor, now: datetime
) -> ChangeDocument:
    """A 新增 document exists now, under this number."""
    change, item = _item(session, change_id, item_id, actor)
    document = session.scalar(select(Document).where(Document.number == number.strip().upper()))
    head = document.head if document else None
    if document is None or head is None or head.published_at is None:
        raise InvalidInput(fields={"number": ["没有这一编号的已发布文档，请核对编号，或先发布该文档。"]})
    if change.started_at and head.published_at < change.started_at:
        raise InvalidInput(fields={"number": ["该文档发布于变更开始之前，不是本次变更所更新的。"]})
    item.document_id, item.number, item.title = document.id, document.number, head.title
    item.done_version, item.by_name = str(head.version), actor.name
    _settle(item, now, f"发布 {head.version}")
    session.flush()
    _note(session, change, "name_document", item.number, actor, now)
    return item


def withdraw_document(
    session: Session, change_id: int, item_id: int, reason: str, *, actor: Actor, now: datetime
) -> ChangeDocument:
    """An item turned out not to need an update: taken out by 文档管理员, with the reason (G20)."""
    change, item = _item(session, change_id, item_id, actor)
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["请写明撤销该项的理由。"]})
    item.doing, item.done_at, item.said, item.by_name = Doing.SKIPPED, now, reason.strip(), actor.name
    session.flush()
    _note(session, change, "withdraw_document", item.number or item.title, actor, now)
    return item


def _note(session: Session, change: Change, verb: str, what: str, actor: Actor, now: datetime) -> None:
    audit.record(session, f"change.{verb}", actor, change.number, now=now, detail={"of": what})


def _item(session: Session, change_id: int, item_id: int, actor: Actor) -> tuple[Change, ChangeDocument]:
    require(actor, Permission.CHANGE_DOCUMENTS, actor.unit_id)
    change = queries.get(session, change_id, actor, to_change=True)
    item = next((one for one in change.documents if one.id == item_id), None)
    if item is None:
        raise NotFound
    if change.state is not State.VERIFYING:
        raise NotVerifying(number=change.number, state=change.state.label)
    return change, item


def enter_item(
    session: Session, change_id: int, item_id: int, value: str, *, actor: Actor, now: datetime
) -> ChangeItem:
    """G21: 配置管理人员 enters the new value of an item, after the review."""
    change = queries.get(session, change_id, actor, to_change=True)
    require(actor, Permission.CHANGE_ITEMS, actor.unit_id)
    item = next((one for one in change.items if one.id == item_id), None)
    if item is None:
        raise NotFound
    if change.state is not State.VERIFYING:
        raise NotVerifying(number=change.number, state=change.state.label)
    if not value.strip():
        raise InvalidInput(fields={"entered": ["请填写配置项的新值。"]})
    item.doing, item.entered, item.by_name, item.entered_at = Doing.DONE, value.strip(), actor.name, now
    session.flush()
    _note(session, change, "enter_item", item.item, actor, now)
    return item


def open_updates(session: Session, change: Change) -> list[Finding]:
    """G20 and G21: asked by the check of updates, and once more when the order is archived (4.4.6)."""
    documents = [_updated(one, paper_of(session, one)) for one in change.documents]
    items = [Updated(one.item, one.doing == Doing.OPEN) for one in change.items]
    return [
        *broken("G20", finishing.DOCUMENTS, finishing.g20(documents)),
        *broken("G21", finishing.ITEMS, finishing.g21(items)),
    ]


def verify(session: Session, change_id: int, *, actor: Actor, now: datetime) -> Change:
    """C13: every document is updated and every item entered (G20, G21); F-05 is complete."""
    change, row = turn(session, change_id, "verify", actor=actor)
    refuse(open_updates(session, change))
    for one in change.documents:
        one.paper = paper_of(session, one) or "无纸质"
    change.verified_at = now
    values = {
        "updated_documents": [
            {
                "number": one.number,
                "title": one.title,
                "action": one.action,
                "version": one.done_version or one.said,
                "done_on": str(local_day(one.done_at)) if one.done_at else "",
                "paper": one.paper,
            }
            for one in change.documents
        ],
        "updated_items": [
            {
                "item": one.item,
                "after": one.entered,
                "person": one.by_name,
                "at": told_at(one.entered_at) if one.entered_at else "",
            }
            for one in change.items
        ],
    }
    return move(session, change, row, Saying("verify", "", values), actor=actor, now=now)


def _updated(item: ChangeDocument, paper: str) -> Updated:
    name = " ".join(part for part in (item.number, item.title and f"《{item.title}》") if part)
    if item.doing == Doing.DONE and paper == "未换":
        return Updated(f"{name}的纸质份", is_open=True)
    return Updated(name, item.doing == Doing.OPEN, item.said)


def paper_of(session: Session, item: ChangeDocument) -> str:
    """What became of the paper copies of an updated document: 已换, 未换 while a recall is open; nothing without paper."""
    if item.document_id is None:
        return ""
    mine = select(PaperCopy.id).where(PaperCopy.document_id == item.document_id)
    if session.scalar(mine.limit(1)) is None:
        return ""
    pending = select(Recall.id).where(Recall.copy_id.in_(mine), Recall.done_at.is_(None))
    return "未换" if session.scalar(pending.limit(1)) is not None else "已换"
