"""What is left after a bad day, compared with what people were told: nothing lost, nothing twice, nothing half."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import file_digest
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from docsys.clock import SystemClock
from docsys.db import Database
from docsys.documents.models import Document, Version
from docsys.documents.rules import State
from docsys.jobs.models import Job
from docsys.jobs.models import State as JobState
from docsys.numbering.models import LedgerEntry
from docsys.people.models import Confirmation
from docsys.vault.models import FileMove, StoredFile
from tests.fault.writers import Line
from tests.mirror.worlds import tree
from tests.serving import Caller, Served, until

MADE = ("_标识版.pdf", "_属性页.pdf", "_标识版.docx")
LIBRARIES = ("现行库", "草稿库", "历史版本", "作废库")
REACHED = {
    "registered": frozenset(State) - {State.WITHDRAWN},
    "submitted": frozenset({State.REVIEW, State.APPROVED, State.CURRENT}),
    "approved": frozenset({State.APPROVED, State.CURRENT}),
    "asked": frozenset({State.APPROVED, State.CURRENT}),
    "published": frozenset({State.CURRENT}),
}


def settle_down(served: Served, database: Database) -> None:
    """Until the worker has done what was left to do. Leases of dead workers are ended, not waited for."""
    past = SystemClock().now() - timedelta(seconds=1)
    with database.act() as session:
        session.execute(update(Job).where(Job.state == JobState.RUNNING.value).values(lease_until=past))
        session.execute(update(Job).where(Job.state == JobState.WAITING.value).values(run_at=past))
    until(lambda: open_work(database) == {}, f"an empty outbox: {open_work(database)}; {served.log}", patience=300)
    until(lambda: served.mirror().get("in_step"), "the mirror in step")


def open_work(database: Database) -> dict[str, int]:
    """Jobs and file moves that are not done, counted by kind."""
    undone = Job.state.in_((JobState.WAITING.value, JobState.RUNNING.value))
    with database.read() as session:
        found: dict[str, int] = dict(
            session.execute(select(Job.kind, func.count()).where(undone).group_by(Job.kind)).all()
        )
        moves = session.scalar(select(func.count()).select_from(FileMove).where(FileMove.done_at.is_(None)))
    return found | ({"moves": moves} if moves else {})


def failed_jobs(session: Session) -> list[str | None]:
    return list(session.scalars(select(Job.error).where(Job.state == JobState.FAILED.value)))


def lost(session: Session, archive: Path, told: Iterable[Line]) -> list[str]:
    """What somebody was told and is not so."""
    return [f"{line.step} {line.document_id}: {what}" for line in told if (what := _missing(session, archive, line))]


def _missing(session: Session, archive: Path, line: Line) -> str:
    document = session.get(Document, line.document_id)
    version = session.scalar(select(Version).where(Version.document_id == line.document_id))
    if document is None or version is None or version.file is None:
        return "no row"
    if document.state not in REACHED[line.step]:
        return f"state {document.state}"
    if version.file.sha256 != line.sha256 or _hash(archive / version.file.path) != line.sha256:
        return f"other bytes at {version.file.path}"
    if line.number and document.number != line.number:
        return f"number {document.number} instead of {line.number}"
    return _missing_beside(session, document, version.file.path, line.step)


def _missing_beside(session: Session, document: Document, path: str, step: str) -> str:
    """Its place, the confirmation, the entry of its number."""
    if step == "published" and not path.startswith("现行库/"):
        return f"in force at {path}"
    asked = select(Confirmation.id).where(Confirmation.subject == document.number)
    if step in {"asked", "published"} and session.scalar(asked) is None:
        return "no confirmation"
    ledger = select(LedgerEntry.id).where(LedgerEntry.number == document.number, LedgerEntry.subject == document.title)
    return "" if session.scalar(ledger) else "not in the ledger of numbers"


def unfindable(caller: Caller, published: Iterable[Line]) -> list[str]:
    """Documents in force that their own words do not find."""
    return [line.number for line in published if line.number not in caller.get(f"/search?q={quote(line.word)}").text]


def twice(session: Session, told: Sequence[Line]) -> list[str]:
    """Numbers that two documents bear, or that two people were told."""
    held = Counter(session.scalars(select(Document.number)))
    numbers = Counter(number for _id, number in {(line.document_id, line.number) for line in told if line.number})
    return [number for number, count in [*held.items(), *numbers.items()] if count > 1]


def half_files(session: Session, archive: Path) -> list[str]:
    """Files in the library that no row knows, rows whose file is not there or has other bytes, prints that break off."""
    rows = {file.path: file.sha256 for file in session.scalars(select(StoredFile))}
    found = {
        path.relative_to(archive).as_posix(): path
        for library in LIBRARIES
        for path in (archive / library).rglob("*")
        if path.is_file()
    }
    strange = [f"no row: {name}" for name, path in found.items() if name not in rows and not is_whole_print(path)]
    missing = [f"not there: {name}" for name in rows if name not in found]
    return (
        strange + missing + [f"other bytes: {name}" for name in rows.keys() & found if _hash(found[name]) != rows[name]]
    )


def is_whole_print(path: Path) -> bool:
    """One of the files that docsys makes beside the approved one, from its first byte to its last."""
    if path.name.startswith("00_目录"):
        return path.suffix != ".pdf" or _is_whole_pdf(path)
    if path.name == "元数据.json":
        return isinstance(json.loads(path.read_text("utf-8")), dict)
    return path.name.endswith(MADE) and (path.suffix != ".pdf" or _is_whole_pdf(path))


def _is_whole_pdf(path: Path) -> bool:
    data = path.read_bytes()
    return data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")


def different_on_the_mirror(served: Served) -> list[str]:
    """Paths that library and mirror do not both have, alike."""
    backup = served.settings.backup
    assert backup
    here, there = tree(served.settings.archive), tree(backup)
    return sorted(path for path in here.keys() | there.keys() if here.get(path, "-") != there.get(path, "-"))


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return "no file"
