"""A package is planned out of rows, then written file by file: no transaction is open while bytes are read."""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from docsys import vault
from docsys.catalogue import directory, queries
from docsys.clock import local
from docsys.documents import queries as documents
from docsys.documents.jobs import PRINTS, made_path
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE
from docsys.people.models import Unit
from docsys.people.rules import Actor
from docsys.web.tables import csv_bytes

SUMS = "SHA256SUMS"
TABLE = "00_目录.csv"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Item:
    """One file: where it lies, what it is called in the package, and the hash of its row; "" for what docsys made."""

    path: Path
    name: str
    sha256: str = ""


@dataclass(frozen=True)
class Plan:
    numbers: Sequence[str]
    items: Sequence[Item]
    table: bytes


@dataclass(frozen=True)
class Packed:
    documents: int
    files: int
    size: int
    problems: Sequence[str]


def plan(session: Session, archive: Path, unit: Unit, actor: Actor) -> Plan:
    """Documents in force of `unit` that `actor` may take along, with their attachments and prints, and the catalogue of them."""
    conditions = (Document.unit_id == unit.id, Document.state.in_(EFFECTIVE), documents.downloadable(actor))
    found = documents.whole(session, actor, *conditions)
    items = [item for one in found for item in _items(session, archive, one)]
    table = csv_bytes(directory.HEAD, directory.rows(queries.lines(session, actor, *conditions)))
    return Plan([one.number for one in found], items, table)


def _items(session: Session, archive: Path, document: Document) -> Iterator[Item]:
    version = next((one for one in document.versions if one.state in EFFECTIVE), None)
    if version is None:
        return
    for file in (version.file, *(one.file for one in version.attachments)):
        if file is not None:
            yield Item(vault.resolve(session, archive, file), file.path, file.sha256)
    yield from _prints(archive, version)


def _prints(archive: Path, version: Version) -> Iterator[Item]:
    for what in PRINTS:
        name = made_path(version, what)
        if name is not None and (archive / name).is_file():
            yield Item(archive / name, name)


def pack(plan: Plan, target: Path, now: datetime) -> Packed:
    """Write the package beside `target` and put it there whole. What is missing or not as registered is named, not packed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    problems: list[str] = []
    stamp = local(now).timetuple()[:6]
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as book:
        sums = [_put(book, TABLE, plan.table, stamp)]
        for item in plan.items:
            if problem := _problem(item):
                problems.append(problem)
            else:
                sums.append(_copy(book, item, stamp))
        _put(book, SUMS, "".join(f"{digest}  {name}\n" for digest, name in sums).encode(), stamp)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
    return Packed(len(plan.numbers), len(sums) - 1, target.stat().st_size, problems)


def _problem(item: Item) -> str:
    if not item.path.is_file():
        return f"文件缺失：{item.name}"
    if item.sha256 and _digest(item.path) != item.sha256:
        return f"内容与登记时不同：{item.name}"
    return ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(book: zipfile.ZipFile, name: str, data: bytes, stamp: tuple[int, ...]) -> tuple[str, str]:
    book.writestr(_entry(name, stamp), data)
    return hashlib.sha256(data).hexdigest(), name


def _copy(book: zipfile.ZipFile, item: Item, stamp: tuple[int, ...]) -> tuple[str, str]:
    digest = _digest(item.path)
    with item.path.open("rb") as source, book.open(_entry(item.name, stamp), "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, CHUNK)
    return digest, item.name


def _entry(name: str, stamp: tuple[int, ...]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (stamp[0], stamp[1], stamp[2], stamp[3], stamp[4], stamp[5]))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
