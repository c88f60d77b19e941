"""保存期满销毁: the contents go, the entry stays. Whether it may be, and who says so, the room of retention knows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys import vault
from docsys.documents import announcing, places
from docsys.documents.jobs import PRINTS, made_path
from docsys.documents.models import Document
from docsys.documents.rules import LIFE
from docsys.numbering import actions as numbering
from docsys.numbering import queries as numbers
from docsys.numbering.rules import NumberState
from docsys.people.rules import SYSTEM, Actor
from docsys.vault.models import StoredFile


def destroy(
    session: Session, document_id: int, told: Mapping[str, Any], *, actor: Actor, now: datetime
) -> list[StoredFile]:
    """已归档 or 已废止 → 已销毁: every file of every version is erased; what it was called, its hashes and who decided remain.

    `told` is what its folder says of it for ever. Answers the rows of what was erased.

    Raises:
        TransitionForbidden: it is in force, or destroyed already.

    """
    document = session.get_one(Document, document_id, with_for_update=True)
    document.state = LIFE.transition(document.state, "destroy").after(document.state)
    document.keeping = {**document.keeping, "destroyed": dict(told)}
    files = _erase(session, document, now)
    for version in document.versions:
        version.state = document.state
    target = places.abolished_folder(document)
    if document.path != target:
        vault.move(session, document.path, target, now)
        document.path = target
    if numbers.entry(session, document.number).state is NumberState.ACTIVE:
        numbering.retire(session, document.number, reason="保存期满销毁", successor=None, actor=SYSTEM, now=now)
    announcing.changed(session, document, "destroy", actor=actor, now=now, detail=told)
    return files


def _erase(session: Session, document: Document, now: datetime) -> list[StoredFile]:
    """The files as they came, and what was made of them."""
    found: list[StoredFile] = []
    for version in document.versions:
        if version.file is not None:
            found.append(version.file)
        found += [one.file for one in version.attachments]
        for path in filter(None, (made_path(version, what) for what in PRINTS)):
            vault.erase(session, path, now)
    for file in found:
        vault.erase(session, file.path, now)
    return found
