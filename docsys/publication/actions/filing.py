"""The short life of a record (HT, SP, CZ, RZ): registered as a draft, filed for good, supplemented but never edited."""

from datetime import datetime

from sqlalchemy.orm import Session

from docsys import events
from docsys.clock import local_day
from docsys.documents import actions as documents
from docsys.documents import announcing, checkouts, queries, rules
from docsys.documents.actions import NewDraft
from docsys.documents.contracts import CATEGORY, ContractMissing, unanswered
from docsys.documents.events import VersionPublished
from docsys.documents.models import Document, Version
from docsys.documents.rules import LIFE, State
from docsys.errors import TransitionForbidden
from docsys.folders.rules import FolderKind
from docsys.numbering import actions as numbering
from docsys.people.rules import Actor, Permission, require
from docsys.publication import placing
from docsys.publication.actions.reviewing import GIVEN_LATER, opened
from docsys.publication.rules import ClausesMissing, NoFile, NoRights, NotARecord, ReasonMissing, retention_of
from docsys.vault import Staged


def file_record(session: Session, document_id: int, *, actor: Actor, now: datetime) -> Document:
    """草稿 → 已归档: all marks, its file and use rights are there, and of a contract its terms; then it is fixed for ever.

    Raises:
        NotARecord: it is led through review and publication; MarkMissing, NoFile, NoRights, ContractMissing, ClausesMissing.

    """
    document, version = opened(session, document_id, actor, "archive")
    if document.folder.kind is not FolderKind.RECORD:
        raise NotARecord(folder=f"{document.folder.code} {document.folder.name}")
    if actor.user_id not in {document.created_by_id, version.author_id}:
        require(actor, Permission.DOCUMENT_REGISTER, document.unit_id)
    checkouts.check(session, document, version, actor, now)
    _check(session, document, version)
    draft, document.number = (
        document.number,
        numbering.issue_document(
            session,
            library=str(session.info.get("library", "ZLW")),
            folder_code=document.folder.code,
            pattern=document.folder.pattern,
            unit_code=document.unit.code,
            subject=document.title,
            actor=actor,
            now=now,
        ),
    )
    numbering.retire(session, draft, reason="归档，启用正式编号", successor=document.number, actor=actor, now=now)
    _fix(session, document, version, actor, now)
    announcing.changed(session, document, "archive", actor=actor, now=now, detail={"folder": document.folder.code})
    events.publish(session, VersionPublished(document.id, version.id, document.number, now))
    return document


def _check(session: Session, document: Document, version: Version) -> None:
    if version.file_id is None:
        raise NoFile
    values = {mark: getattr(version, mark, "given") for mark in rules.MARKS}
    rules.check_marks(values, given_later=GIVEN_LATER)
    if not queries.has_rights(session, document):
        raise NoRights
    if document.folder.category == CATEGORY:
        if document.contract is None:
            raise ContractMissing
        if missing := unanswered(document.contract.clauses):
            raise ClausesMissing(clauses="、".join(missing))


def _fix(session: Session, document: Document, version: Version, actor: Actor, now: datetime) -> None:
    version.state = LIFE.transition(version.state, "archive").after(version.state)
    version.published_at, version.effective_on, version.published_by = now, local_day(now), actor.name
    document.head_id, document.state, document.title = version.id, version.state, version.title
    document.retention = document.retention or retention_of(document.folder.category)
    document.review_months = None
    session.flush()
    session.refresh(document, ["head"])
    placing.move_folder(session, document, now)
    placing.move_files(session, version, document.path, now)


def supplement(  # noqa: PLR0913 - what a supplement begins with
    session: Session,
    document_id: int,
    reason: str,
    file: Staged,
    original_name: str,
    *,
    actor: Actor,
    now: datetime,
) -> Document:
    """A further record for one that is filed: what was missing or wrong in it, in a document of its own that names it.

    Raises:
        TransitionForbidden: it is not filed; ReasonMissing.

    """
    whole = queries.get(session, document_id, actor)
    if whole.state is not State.ARCHIVED or whole.head is None:
        raise TransitionForbidden(state=whole.state.label, verb="补充")
    if not reason.strip():
        raise ReasonMissing(what="补充或更正的内容")
    head = whole.head
    new = NewDraft(
        folder_code=whole.folder.code,
        unit_id=whole.unit_id,
        title=f"{head.title}（补充）",
        author=actor.name,
        written_on=local_day(now),
        secrecy=head.secrecy,
        use_scope=head.use_scope,
        level=head.level,
        notes=[f"补充 {whole.number}：{reason.strip()}"],
    )
    made = documents.register(session, new, file, original_name, actor=actor, now=now)
    made.supplements = whole.number
    if whole.own_rights:
        documents.set_document_rights(session, made.id, documents.rows_of(whole.rights), actor=actor, now=now)
    announcing.remake(session, whole, now)
    return made
