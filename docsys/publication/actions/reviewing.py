"""A draft is submitted and gets its permanent number (D2), is sent back (D3) or approved (D4)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from docsys.documents import announcing, checkouts, queries, rules
from docsys.documents.actions.drafting import change_file
from docsys.documents.models import Document, Version
from docsys.documents.rules import LIFE, Level, State
from docsys.errors import TransitionForbidden
from docsys.folders.rules import FolderKind
from docsys.numbering import actions as numbering
from docsys.people.rules import Actor, Permission, require
from docsys.publication import demands, sheets, texts
from docsys.publication.rules import (
    AuthorApproves,
    IsARecord,
    NoBasis,
    NoCycle,
    NoFile,
    NoRights,
    NotAmendable,
    NotOfThisLevel,
    ReasonMissing,
)
from docsys.records.actions import Told
from docsys.vault import Staged


@dataclass(frozen=True)
class Amended:
    """The text of a rule as 证信办 amended it."""

    file: Staged
    name: str


GIVEN_LATER = frozenset({"number", "published_at"})


def submit(session: Session, document_id: int, *, actor: Actor, now: datetime) -> Document:
    """草稿 → 审核中: file there, marks complete but those the system gives, rights written, version later than the current.

    The permanent number is given here, at the first submission; the draft's number leads to it for ever.
    """
    document, version = opened(session, document_id, actor, "submit")
    if document.folder.kind is FolderKind.RECORD:
        raise IsARecord(folder=f"{document.folder.code} {document.folder.name}")
    is_rule = rules.is_rule(version.level, document.folder.category)
    if is_rule:
        demands.check_drafter(document, actor)
    elif actor.user_id not in {document.created_by_id, version.author_id}:
        require(actor, Permission.DOCUMENT_REGISTER, document.unit_id)
    checkouts.check(session, document, version, actor, now)
    _check(session, document, version)
    if is_rule:
        demands.check(session, version, actor)
    draft = document.number
    if draft.startswith("CG-"):
        document.number = _number(session, document, actor, now)
    # Both numbers are taken before anything is written to the log: see numbering.
    sheet = sheets.open_publication(session, document, version, actor=actor, now=now)
    if document.number != draft:
        numbering.retire(
            session, draft, reason="首次提交，启用正式编号", successor=document.number, actor=actor, now=now
        )
    advance(document, version, "submit")
    version.submitted_at = now
    if is_rule:
        texts.keep(session, version, texts.HANDED_IN, "", actor=actor, now=now)
    sheets.tell(session, document, version, Told("submit"), actor=actor, now=now)
    session.expire(sheet, ["steps"])
    announcing.changed(session, document, "submit", actor=actor, now=now, detail={"version": str(version.version)})
    return document


def _check(session: Session, document: Document, version: Version) -> None:
    if version.file_id is None:
        raise NoFile
    values = {mark: getattr(version, mark, "given") for mark in rules.MARKS}
    rules.check_marks(values, given_later=GIVEN_LATER)
    current = queries.current(session, document.id)
    rules.check_later(version.version, current.version if current else None)
    if not queries.has_rights(session, document):
        raise NoRights
    if not document.basis.strip():
        raise NoBasis
    if document.review_months is None and document.folder.review_months is not None:
        raise NoCycle


def _number(session: Session, document: Document, actor: Actor, now: datetime) -> str:
    """The permanent number."""
    return numbering.issue_document(
        session,
        library=str(session.info.get("library", "ZLW")),
        folder_code=document.folder.code,
        pattern=document.folder.pattern,
        unit_code=document.unit.code,
        subject=document.title,
        actor=actor,
        now=now,
    )


def send_back(session: Session, document_id: int, opinion: str, *, actor: Actor, now: datetime) -> Document:
    """审核中 → 草稿, with the reason."""
    document, version = opened(session, document_id, actor, "return")
    check_judge(document, version, actor)
    if not opinion.strip():
        raise ReasonMissing(what="退回意见")
    advance(document, version, "return")
    version.opinion = opinion.strip()
    sheets.tell(session, document, version, Told("return", "review", version.opinion), actor=actor, now=now)
    announcing.changed(session, document, "return", actor=actor, now=now, detail={"opinion": version.opinion})
    return document


def approve(
    session: Session, document_id: int, opinion: str, *, actor: Actor, now: datetime, amended: Amended | None = None
) -> Document:
    """审核中 → 待发布, by the body of the level, never by the author.

    Of a rule 证信办 makes the finished text (定稿): the file that was handed in, or the one it amended. Both are kept (1.2.2).
    """
    document, version = opened(session, document_id, actor, "approve")
    _check_approver(document, version, actor)
    if rules.is_rule(version.level, document.folder.category):
        if amended is not None:
            change_file(session, document, version, amended.file, amended.name, now)
        texts.keep(session, version, texts.FINISHED, opinion.strip(), actor=actor, now=now)
    elif amended is not None:
        raise NotAmendable
    advance(document, version, "approve")
    version.approved_by, version.approved_by_id, version.approved_at = actor.name, actor.user_id, now
    version.opinion = opinion.strip() or "同意"
    sheets.tell(session, document, version, Told("sign", "review", version.opinion), actor=actor, now=now)
    announcing.changed(session, document, "approve", actor=actor, now=now, detail={"opinion": version.opinion})
    return document


def _check_approver(document: Document, version: Version, actor: Actor) -> None:
    if actor.user_id in {version.author_id, document.created_by_id} or actor.name == version.author:
        raise AuthorApproves
    check_judge(document, version, actor)


def check_judge(document: Document, version: Version, actor: Actor) -> None:
    """Raises NotOfThisLevel, or Forbidden where the level has no body of its own."""
    role = rules.APPROVERS.get(version.level)
    if role is None:
        require(actor, Permission.DOCUMENT_APPROVE, document.unit_id)
    elif not rules.may_approve(actor, version.level, document.unit_id):
        raise NotOfThisLevel(level=Level(version.level).label, role=role.label)


def opened(session: Session, document_id: int, actor: Actor, verb: str) -> tuple[Document, Version]:
    """The document, held until the act is over, and its open version.

    Raises:
        TransitionForbidden: nothing is open, or not in a state for that verb.

    """
    document = queries.get(session, document_id, actor, to_change=True)
    version = queries.open_version(document)
    if version is None:
        raise TransitionForbidden(state=document.state.label, verb=LIFE.label(verb))
    LIFE.transition(version.state, verb)
    return document, version


def advance(document: Document, version: Version, verb: str) -> None:
    """Bring the version to its next state; the document shows the state of its head."""
    version.state = LIFE.transition(version.state, verb).after(version.state)
    if document.head_id == version.id:
        document.state = State(version.state)
