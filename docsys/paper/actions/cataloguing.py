"""A document that exists on paper alone is entered into the catalogue: number, folder, marks, and its copies (R-4.3.1-1)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from docsys.documents.actions import NewDraft
from docsys.documents.actions.filing import Filing, file_document
from docsys.documents.models import Document
from docsys.documents.rules import Medium, State, missing_marks
from docsys.folders import queries as folders
from docsys.folders.rules import FolderKind, check_open
from docsys.paper.actions.copies import NewCopies, register
from docsys.people.rules import Actor, Permission, require


def file_paper(session: Session, new: NewDraft, copies: NewCopies, *, actor: Actor, now: datetime) -> Document:
    """Enter it as current (控制类) or archived (记录类), without a file; the marks it lacks are listed as 待补."""
    require(actor, Permission.DOCUMENT_REGISTER, new.unit_id)
    require(actor, Permission.PAPER_KEEP, new.unit_id)
    folder = folders.by_code(session, new.folder_code)
    check_open(folder.code, closed=folder.closed_at is not None)
    state = State.CURRENT if folder.kind is FolderKind.CONTROLLED else State.ARCHIVED
    marks: dict[str, object] = {name: getattr(new, name, None) for name in ("title", "author", "version", "notes")}
    marks |= {"number": "given", "secrecy": new.secrecy, "use_scope": new.use_scope, "level": new.level}
    missing = tuple(missing_marks(marks | {"published_at": None}))
    on_paper = replace(new, medium=Medium.PAPER.value)
    document = file_document(session, Filing(on_paper, state, missing=missing), None, "", actor=actor, now=now)
    register(session, document.id, copies, actor=actor, now=now)
    return document
