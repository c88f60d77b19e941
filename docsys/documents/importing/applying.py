"""Taking the files of a tree over, one act each: what was imported stays so, whatever becomes of the rest."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.clock import Clock
from docsys.db import Database
from docsys.documents import queries
from docsys.documents.actions import NewDraft
from docsys.documents.importing import manifest, reading, rules
from docsys.documents.importing.manifest import ANYWAY, Row
from docsys.documents.importing.planning import Candidate, Left
from docsys.documents.importing.rules import Place
from docsys.documents.models import Document, Version
from docsys.documents.rules import State
from docsys.errors import DocsysError, StorageFull
from docsys.folders.models import Folder
from docsys.people.models import Unit
from docsys.people.rules import Actor
from docsys.search.extraction import extract
from docsys.search.extraction.limits import FIRST_PAGE
from docsys.vault.models import StoredFile
from docsys.vault.staging import CHUNK

NO_FOLDER = "无法判断归入哪个文件夹，请用 --into 或在清单中指定"
CHANGED = "文件在生成清单之后有改动，请重新生成清单"
NOT_LISTED = "不在清单中"


@dataclass(frozen=True)
class Work:
    """What an import runs with; `listed` is the edited manifest, or None."""

    database: Database
    archive: Path
    clock: Clock
    actor: Actor
    root: Path
    into: str | None
    unit: str
    listed: Mapping[str, Row] | None = None


@dataclass
class Report:
    """The JSON of house 8. `documents` are those imported; `rows` the manifest of a trial run."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def leave(self, left: Left) -> None:
        (self.failed if left.failed else self.skipped).append({"path": left.path, "reason": left.reason})

    def as_data(self) -> dict[str, Any]:
        return {
            "imported": len(self.documents),
            "skipped": self.skipped,
            "failed": self.failed,
            "documents": self.documents,
        }


Step = Callable[[str], None]


def run(work: Work, found: Sequence[Candidate], report: Report, step: Step) -> None:
    """Import each; a file that fails is reported and the others go on, unless the disk is full."""
    places = known_places(work.database)
    for at, candidate in enumerate(found):
        try:
            outcome = _import(work, candidate, places)
        except StorageFull as error:
            for other in found[at:]:
                report.leave(Left(other.shown, error.sentence, failed=True))
            return
        except DocsysError as error:
            outcome = Left(candidate.shown, sentence_of(error), failed=True)
        except OSError as error:
            outcome = Left(candidate.shown, unreadable(error), failed=True)
        if isinstance(outcome, Left):
            report.leave(outcome)
        else:
            report.documents.append(outcome)
        step(candidate.name)


def unreadable(error: OSError) -> str:
    return f"文件无法读取：{error.strerror}"


def sentence_of(error: DocsysError) -> str:
    fields: Mapping[str, list[str]] = getattr(error, "fields", {})
    return " ".join([error.sentence, *(f"{name}：{'；'.join(said)}" for name, said in fields.items())])


def _import(work: Work, candidate: Candidate, places: Sequence[Place]) -> dict[str, Any] | Left:
    if work.listed is None:
        return take_over(work, candidate, Row(candidate.shown), places)
    if candidate.shown not in work.listed:
        return Left(candidate.shown, NOT_LISTED)
    row = work.listed[candidate.shown]
    if row.duplicate and row.duplicate != ANYWAY:
        return Left(candidate.shown, f"与 {row.duplicate} 内容相同")
    return take_over(work, candidate, row)


Also = Callable[[Session, Document], None]


def take_over(
    work: Work, candidate: Candidate, row: Row, places: Sequence[Place] | None = None, also: Also | None = None
) -> dict[str, Any] | Left:
    """One file in one act; with `places` its row is proposed first. `also` is done in the same transaction.

    Raises:
        DocsysError: it is refused; OSError: it cannot be read.
    """
    # Before the copy: a second run over what is imported already costs a reading each, and no staging.
    sha256 = hash_of(candidate.path)
    if left := _why_not(work, candidate, row, sha256):
        return left
    taken = reading.take(work.archive, candidate.path, candidate.name)
    if places is not None:
        row = proposed(work, candidate, reading.suggest(candidate.name, taken.text), places)
    if not row.folder:
        return Left(candidate.shown, NO_FOLDER, failed=True)
    if row.sha256 and row.sha256 != taken.staged.sha256:
        return Left(candidate.shown, CHANGED, failed=True)
    with work.database.act() as session:
        # Again, now that nobody else can write: two imports at once double nothing.
        if left := _twin(work, session, candidate, row, taken.staged.sha256):
            return left
        document = _file(session, work, row, taken)
        if also is not None:
            also(session, document)
        return {
            "path": row.path,
            "number": document.number,
            "title": document.title,
            "missing": list(document.missing),
        }


