"""Copies are registered, handed out, brought back, withdrawn, lost and found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import audit
from docsys.documents import announcing
from docsys.documents import queries as documents
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE, Medium
from docsys.errors import InvalidInput
from docsys.paper import queries, rules, sheets
from docsys.paper.actions import recalling
from docsys.paper.models import PaperCopy
from docsys.paper.rules import STORE, HolderKind
from docsys.paper.states import COPY, CopyState, LoanState
from docsys.people.models import User
from docsys.people.rules import Actor, Permission, require


@dataclass(frozen=True)
class Place:
    """With what or whom a copy is; `user_id` where it is somebody with an account."""

    kind: HolderKind = HolderKind.STORE
    name: str = STORE
    user_id: int | None = None


@dataclass(frozen=True)
class NewCopies:
    """What a number of copies is registered with. `widen`: also make the document one of electronic and paper form."""

    count: int = 1
    location: str = STORE
    holder: Place = field(default_factory=Place)
    pages: int | None = None
    is_important: bool | None = None
    remark: str = ""
    widen: bool = False


def register(session: Session, document_id: int, new: NewCopies, *, actor: Actor, now: datetime) -> list[PaperCopy]:
    """Give the next 份号 of a document to so many copies of its version in force (4.3.1).

    Raises:
        NotOnPaper: its 载体 is electronic alone; NotYetInForce: no version is in force.

    """
    document = documents.get(session, document_id, actor, to_change=True)
    require(actor, Permission.PAPER_KEEP, document.unit_id)
    rules.check_count(new.count)
    rules.check_pages(new.pages)
    version = documents.current(session, document.id)
    if version is None:
        raise rules.NotYetInForce(number=document.number, state=document.state.label)
    _check_location(new.location)
    _check_medium(session, document, new, actor, now)
    first = queries.next_ordinal(session, document.id)
    made = [_copy(document, version, ordinal, new, actor, now) for ordinal in range(first, first + new.count)]
    session.add_all(made)
    session.flush()
    detail = {"version": str(version.version), "what": "、".join(copy.code for copy in made), "place": new.location}
    audit.record(session, "paper.register", actor, document.number, now=now, detail=detail)
    return made


def _check_location(location: str) -> None:
    if not location.strip():
        raise InvalidInput(fields={"location": ["请填写存放地点（4.3.1）。"]})


def _check_medium(session: Session, document: Document, new: NewCopies, actor: Actor, now: datetime) -> None:
    if document.medium != Medium.ELECTRONIC.value:
        return
    if not new.widen:
        raise rules.NotOnPaper(number=document.number, medium=document.medium)
    require(actor, Permission.DOCUMENT_EDIT, document.unit_id)
    document.medium = Medium.BOTH.value
    announcing.changed(session, document, "carrier", actor=actor, now=now, detail={"what": document.medium})


def _copy(document: Document, version: Version, ordinal: int, new: NewCopies, actor: Actor, now: datetime) -> PaperCopy:
    is_stored = new.holder.kind is HolderKind.STORE
    important = rules.is_important(document.folder.code) if new.is_important is None else new.is_important
    return PaperCopy(
        code=rules.copy_code(document.number, version.version, ordinal),
        document=document,
        version=version,
        ordinal=ordinal,
        state=CopyState.IN_STORE if is_stored else CopyState.IN_USE,
        location=new.location.strip(),
        holder=new.location.strip() if is_stored else new.holder.name,
        holder_kind=new.holder.kind,
        holder_id=new.holder.user_id,
        is_important=important,
        pages=new.pages,
        remark=new.remark.strip(),
        created_by=actor.name,
        created_at=now,
    )


@dataclass(frozen=True)
class Changes:
    """What may be typed anew of a copy."""

    location: str
    pages: int | None
    is_important: bool
    remark: str


def change(session: Session, copy_id: int, new: Changes, *, actor: Actor, now: datetime) -> PaperCopy:
    """Put a copy to another place, say how many pages it has, whether it is important."""
    copy = kept(session, copy_id, actor)
    _check_location(new.location)
    rules.check_pages(new.pages)
    before = {"place": copy.location, "important": copy.is_important}
    copy.location, copy.pages, copy.is_important = new.location.strip(), new.pages, new.is_important
    copy.remark = new.remark.strip()
    if copy.holder_kind is HolderKind.STORE:
        copy.holder = copy.location
    after = {"place": copy.location, "important": copy.is_important}
    audit.record(session, "paper.change", actor, copy.code, now=now, detail={"before": before, "after": after})
    return copy


def kept(session: Session, copy_id: int, actor: Actor) -> PaperCopy:
    """The copy, held until the act is over, for who keeps it."""
    copy = queries.get_copy(session, copy_id, actor, to_change=True)
    require(actor, Permission.PAPER_KEEP, copy.document.unit_id)
    return copy


def issue(session: Session, copy_id: int, place: Place, *, actor: Actor, now: datetime) -> PaperCopy:
    """发放: a controlled copy goes to who works with it."""
    copy = kept(session, copy_id, actor)
    if place.kind is HolderKind.STORE or not place.name.strip():
        raise InvalidInput(fields={"holder": ["请写明发放给哪个单位、部门、个人或地点。"]})
    check_in_force(copy, "发放")
    check_unbound(copy, "发放")
    copy.state = COPY.transition(copy.state, "issue").after(copy.state)
    set_holder(copy, place)
    _record(session, copy, "issue", actor, now, {"holder": copy.holder})
    return copy


def give_back(session: Session, copy_id: int, *, actor: Actor, now: datetime) -> PaperCopy:
    """在用 → 在库: a copy that was handed out, not lent, comes back."""
    copy = kept(session, copy_id, actor)
    if copy.state is CopyState.LENT:
        raise InvalidInput(fields={"verb": ["借出的份请在借阅中登记归还。"]})
    copy.state = COPY.transition(copy.state, "return").after(copy.state)
    before = copy.holder
    to_store(copy)
    _record(session, copy, "return", actor, now, {"holder": before})
    return copy


def retire(session: Session, copy_id: int, reason: str, *, actor: Actor, now: datetime) -> PaperCopy:
    """在库 → 已回收: a spare copy is used no more."""
    copy = kept(session, copy_id, actor)
    check_unbound(copy, "停用")
    copy.state = COPY.transition(copy.state, "retire").after(copy.state)
    _record(session, copy, "retire", actor, now, {"reason": _reason(reason)})
    return copy


def reinstate(session: Session, copy_id: int, *, actor: Actor, now: datetime) -> PaperCopy:
    """已回收 → 在库, for a version that is still in force."""
    copy = kept(session, copy_id, actor)
    check_in_force(copy, "恢复在库")
    copy.state = COPY.transition(copy.state, "reinstate").after(copy.state)
    sheets.end(session, copy, "恢复在库", actor=actor, now=now)
    _record(session, copy, "reinstate", actor, now)
    return copy


def lose(session: Session, copy_id: int, reason: str, *, actor: Actor, now: datetime) -> PaperCopy:
    """遗失, also of one that is to be recalled: the recall ends with it."""
    copy = kept(session, copy_id, actor)
    said = _reason(reason)
    loan = queries.open_loan(session, copy)
    if loan is not None and loan.state is LoanState.OUT:
        raise InvalidInput(
            fields={"reason": [f"该份由 {loan.borrower_name} 借出，请在借阅 {loan.number} 中登记遗失。"]}
        )
    copy.state = COPY.transition(copy.state, "lose").after(copy.state)
    recalling.close(session, copy, "遗失", actor, now)
    _record(session, copy, "lose", actor, now, {"reason": said, "holder": copy.holder})
    return copy


def find(session: Session, copy_id: int, *, actor: Actor, now: datetime) -> PaperCopy:
    """遗失 → 已回收; from there it is reinstated or destroyed."""
    copy = kept(session, copy_id, actor)
    copy.state = COPY.transition(copy.state, "find").after(copy.state)
    to_store(copy)
    _record(session, copy, "find", actor, now)
    return copy


def check_in_force(copy: PaperCopy, verb: str) -> None:
    """What is not in force is not used (4.4.1)."""
    if copy.version.state not in EFFECTIVE:
        said = copy.version.state.label
        raise rules.NotInForce(code=copy.code, version=copy.version.version, state=said, verb=verb)


def check_unbound(copy: PaperCopy, verb: str) -> None:
    if copy.item is not None:
        raise rules.BoundInVolume(code=copy.code, volume=copy.item.volume.number, verb=verb)


def set_holder(copy: PaperCopy, place: Place) -> None:
    copy.holder_kind, copy.holder, copy.holder_id = place.kind, place.name.strip(), place.user_id


def to_store(copy: PaperCopy) -> None:
    set_holder(copy, Place(HolderKind.STORE, copy.location))


def person(session: Session, user_id: int) -> Place:
    """Somebody with an account as a holder."""
    user = session.scalar(select(User).where(User.id == user_id))
    if user is None:
        raise InvalidInput(fields={"holder": ["没有这个账户，请从列表中选择。"]})
    return Place(HolderKind.PERSON, user.name, user.id)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["请写明原因。"]})
    return reason.strip()[:500]


def _record(
    session: Session, copy: PaperCopy, verb: str, actor: Actor, now: datetime, detail: Mapping[str, Any] | None = None
) -> None:
    session.flush()
    audit.record(session, f"paper.{verb}", actor, copy.code, now=now, detail=detail)
