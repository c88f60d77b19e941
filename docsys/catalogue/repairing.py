"""Mending what the check found: one named repair for each class, which mends its own line and nothing else.

Nothing is deleted and nothing overwritten: what nobody knows goes to 待查, where a person looks at it. Each repair looks
again before it acts, so a line that is out of date mends nothing.
"""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from docsys import audit
from docsys.catalogue.checking import Outcome, check, digest
from docsys.catalogue.rules import Defect, DefectKind
from docsys.clock import local
from docsys.db import Database
from docsys.documents import announcing
from docsys.documents.models import Document
from docsys.errors import DocsysError, Refused
from docsys.mirror import queries as mirror
from docsys.people.rules import Actor
from docsys.settings import Settings
from docsys.vault.models import StoredFile
from docsys.vault.staging import sync_folder

ASIDE = "待查"
LABELS: Mapping[DefectKind, str] = {
    DefectKind.NO_FOLDER: "从备份恢复",
    DefectKind.NO_ENTRY: "移至待查",
    DefectKind.NO_FILE: "从备份恢复",
    DefectKind.UNKNOWN_FILE: "移至待查",
    DefectKind.SECOND_FILE: "移至待查",
    DefectKind.WRONG_PLACE: "移回原处",
    DefectKind.WRONG_NAME: "改回规定名称",
    DefectKind.WRONG_HASH: "从备份恢复",
}


class Vanished(Refused):
    message = "“{path}”已不在原处，请重新检查。"


class PlaceTaken(Refused):
    message = "“{path}”已经存在，未作改动。请先查明后重新检查。"


class CopyDiffers(Refused):
    message = "备份中的“{path}”与登记时的内容不符，未恢复。请从数据库快照或更早的备份中查找。"


@dataclass(frozen=True)
class Bench:
    """What a repair works with."""

    settings: Settings
    database: Database
    now: datetime

    @property
    def archive(self) -> Path:
        return self.settings.archive


def repair(bench: Bench, defect: Defect, actor: Actor) -> Outcome:
    """Mend one line, and write down that it was, or why not."""
    reason = ""
    try:
        WAYS[defect.kind](bench, defect)
    except (DocsysError, OSError) as error:
        reason = error.sentence if isinstance(error, DocsysError) else str(error)
    detail = {"kind": defect.kind.value, "path": defect.path, "way": LABELS[defect.kind], "reason": reason}
    result = "refused" if reason else "ok"
    with bench.database.act() as session:
        audit.record(session, "catalogue.repair", actor, defect.number, now=bench.now, detail=detail, result=result)
        document = session.scalar(select(Document).where(Document.number == defect.number))
        if document is not None and not reason:
            announcing.remake(session, document, bench.now)
    return Outcome(defect.kind, defect.number, defect.path, reason)


def repair_all(bench: Bench, actor: Actor) -> list[Outcome]:
    """Check and mend, folders before what lies in them, until nothing more can be mended."""
    outcomes: list[Outcome] = []
    tried: set[Defect] = set()
    while True:
        found = [one for one in check(bench.database, bench.archive, bench.now).defects if one not in tried]
        folders = [one for one in found if one.kind in {DefectKind.WRONG_PLACE, DefectKind.WRONG_NAME}]
        if not found:
            return outcomes
        for defect in folders or found:
            outcomes.append(repair(bench, defect, actor))
            tried.add(defect)


def _set_aside(bench: Bench, defect: Defect) -> None:
    """To 待查, under the moment and its former place."""
    _rename(bench.archive, defect.path, f"{ASIDE}/{local(bench.now):%Y%m%d-%H%M%S}/{defect.path}")


def _put_right(bench: Bench, defect: Defect) -> None:
    """A folder or file back to its place and name."""
    _rename(bench.archive, defect.path, defect.expected)


def _restore_folder(bench: Bench, defect: Defect) -> None:
    """The folder with every file that the database knows in it; each is proven before any is placed."""
    with bench.database.read() as session:
        below = StoredFile.path.startswith(f"{defect.path}/", autoescape=True)
        files = {file.path: file.sha256 for file in session.scalars(select(StoredFile).where(below))}
    for path, sha256 in files.items():
        _restore(bench, path, sha256)
    (bench.archive / defect.path).mkdir(parents=True, exist_ok=True)


def _restore_file(bench: Bench, defect: Defect) -> None:
    with bench.database.read() as session:
        sha256 = session.scalar(select(StoredFile.sha256).where(StoredFile.path == defect.expected))
    if sha256 is None:
        raise Vanished(path=defect.expected)
    # The folder may lie elsewhere; the copy on the mirror lies where it belongs.
    _restore(bench, defect.expected, sha256, defect.path)


def _restore_damaged(bench: Bench, defect: Defect) -> None:
    """The good copy first, in a folder beside; only then does the damaged file give way to it."""
    with bench.database.read() as session:
        sha256 = session.scalar(select(StoredFile.sha256).where(StoredFile.path == defect.expected))
    with tempfile.TemporaryDirectory(prefix=".repair-", dir=bench.archive) as scratch:
        copy = _fetch(bench, defect.expected, sha256 or "", Path(scratch))
        _set_aside(bench, defect)
        _place(copy, bench.archive / defect.path)


def _restore(bench: Bench, path: str, sha256: str, to: str | None = None) -> None:
    target = bench.archive / (to or path)
    if target.exists():
        raise PlaceTaken(path=to or path)
    with tempfile.TemporaryDirectory(prefix=".repair-", dir=bench.archive) as scratch:
        _place(_fetch(bench, path, sha256, Path(scratch)), target)


def _fetch(bench: Bench, path: str, sha256: str, scratch: Path) -> Path:
    """The mirror's copy of one file, proven by the hash of its row."""
    copy = mirror.restore(bench.settings, path, scratch)[0].to
    if digest(copy) != sha256:
        raise CopyDiffers(path=path)
    return copy


def _place(copy: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    copy.replace(target)
    sync_folder(target.parent)


def _rename(archive: Path, source: str, target: str) -> None:
    old, new = archive / source, archive / target
    if not old.exists() and not old.is_symlink():
        raise Vanished(path=source)
    if new.exists():
        raise PlaceTaken(path=target)
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(old, new)
    sync_folder(new.parent)
    sync_folder(old.parent)


WAYS: Mapping[DefectKind, Callable[[Bench, Defect], None]] = {
    DefectKind.NO_FOLDER: _restore_folder,
    DefectKind.NO_ENTRY: _set_aside,
    DefectKind.NO_FILE: _restore_file,
    DefectKind.UNKNOWN_FILE: _set_aside,
    DefectKind.SECOND_FILE: _set_aside,
    DefectKind.WRONG_PLACE: _put_right,
    DefectKind.WRONG_NAME: _put_right,
    DefectKind.WRONG_HASH: _restore_damaged,
}
