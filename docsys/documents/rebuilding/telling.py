"""What the 元数据.json files of a library tell: read with care, since they may be old, damaged or left behind."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from docsys.documents.jobs import METADATA
from docsys.documents.rules import State, VersionNumber
from docsys.errors import DocsysError
from docsys.folders.rules import LIBRARY_ROOT
from docsys.numbering.rules import parse

NUMBERED = re.compile(r"([A-Z]{2,6}-[A-Z0-9-]*\d+)_")
CODE = r"[A-Z]{2}(?:\d{2}){1,3}"
FOLDER = re.compile(rf"({CODE})_(.+)")


@dataclass(frozen=True)
class Told:
    """One document as its folder explains it; `where` is that folder."""

    where: str
    data: dict[str, Any] = field(repr=False)

    @property
    def number(self) -> str:
        return str(self.data["number"])

    @property
    def former_numbers(self) -> list[str]:
        return [str(one) for one in self.data.get("former_numbers") or []]

    @property
    def rank(self) -> tuple[bool, str]:
        """The description that lies where it says, and of these the newest, is the one that counts."""
        return (self.data.get("path", self.where) == self.where, str(self.data.get("written_at", "")))


@dataclass(frozen=True)
class Trouble:
    path: str
    reason: str


def read_all(root: Path, paths: Iterable[str]) -> tuple[list[Told], list[Trouble]]:
    """One for each document, in the order of the numbers, and what cannot be used."""
    found: dict[str, Told] = {}
    troubles: list[Trouble] = []
    for path in paths:
        if PurePosixPath(path).name != METADATA:
            continue
        told = _read(root, path)
        if isinstance(told, Trouble):
            troubles.append(told)
        elif told.number not in found or told.rank > found[told.number].rank:
            found[told.number] = told
    left_behind = {number for told in found.values() for number in told.former_numbers}
    return [found[number] for number in sorted(found) if number not in left_behind], troubles


def _read(root: Path, path: str) -> Told | Trouble:
    try:
        data = json.loads((root / path).read_bytes())
        told = Told(str(PurePosixPath(path).parent), data)
        _check(told)
    except OSError as error:
        return Trouble(path, f"无法读取：{error.strerror}")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, DocsysError) as error:
        return Trouble(path, f"元数据不完整或已损坏（{type(error).__name__}：{error}）")
    return told


def _check(told: Told) -> None:
    """Whatever `restoring` needs is there and of its kind, so that one damaged folder does not undo all the others."""
    data = told.data
    if parse(told.number) is None:
        raise ValueError(told.number)
    State(data["state"])
    _ = data["unit"] + data["title"]
    if not re.fullmatch(CODE, data["folder"]):
        raise ValueError(data["folder"])
    if not data["versions"]:
        raise ValueError("versions")
    for version in data["versions"]:
        VersionNumber.parse(version["version"])
        State(version["state"])
        _ = version["title"] + version["author"]
    for one in (*(data["versions"]), *(data.get("attachments") or [])):
        if (file := one.get("file")) is not None:
            _check_file(file)
    for name in ("created", "abolition"):
        moment((data.get(name) or {}).get("at"))


def _check_file(file: dict[str, Any]) -> None:
    """A path that leaves the library is nobody's."""
    parts = PurePosixPath(file["path"]).parts
    if PurePosixPath(file["path"]).is_absolute() or ".." in parts or any(part.startswith(".") for part in parts):
        raise ValueError(file["path"])
    _ = str(file["sha256"]) + str(int(file["size"]))


def folders_on_disk(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Code and name of the folders that lie in the library, the upper first."""
    for path in paths:
        found = FOLDER.fullmatch(path.rpartition("/")[2])
        if found and path.startswith(f"{LIBRARY_ROOT}/"):
            yield found[1], found[2]


def numbers_on_disk(paths: Iterable[str]) -> Iterator[str]:
    """The numbers that folders of documents bear, whether or not they explain themselves."""
    for path in paths:
        found = NUMBERED.match(path.rpartition("/")[2])
        if found and parse(found[1]) is not None:
            yield found[1]


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
