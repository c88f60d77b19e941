"""Attachments of a draft: added, taken away, and moved along with their version (`…-F01`)."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from docsys import vault
from docsys.documents import announcing, places, rules
from docsys.documents.actions.drafting import draft_of
from docsys.documents.models import Attachment, Version
from docsys.errors import NotFound, Refused
from docsys.people.rules import Actor
from docsys.vault import Staged
from docsys.vault.media import media_type

MOST = 99


class TooManyAttachments(Refused):
    message: ClassVar[str] = "每个版本最多 {most} 个附件，请合并后再添加。"


def attach(  # noqa: PLR0913 - what an attachment is added with
    session: Session, document_id: int, file: Staged, original_name: str, title: str, *, actor: Actor, now: datetime
) -> Attachment:
    """One more file for a draft, under the next `F` number. Without a title it is called as the upload was.

    Raises:
        NotADraft: the version is under review or in force.

    """
    document, version = draft_of(session, document_id, actor, now)
    ordinal = max((one.ordinal for one in version.attachments), default=0) + 1
    if ordinal > MOST:
        raise TooManyAttachments(most=MOST)
    named = (" ".join(title.split()) or rules.SUFFIX.sub("", original_name) or original_name)[:200]
    target = places.attachment_path(places.draft_folder(document, version), version, ordinal, named, original_name)
    kind = media_type(original_name)
    stored = vault.adopt(session, file, target=target, original_name=original_name, media_type=kind, now=now)
    added = Attachment(ordinal=ordinal, title=named, file=stored, added_by=actor.name, added_at=now)
    version.attachments.append(added)
    detail = {"attachment": f"F{ordinal:02} {named}", "sha256": file.sha256}
    announcing.changed(session, document, "attach", actor=actor, now=now, detail=detail)
    return added


def detach(session: Session, document_id: int, attachment_id: int, *, actor: Actor, now: datetime) -> None:
    """Take an attachment of a draft away; its file goes to the history of drafts."""
    document, version = draft_of(session, document_id, actor, now)
    removed = next((one for one in version.attachments if one.id == attachment_id), None)
    if removed is None:
        raise NotFound
    file = removed.file
    vault.move(session, file.path, f"{places.HISTORY}/草稿/{file.sha256[:16]}_{file.id}", now)
    session.delete(removed)
    session.flush()
    session.refresh(version, ["attachments"])
    detail = {"attachment": f"F{removed.ordinal:02} {removed.title}", "sha256": file.sha256}
    announcing.changed(session, document, "detach", actor=actor, now=now, detail=detail)


def move_attachments(session: Session, version: Version, folder: str, now: datetime) -> None:
    """After their version, under the number and version that they have now."""
    for one in version.attachments:
        target = places.attachment_path(folder, version, one.ordinal, one.title, one.file.original_name)
        vault.move(session, one.file.path, target, now)
