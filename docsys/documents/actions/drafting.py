"""A draft is registered with its file, its marks are typed and changed, its file replaced (D1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import vault
from docsys.audit.models import AuditRow
from docsys.clock import local
from docsys.documents import announcing, checkouts, places, queries, stamps
from docsys.documents.models import Document, Version
from docsys.documents.rules import Medium, State, VersionNumber
from docsys.documents.stamps import FileChanged, MarksChanged, Seen
from docsys.errors import InvalidInput, Refused
from docsys.folders import queries as folders
from docsys.folders.models import Folder
from docsys.folders.rules import check_open
from docsys.numbering import actions as numbering
from docsys.people.rules import Actor, Permission, require
from docsys.vault import Staged
from docsys.vault.media import media_type


@dataclass(frozen=True)
class NewDraft:
    """What is typed when a document is registered. The marks may be completed later, before it is submitted."""

    folder_code: str
    unit_id: int
    title: str
    author: str
    written_on: date | None = None
    version: str = "V1.0"
    secrecy: str = ""
    use_scope: str = ""
    level: str = ""
    notes: Sequence[str] = field(default=())
    medium: str = Medium.ELECTRONIC.value
    purpose: str = ""
    basis: str = ""
    demand: str = ""


class NotADraft(Refused):
    message: ClassVar[str] = "{number} {state}，不能再修改；请先退回修改，或发起修订。"
    article: ClassVar[str | None] = "4.4.1"


def register(
    session: Session, new: NewDraft, file: Staged, original_name: str, *, actor: Actor, now: datetime
) -> Document:
    """A new document as a draft with its temporary number `CG-…`; a record is filed from there, all else goes to review.

    Raises:
        Forbidden: not for that unit; NotFound: no such folder; InvalidInput: no title, author or version; FolderClosed.

    """
    require(actor, Permission.DOCUMENT_REGISTER, new.unit_id)
    folder = _folder(session, new.folder_code)
    _check_named(new)
    number = numbering.issue_draft(session, subject=new.title, actor=actor, now=now)
    document = Document(
        number=number,
        folder_id=folder.id,
        unit_id=new.unit_id,
        title=new.title,
        state=State.DRAFT,
        medium=new.medium,
        purpose=new.purpose,
        basis=new.basis,
        review_months=folder.review_months,
        missing=[],
        path="",
        created_by_id=actor.user_id,
        created_at=now,
    )
    session.add(document)
    session.flush()
    version = add_version(session, document, new, actor=actor, now=now)
    document.head_id = version.id
    take_file(session, document, version, file, original_name, now)
    document.path = places.draft_folder(document, version)
    announcing.changed(
        session, document, "register", actor=actor, now=now, detail={"folder": folder.code, "title": new.title}
    )
    return document


def _folder(session: Session, code: str) -> Folder:
    folder = folders.by_code(session, code)
    check_open(folder.code, closed=folder.closed_at is not None)
    return folder


def _check_named(new: NewDraft) -> None:
    empty = {name: ["请填写。"] for name in ("title", "author") if not getattr(new, name).strip()}
    if empty:
        raise InvalidInput(fields=empty)


def add_version(session: Session, document: Document, new: NewDraft, *, actor: Actor, now: datetime) -> Version:
    number = VersionNumber.parse(new.version)
    version = Version(
        document_id=document.id,
        major=number.major,
        minor=number.minor,
        state=State.DRAFT,
        title=new.title,
        author=new.author,
        author_id=actor.user_id,
        written_on=new.written_on,
        secrecy=new.secrecy,
        use_scope=new.use_scope,
        level=new.level,
        notes=[line for line in new.notes if line.strip()],
        demand=new.demand,
        created_at=now,
    )
    session.add(version)
    session.flush()
    session.refresh(document, ["versions", "folder", "unit"])
    return version


def take_file(
    session: Session, document: Document, version: Version, file: Staged, original_name: str, now: datetime
) -> None:
    target = f"{places.draft_folder(document, version)}/{places.file_name(document, version, original_name)}"
    stored = vault.adopt(
        session, file, target=target, original_name=original_name, media_type=media_type(original_name), now=now
    )
    version.file_id = stored.id
    session.flush()
    session.refresh(version, ["file"])


def change_file(
    session: Session, document: Document, version: Version, file: Staged, original_name: str, now: datetime
) -> None:
    """Another main file; the one before goes to the history of drafts."""
    if (before := version.file) is not None:
        vault.move(session, before.path, f"{places.HISTORY}/草稿/{before.sha256[:16]}_{before.id}", now)
    take_file(session, document, version, file, original_name, now)


def change_marks(
    session: Session, document_id: int, new: NewDraft, *, actor: Actor, now: datetime, seen: Seen | None = None
) -> Document:
    """Type the marks of a draft again.

    Raises:
        MarksChanged: somebody else saved after the form was shown that carried `seen`.

    """
    document, version = draft_of(session, document_id, actor, now)
    _check_named(new)
    number = VersionNumber.parse(new.version)
    seen = seen or Seen()
    before, after = marks_typed(document, version), typed(new)
    if seen.stamp and seen.stamp != stamps.stamp(before) and before != after:
        raise MarksChanged(**_last_saved(session, document, "change_marks"))
    version.major, version.minor = number.major, number.minor
    version.title, version.author, version.written_on = new.title, new.author, new.written_on
    version.secrecy, version.use_scope, version.level = new.secrecy, new.use_scope, new.level
    version.notes = [line for line in new.notes if line.strip()]
    version.demand = new.demand
    document.medium, document.purpose, document.basis = new.medium, new.purpose, new.basis
    if document.head_id == version.id:
        document.title = new.title
    detail: dict[str, object] = {"version": str(number), "settled": seen.settled}
    if seen.settled:
        detail["replaced"] = {
            label: before[name] for name, label in stamps.LABELS.items() if before[name] != after[name]
        }
    announcing.changed(session, document, "change_marks", actor=actor, now=now, detail=detail)
    return document


def replace_file(  # noqa: PLR0913 - what a file is replaced with
    session: Session,
    document_id: int,
    file: Staged,
    original_name: str,
    *,
    actor: Actor,
    now: datetime,
    seen_id: int | None = None,
) -> Document:
    """Another file for a draft; the one before goes to the history of drafts.

    Raises:
        FileChanged: it is not the file `seen_id` any more that was shown.

    """
    document, version = draft_of(session, document_id, actor, now)
    if seen_id is not None and version.file is not None and seen_id != version.file_id:
        raise FileChanged(name=version.file.original_name, **_last_saved(session, document, "replace_file"))
    change_file(session, document, version, file, original_name, now)
    announcing.changed(session, document, "replace_file", actor=actor, now=now, detail={"sha256": file.sha256})
    return document


def marks_typed(document: Document, version: Version) -> dict[str, str]:
    """The marks as they stand, in the words of the form."""
    of_document = {"medium": document.medium, "purpose": document.purpose, "basis": document.basis}
    whole = of_document | {"notes": "\n".join(str(note) for note in version.notes)}
    return {name: str(whole[name] if name in whole else getattr(version, name) or "") for name in stamps.LABELS}


def typed(new: NewDraft) -> dict[str, str]:
    """The same of what a person typed."""
    whole: dict[str, object] = {"version": VersionNumber.parse(new.version), "notes": "\n".join(new.notes)}
    return {name: str(whole.get(name) or getattr(new, name) or "") for name in stamps.LABELS}


def marks_stamp(document: Document, version: Version) -> str:
    return stamps.stamp(marks_typed(document, version))


def _last_saved(session: Session, document: Document, verb: str) -> dict[str, str]:
    """Who did that last, and when."""
    wanted = (AuditRow.act == f"document.{verb}", AuditRow.subject == document.number, AuditRow.result == "ok")
    row = session.scalar(select(AuditRow).where(*wanted).order_by(AuditRow.id.desc()).limit(1))
    return {"who": row.name, "at": f"{local(row.at):%Y-%m-%d %H:%M}"} if row else {"who": "他人", "at": "刚才"}


def draft_of(session: Session, document_id: int, actor: Actor, now: datetime | None = None) -> tuple[Document, Version]:
    """The document, held until the act is over, and its draft; with `now` for one who is about to change it.

    Raises:
        NotADraft: it is under review, or in force; Forbidden: somebody else's; CheckedOut: in somebody else's hands.

    """
    document = queries.get(session, document_id, actor, to_change=True)
    if document.created_by_id != actor.user_id:
        require(actor, Permission.DOCUMENT_REGISTER, document.unit_id)
    version = queries.open_version(document)
    if version is None or version.state is not State.DRAFT:
        raise NotADraft(number=document.number, state=document.state.label)
    if now is not None:
        checkouts.check(session, document, version, actor, now)
    return document, version
