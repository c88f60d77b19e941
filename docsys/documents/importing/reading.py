"""One foreign file: staged and read before any transaction, filed by 历史导入 together with its text."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from docsys import jobs, vault
from docsys.documents import actions, inputs
from docsys.documents.actions import NewDraft
from docsys.documents.announcing import EXTRACT
from docsys.documents.importing import rules
from docsys.documents.models import Document
from docsys.people.rules import Actor
from docsys.search.extraction import Extraction, extract
from docsys.search.extraction.limits import LIMITS, Limits
from docsys.search.extraction.suggesting import merged
from docsys.search.jobs import take_up
from docsys.vault import Staged


@dataclass(frozen=True)
class Suggested:
    """What name, properties and first page propose; a title there always is."""

    title: str
    author: str
    version: str
    written_on: date | None
    old_number: str


@dataclass(frozen=True)
class Taken:
    """A file that lies safe in the archive's staging, and what was read out of it."""

    staged: Staged
    name: str
    text: Extraction

    @property
    def suggested(self) -> Suggested:
        return suggest(self.name, self.text)


def take(archive: Path, path: Path, name: str, limits: Limits = LIMITS) -> Taken:
    """Copy and read the file at `path`, which is called `name`. Nothing refers to it yet.

    Raises:
        OSError: it cannot be read; StorageFull: no room for it.
    """
    with path.open("rb") as stream:
        staged = vault.stage(archive, stream)
    return Taken(staged, name, extract(archive / staged.path, name, limits))


def suggest(name: str, found: Extraction) -> Suggested:
    number = rules.old_number(name)
    first = found.pages[0].text if found.pages else ""
    said = merged(rules.without(name, number), found.properties, first)
    title = rules.line(said.title) or rules.line(name.rpartition(".")[0]) or rules.line(name)
    return Suggested(title, rules.line(said.author), inputs.version_of(said.version), said.written_on, number)


def file(  # noqa: PLR0913 - what an old file is filed with
    session: Session,
    new: NewDraft,
    taken: Taken,
    *,
    actor: Actor,
    now: datetime,
    old_number: str = "",
    reason: str = "",
) -> Document:
    """By 历史导入, findable by its text at once: nobody need read the file a second time."""
    document = actions.file_history(
        session, new, taken.staged, taken.name, actor=actor, now=now, old_number=old_number or None, reason=reason
    )
    take_up(session, document.id, taken.text)
    jobs.withdraw(session, f"{EXTRACT}:{document.id}")
    return document
