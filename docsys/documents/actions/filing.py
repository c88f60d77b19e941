"""Filing what needs no publication: records (HT, SP, CZ, RZ), and files of before docsys (历史导入)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from docsys import vault
from docsys.clock import local_day
from docsys.documents import announcing, places, rules
from docsys.documents.actions.drafting import NewDraft
from docsys.documents.models import Document, Version
from docsys.documents.rules import Medium, Secrecy, State, VersionNumber
from docsys.folders import queries as folders
from docsys.folders.models import Folder
from docsys.folders.rules import check_open
from docsys.numbering import actions as numbering
from docsys.people.models import Unit
from docsys.people.rules import Actor, Permission, require
from docsys.vault import Staged
from docsys.vault.media import media_type


@dataclass(frozen=True)
class Filing:
    """A document to be filed as it is. `number`: the business number of its form, where it has one (pattern C)."""

    new: NewDraft
    state: State
    number: str | None = None
    retention: str = ""
    old_number: str | None = None
    published_at: datetime | None = None
    missing: tuple[str, ...] = field(default=())
    reason: str = ""


def archive_record(  # noqa: PLR0913 - what a record is filed with
    session: Session,
    *,
    folder_code: str,
    title: str,
    unit_id: int,
    number: str | None,
    file: Staged,
    original_name: str,
    actor: Actor,
    now: datetime,
    retention: str = "",
) -> Document:
    """File a finished record; it has its number at once and is never edited again (requirements 4.1)."""
    new = NewDraft(
        folder_code=folder_code,
        unit_id=unit_id,
        title=title,
        author=actor.name,
        written_on=local_day(now),
        secrecy=Secrecy.INTERNAL.value,
        use_scope="归档记录",
        level="",
        notes=["归档"],
    )
    filing = Filing(new, State.ARCHIVED, number, retention, published_at=now)
    return file_document(session, filing, file, original_name, actor=actor, now=now)


def file_history(  # noqa: PLR0913 - what an old file is filed with
    session: Session,
    new: NewDraft,
    file: Staged,
    original_name: str,
    *,
    actor: Actor,
    now: datetime,
    old_number: str | None = None,
    reason: str = "",
) -> Document:
    """历史导入: a file of before docsys becomes a current, findable document; marks it lacks are listed as 待补.

    `reason` says where it came from; it stands in the history of its versions.
    """
    require(actor, Permission.DOCUMENT_REGISTER, new.unit_id)
    folder = folders.by_code(session, new.folder_code)
    check_open(folder.code, closed=folder.closed_at is not None)
    state = State.CURRENT if folder.kind == "controlled" else State.ARCHIVED
    marks: dict[str, object] = {
        "title": new.title,
        "number": "given",
        "author": new.author,
        "version": new.version,
        "notes": new.notes,
    }
    marks |= {"secrecy": new.secrecy, "use_scope": new.use_scope, "level": new.level, "published_at": None}
    missing = tuple(rules.missing_marks(marks))
    filing = Filing(replace(new, notes=new.notes or ()), state, None, "", old_number, None, missing, reason)
    return file_document(session, filing, file, original_name, actor=actor, now=now)


def file_document(
    session: Session, filing: Filing, file: Staged | None, original_name: str, *, actor: Actor, now: datetime
) -> Document:
    """Number, entry, version and file in one go; what is on paper alone has no file, but its folder like any other."""
    new = filing.new
    folder = folders.by_code(session, new.folder_code)
    number = _number(session, filing, folder, actor, now)
    document = _entry(filing, folder, number, actor, now)
    session.add(document)
    session.flush()
    version = _version(document, filing, actor, now)
    session.add(version)
    session.flush()
    document.head_id = version.id
    session.refresh(document, ["versions", "folder", "unit", "head"])
    document.path = places.current_folder(session, document)
    detail = {"folder": folder.code}
    if file is not None:
        target = f"{document.path}/{places.file_name(document, version, original_name)}"
        kind = media_type(original_name)
        stored = vault.adopt(session, file, target=target, original_name=original_name, media_type=kind, now=now)
        version.file_id = stored.id
        detail["sha256"] = file.sha256
    announcing.changed(session, document, "file", actor=actor, now=now, detail=detail)
    return document


def _entry(filing: Filing, folder: Folder, number: str, actor: Actor, now: datetime) -> Document:
    new = filing.new
    return Document(
        number=number,
        old_number=filing.old_number,
        folder_id=folder.id,
        unit_id=new.unit_id,
        title=new.title,
        state=filing.state,
        medium=new.medium or Medium.ELECTRONIC.value,
        purpose=new.purpose,
        basis=new.basis,
        review_months=folder.review_months,
        next_review=_first_review(folder, filing, now),
        retention=filing.retention,
        missing=list(filing.missing),
        path="",
        created_by_id=actor.user_id,
        created_at=now,
    )


def _number(session: Session, filing: Filing, folder: Folder, actor: Actor, now: datetime) -> str:
    library = str(session.info.get("library", "ZLW"))
    where = {"library": library, "folder_code": folder.code}
    if filing.number is not None:
        return numbering.issue_archive(
            session, **where, form_number=filing.number, subject=filing.new.title, actor=actor, now=now
        )
    unit = session.get_one(Unit, filing.new.unit_id)
    return numbering.issue_document(
        session, **where, pattern=folder.pattern, unit_code=unit.code, subject=filing.new.title, actor=actor, now=now
    )


def _first_review(folder: Folder, filing: Filing, now: datetime) -> date | None:
    """What was never reviewed counts from its publication; where that day is missing it is due at once (A-43)."""
    if folder.review_months is None or filing.state is not State.CURRENT:
        return None
    return (
        rules.review_due(local_day(filing.published_at), folder.review_months)
        if filing.published_at
        else local_day(now)
    )


def _version(document: Document, filing: Filing, actor: Actor, now: datetime) -> Version:
    new, number = filing.new, VersionNumber.parse(filing.new.version)
    return Version(
        document_id=document.id,
        major=number.major,
        minor=number.minor,
        state=filing.state,
        title=new.title,
        author=new.author,
        author_id=actor.user_id,
        written_on=new.written_on,
        secrecy=new.secrecy,
        use_scope=new.use_scope,
        level=new.level,
        notes=list(new.notes),
        reason=filing.reason,
        published_at=filing.published_at,
        published_by=actor.name if filing.published_at else "",
        effective_on=local_day(filing.published_at) if filing.published_at else None,
        created_at=now,
    )
