"""`docsys rebuild`: the whole of it, over a database that is empty."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from docsys import audit, jobs
from docsys.db import Database
from docsys.documents import queries
from docsys.documents.announcing import EXTRACT
from docsys.documents.models import Document, Version
from docsys.documents.rebuilding import copying, restoring, telling
from docsys.documents.rebuilding.copying import Step
from docsys.documents.rebuilding.telling import Told, Trouble
from docsys.documents.rules import State
from docsys.errors import Refused
from docsys.numbering import restoring as numbers
from docsys.numbering.actions import LEDGER
from docsys.numbering.jobs import NAME as LEDGER_TABLE
from docsys.numbering.models import LedgerEntry
from docsys.numbering.restoring import Line
from docsys.numbering.rules import NumberState
from docsys.people.rules import SYSTEM
from docsys.search.extraction import extract
from docsys.search.jobs import take_up
from docsys.vault.models import StoredFile
from docsys.vault.snapshot import FOLDER as SNAPSHOTS

ENDED = {
    State.ABOLISHED.value: (NumberState.RETIRED, "文档废止"),
    State.DESTROYED.value: (NumberState.RETIRED, "保存期满销毁"),
    State.WITHDRAWN.value: (NumberState.VOID, "撤回"),
}
RENUMBERED = "改用现编号"
UNEXPLAINED = "重建时只见文件夹，没有可用的元数据"
Steps = Callable[[str, int], AbstractContextManager[Step]]


class NotEmpty(Refused):
    message: ClassVar[str] = (
        "数据库中已有 {count} 份文档或编号，不能重建。请用 DOCSYS_HOME 或 database_url 指定一个空的数据库。"
    )


class NothingThere(Refused):
    message: ClassVar[str] = "“{source}”中没有任何元数据.json，不是文档库或其备份。请核对 --from 的路径。"


@dataclass
class Rebuilt:
    """What was made anew, and what could not be."""

    documents: int = 0
    versions: int = 0
    files: int = 0
    numbers: int = 0
    failed: list[Trouble] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"ok": not self.failed}


def check_empty(database: Database) -> None:
    """Raises NotEmpty; a database without tables is empty."""
    if not inspect(database.engine).has_table(Document.__tablename__):
        return
    with database.read() as session:
        count = sum(
            session.scalar(select(func.count()).select_from(one)) or 0 for one in (Document, LedgerEntry, StoredFile)
        )
    if count:
        raise NotEmpty(count=count)


@dataclass(frozen=True)
class Library:
    """What lies at the source."""

    source: Path
    files: list[str]
    folders: list[str]
    told: list[Told]
    troubles: list[Trouble]
    ledger: list[Line] = field(default_factory=list)


def look(source: Path) -> Library:
    """Everything that can be known before anything is written.

    Raises:
        NothingThere: no folder explains itself.
    """
    files = list(copying.files(source))
    told, troubles = telling.read_all(source, files)
    if not told:
        raise NothingThere(source=source)
    ledger, damaged = _ledger(source)
    return Library(source, files, list(copying.folders(source)), told, [*troubles, *damaged], ledger)


def _ledger(source: Path) -> tuple[list[Line], list[Trouble]]:
    path = f"{SNAPSHOTS}/{LEDGER_TABLE}"
    try:
        return numbers.read((source / path).read_bytes()), []
    except FileNotFoundError:
        return [], []
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [], [Trouble(path, f"编号台账不能识别（{type(error).__name__}），编号按文件夹重建")]


def rebuild(database: Database, archive: Path, library: Library, now: datetime, steps: Steps) -> Rebuilt:
    """The files, the rows in one act, then the texts. Killed in the midst, the database is as empty as before; killed among
    the texts, the worker reads the others.
    """
    hashes: dict[str, str] = {}
    if library.source.resolve() != archive.resolve():
        with steps("复制文件", len(library.files)) as step:
            hashes = copying.bring(library.source, archive, library.files, step)
    with steps("核对文件", len(library.told)) as step:
        troubles = [*library.troubles, *_verify(archive, library.told, hashes, step)]
    with database.act() as session:
        rebuilt = _restore(session, archive, library, now)
    rebuilt.failed = [*troubles, *rebuilt.failed]
    with database.read() as session:
        wanted = list(session.scalars(select(Document.id).order_by(Document.id)))
    with steps("提取正文", len(wanted)) as step:
        for document_id in wanted:
            _read_text(database, archive, document_id)
            step("")
    return rebuilt


def _verify(archive: Path, told: Iterable[Told], hashes: Mapping[str, str], step: Step) -> Iterator[Trouble]:
    """Whether the bytes are those that were approved."""
    for one in told:
        for file in _files(one):
            path = archive / file["path"]
            if not path.is_file():
                yield Trouble(file["path"], f"{one.number} 的文件缺失")
            elif (found := hashes.get(file["path"]) or copying.hash_of(path)) != file["sha256"]:
                yield Trouble(file["path"], f"{one.number} 的文件与登记不符：应为 {file['sha256']}，实为 {found}")
        step(one.number)


def _files(told: Told) -> Iterator[Mapping[str, Any]]:
    for one in (*told.data["versions"], *(told.data.get("attachments") or [])):
        if one.get("file") and not one["file"].get("erased_at"):
            yield one["file"]


def _restore(session: Session, archive: Path, library: Library, now: datetime) -> Rebuilt:
    place = restoring.Place.of(session, now)
    for code, name in telling.folders_on_disk(library.folders):
        if code[:2] in place.folders:
            place.folder(code, name)
    troubles = []
    for told in library.told:
        try:
            with session.begin_nested():
                restoring.restore(place, told, printed=any((archive / told.where).glob("*_属性页.pdf")))
        except (LookupError, TypeError, ValueError, IntegrityError) as error:
            reason = f"{told.number} 的元数据不能用（{type(error).__name__}），请核对后手工登记"
            troubles.append(Trouble(told.where, reason))
            place = restoring.Place.of(session, now)
    count = numbers.restore(session, _lines(library, now))
    jobs.enqueue(session, LEDGER, {}, now=now, key=LEDGER)
    made = [session.scalar(select(func.count()).select_from(one)) or 0 for one in (Document, Version, StoredFile)]
    rebuilt = Rebuilt(made[0], made[1], made[2], count, troubles)
    detail = {"source": str(library.source), "documents": rebuilt.documents, "numbers": rebuilt.numbers}
    audit.record(session, "library.rebuild", SYSTEM, str(archive), now=now, detail=detail)
    return rebuilt


def _lines(library: Library, now: datetime) -> Iterator[Line]:
    """The ledger of the table; what has come about since, as the folders tell it; and numbers only folders bear."""
    table = {line.number: line for line in library.ledger}
    for told in library.told:
        at = telling.moment((told.data.get("created") or {}).get("at")) or now
        state, reason = ENDED.get(told.data["state"], (NumberState.ACTIVE, ""))
        lines = [*numbers.borne(told.number, at=at, state=state, subject=told.data["title"], reason=reason)]
        for former in told.former_numbers:
            lines += numbers.borne(
                former,
                at=at,
                state=NumberState.RETIRED,
                subject=told.data["title"],
                successor=told.number,
                reason=RENUMBERED,
            )
        for line in lines:
            entered = table.get(line.number)
            if entered is None:
                table[line.number] = line
            elif entered.state is NumberState.ACTIVE and line.state is not NumberState.ACTIVE:
                table[line.number] = replace(entered, state=line.state, reason=line.reason, successor=line.successor)
    yield from table.values()
    for number in telling.numbers_on_disk(library.folders):
        yield from numbers.borne(number, at=now, state=NumberState.VOID, reason=UNEXPLAINED)


def _read_text(database: Database, archive: Path, document_id: int) -> None:
    """What is in force is found by its words as soon as the rebuild ends."""
    with database.read() as session:
        version = queries.current(session, document_id)
        if version is None or version.file is None:
            return
        path, name = archive / version.file.path, version.file.original_name
    found = extract(path, name)
    with database.act() as session:
        take_up(session, document_id, found)
        jobs.withdraw(session, f"{EXTRACT}:{document_id}")
