"""The check run over the library as it is: rows and disk read side by side, without a transaction open while files are hashed."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsys import vault
from docsys.catalogue.rules import Defect, DefectKind, Disk, Entry, Library, compare
from docsys.db import Database
from docsys.documents.models import Document, Version
from docsys.documents.places import ABOLISHED, DRAFTS, HISTORY, SCANS, VOLUMES
from docsys.documents.rules import EFFECTIVE
from docsys.folders import queries as folders
from docsys.folders.queries import Branch
from docsys.folders.rules import LIBRARY_ROOT, directory
from docsys.vault.models import FileMove, StoredFile

STORES = (LIBRARY_ROOT, DRAFTS, HISTORY, ABOLISHED, SCANS, VOLUMES)
MOST_TRIES = 3
RESULT = "catalogue-check.json"


@dataclass(frozen=True)
class Checked:
    """The outcome of one check."""

    at: datetime
    documents: int
    files: int
    defects: tuple[Defect, ...]
    outcomes: tuple["Outcome", ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of one line that was to be mended: `reason` is empty where it was."""

    kind: DefectKind
    number: str
    path: str
    reason: str


def check(database: Database, archive: Path, now: datetime, *, seen: Callable[[int], None] | None = None) -> Checked:
    """Compare entry, folder and file (R-4.3.4-6). A difference counts when nothing was moved while it was looked for.

    `seen` is told how many files are still to be hashed, for a bar.
    """
    for _ in range(MOST_TRIES):
        vault.settle(database, archive, now)
        with database.read() as session:
            library, mark = load(session), _last_move(session)
        if seen:
            seen(len(library.files))
        defects = compare(library, scan(archive), lambda path: digest(archive / path))
        with database.read() as session:
            if not defects or _last_move(session) == mark:
                break
    return Checked(now, len(library.entries), len(library.files), tuple(defects))


def load(session: Session) -> Library:
    """What the database expects of the disk."""
    columns = select(Document.number, Document.path, StoredFile.path, Version.state)
    rows = columns.outerjoin(Version, Version.id == Document.head_id).outerjoin(StoredFile)
    entries, kept = [], {}
    for number, path, file, state in session.execute(rows):
        if state in EFFECTIVE:
            entries.append(Entry(number, path, file))
        elif path:
            kept[path] = number
    files = dict(
        session.execute(select(StoredFile.path, StoredFile.sha256).where(StoredFile.erased_at.is_(None))).all()
    )
    return Library(dict(_directories(folders.tree(session))), tuple(entries), files, kept)


def _directories(branches: tuple[Branch, ...], above: tuple[tuple[str, str, int], ...] = ()) -> list[tuple[str, str]]:
    """Each folder's directory and code."""
    found = []
    for branch in branches:
        chain = (*above, (branch.folder.code, branch.folder.name, branch.folder.ordinal))
        found += [(directory(chain), branch.folder.code), *_directories(branch.branches, chain)]
    return found


def directories(session: Session) -> list[str]:
    """Every folder's directory, parents first."""
    return [path for path, _code in _directories(folders.tree(session))]


def scan(archive: Path) -> Disk:
    """The stores as they lie on disk; names that begin with a dot are nobody's, a link is a file and never followed."""
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    open_ones = [store for store in STORES if (archive / store).is_dir()]
    while open_ones:
        path = open_ones.pop()
        below: list[str] = []
        files: list[str] = []
        with os.scandir(archive / path) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if not entry.name.startswith("."):
                    (below if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
        found[path] = (tuple(below), tuple(files))
        open_ones += [f"{path}/{name}" for name in below]
    return Disk(found)


def digest(path: Path) -> str:
    """The SHA-256 of a plain file; of a link, or of what went away meanwhile, nothing that any row holds."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _last_move(session: Session) -> int:
    return session.scalar(select(func.max(FileMove.id))) or 0


def save(checked: Checked, var: Path) -> None:
    """Keep the outcome for the page."""
    told = asdict(checked) | {"at": checked.at.isoformat()}
    vault.write_atomically(var / RESULT, json.dumps(told, ensure_ascii=False).encode())


def last(var: Path) -> Checked | None:
    """The outcome of the last check that was kept."""
    path = var / RESULT
    if not path.is_file():
        return None
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    defects = tuple(Defect(**{**one, "kind": DefectKind(one["kind"])}) for one in told["defects"])
    outcomes = tuple(Outcome(**{**one, "kind": DefectKind(one["kind"])}) for one in told["outcomes"])
    return Checked(datetime.fromisoformat(told["at"]), told["documents"], told["files"], defects, outcomes)
