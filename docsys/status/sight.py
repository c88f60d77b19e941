"""Which paths of the library a person may be shown: the mirror knows no rights, and a path bears number and title (4.5.1)."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.documents.models import Document, Version
from docsys.documents.places import DRAFTS
from docsys.documents.queries import visible
from docsys.people.rules import Actor, Permission, scope

HIDDEN = "（您无权查看的文档）"
NUMBERED = re.compile(r"[A-Z]{2,5}-[A-Z0-9]+-")  # how numbers begin: ZLW-SC01-…, CG-2026-…
QUOTED = re.compile(r"“[^”]*”|'[^']*'|\"[^\"]*\"")
PATHS = re.compile(r"\S*(?:/|[A-Z]{2,5}-[A-Z0-9]+-)\S*")


@dataclass(frozen=True)
class Sight:
    """What a person may see: all of it, or what belongs to these documents and to none at all."""

    everything: bool = False
    folders: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    drafts: frozenset[str] = frozenset()

    def shows(self, path: str) -> bool:
        """What bears a number of no visible document is not shown, whether or not there is such a document."""
        if self.everything or self._is_of_visible(path):
            return True
        return not any(NUMBERED.match(part) for part in path.split("/"))

    def tells(self, text: str) -> str:
        """The words of an error; without names and paths for whom they might be news."""
        return text if self.everything else PATHS.sub(HIDDEN, QUOTED.sub(f"“{HIDDEN}”", text))

    def _is_of_visible(self, path: str) -> bool:
        parts = path.split("/")
        if parts[0] == DRAFTS and len(parts) > 1:
            return parts[1].rpartition("_")[2] in self.drafts
        above = ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
        return any(folder in self.folders for folder in above) or any(_number(part) in self.numbers for part in parts)


def of(session: Session, actor: Actor) -> Sight:
    if scope(actor, Permission.DOCUMENT_READ_ALL) is None:
        return Sight(everything=True)
    rows = session.execute(select(Document.path, Document.number, Document.old_number).where(visible(actor))).all()
    drafts = session.scalars(
        select(Version.id).join(Document, Version.document_id == Document.id).where(visible(actor))
    )
    return Sight(
        folders=frozenset(row.path for row in rows if row.path),
        numbers=frozenset(number for row in rows for number in (row.number, row.old_number) if number),
        drafts=frozenset(str(version_id) for version_id in drafts),
    )


def _number(part: str) -> str:
    return part.partition("_")[0]