def _why_not(work: Work, candidate: Candidate, row: Row, sha256: str) -> Left | None:
    if row.sha256 and row.sha256 != sha256:
        return Left(candidate.shown, CHANGED, failed=True)
    with work.database.read() as session:
        return _twin(work, session, candidate, row, sha256)


def _twin(work: Work, session: Session, candidate: Candidate, row: Row, sha256: str) -> Left | None:
    """What the library holds already: this very file of an earlier run, or the same bytes from elsewhere."""
    if own := imported_as(session, candidate.shown, sha256):
        return Left(candidate.shown, f"已导入为 {own.number}")
    if row.duplicate == ANYWAY:
        return None
    found = queries.twins(session, sha256, work.actor)
    return Left(candidate.shown, f"与 {found[0].number}《{found[0].title}》内容相同") if found else None


def imported_as(session: Session, shown: str, sha256: str) -> Document | None:
    """The document that an earlier run made of this very file."""
    query = select(Document).join(Version, Version.document_id == Document.id)
    query = query.join(StoredFile, StoredFile.id == Version.file_id).where(StoredFile.sha256 == sha256)
    own = (Version.reason == rules.origin(shown), Version.state != State.WITHDRAWN)
    return session.scalars(query.where(*own).order_by(Document.id).limit(1)).first()


def _file(session: Session, work: Work, row: Row, taken: reading.Taken) -> Document:
    now = work.clock.now()
    unit = session.scalar(select(Unit.id).where(Unit.code == (row.unit or work.unit)))
    if unit is None:
        raise DocsysError(message="没有代码为“{code}”的单位。", code=row.unit or work.unit)
    return reading.file(
        session,
        draft(row, unit),
        taken,
        actor=work.actor,
        now=now,
        old_number=row.old_number,
        reason=rules.origin(row.path),
    )


def draft(row: Row, unit_id: int) -> NewDraft:
    """The marks of a row; a title there must be, and where the list has none the file's name is it."""
    name = row.path.rpartition("/")[2]
    return NewDraft(
        folder_code=row.folder.partition(" ")[0].upper(),
        unit_id=unit_id,
        title=rules.line(row.title) or rules.line(name.rpartition(".")[0]) or rules.line(name),
        author=rules.line(row.author),
        written_on=manifest.day(row.written_on),
        version=row.version.strip() or "V1.0",
        secrecy=row.secrecy,
        use_scope=row.use_scope.strip(),
        level=row.level,
    )


def proposed(work: Work, candidate: Candidate, said: reading.Suggested, places: Sequence[Place]) -> Row:
    """The row that names, properties and first page propose for a file."""
    folders = [work.root.name, *candidate.shown.split("/")[:-1]]
    written_on: date | None = said.written_on
    return Row(
        path=candidate.shown,
        folder=rules.propose(folders, candidate.name, places, work.into) or "",
        unit=work.unit,
        title=said.title,
        author=said.author,
        version=said.version,
        written_on=written_on.isoformat() if written_on else "",
        old_number=said.old_number,
    )


def try_out(work: Work, found: Iterable[Candidate], report: Report, step: Step) -> None:
    """The manifest, without writing anything to the library."""
    places, first = known_places(work.database), dict[str, str]()
    for candidate in found:
        try:
            row = _row(work, candidate, places, first)
        except OSError as error:
            report.leave(Left(candidate.shown, unreadable(error), failed=True))
        else:
            report.rows.append(row)
        step(candidate.name)


def _row(work: Work, candidate: Candidate, places: Sequence[Place], first: dict[str, str]) -> Row:
    """`first` keeps which file of the tree had these bytes first."""
    sha256, row = look(work, candidate, places)
    with work.database.read() as session:
        left = _twin(work, session, candidate, row, sha256)
    same = first.setdefault(sha256, candidate.shown)
    duplicate = "" if same == candidate.shown else same
    note = left.reason if left else "" if row.folder else NO_FOLDER
    return Row(**{**vars(row), "sha256": sha256, "duplicate": duplicate, "note": note})


def look(work: Work, candidate: Candidate, places: Sequence[Place]) -> tuple[str, Row]:
    """The hash of a file and what is proposed for it; nothing is written."""
    sha256 = hash_of(candidate.path)
    said = reading.suggest(candidate.name, extract(candidate.path, candidate.name, FIRST_PAGE))
    return sha256, proposed(work, candidate, said, places)


def known_places(database: Database) -> list[Place]:
    """The folders that take documents: open ones below a category."""
    query = select(Folder.code, Folder.name).where(Folder.depth > 1, Folder.closed_at.is_(None)).order_by(Folder.code)
    with database.read() as session:
        return [Place(code, name) for code, name in session.execute(query)]


def hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
