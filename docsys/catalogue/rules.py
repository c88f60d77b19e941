"""Entry = folder = file (4.3.4（二）): what the database expects, what lies on disk, and where they differ. Pure.

Each defect stands once, in the first class that fits, in the order b f a g c e d h (house 5).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from docsys.folders.rules import LIBRARY_ROOT
from docsys.numbering.rules import parse

MADE = re.compile(r"_V\d+\.\d+_(标识版\.pdf|标识版\.docx|属性页\.pdf)$")
DIRECTORY_FILES = re.compile(r"00_目录(_[A-Z]{2}[0-9]{2,6})?\.(csv|pdf)")
METADATA = "元数据.json"


class DefectKind(StrEnum):
    NO_FOLDER = "a"
    NO_ENTRY = "b"
    NO_FILE = "c"
    UNKNOWN_FILE = "d"
    SECOND_FILE = "e"
    WRONG_PLACE = "f"
    WRONG_NAME = "g"
    WRONG_HASH = "h"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS: Mapping[DefectKind, str] = {
    DefectKind.NO_FOLDER: "有目录无文件夹",
    DefectKind.NO_ENTRY: "有文件夹无目录",
    DefectKind.NO_FILE: "缺正本文件",
    DefectKind.UNKNOWN_FILE: "未登记的文件",
    DefectKind.SECOND_FILE: "一份文档两个正本",
    DefectKind.WRONG_PLACE: "文件夹位置不符",
    DefectKind.WRONG_NAME: "名称不合规则",
    DefectKind.WRONG_HASH: "内容与登记不符",
}


@dataclass(frozen=True, order=True)
class Defect:
    """One line of the check. `path` is where it was seen, `expected` where it belongs; both relative to the archive."""

    kind: DefectKind
    number: str
    path: str
    detail: str
    expected: str = ""


@dataclass(frozen=True)
class Entry:
    """A document in force: its folder on disk and, unless it is on paper only, the approved file in it."""

    number: str
    path: str
    file: str | None


@dataclass(frozen=True)
class Library:
    """What the database expects. `folders`: directory → code; `files`: path → SHA-256; `kept`: folders of other documents."""

    folders: Mapping[str, str]
    entries: tuple[Entry, ...]
    files: Mapping[str, str]
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Disk:
    """What lies there: for each directory, relative to the archive, the names of its directories and of its files."""

    directories: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]

    def below(self, path: str) -> tuple[str, ...]:
        return self.directories.get(path, ((), ()))[0]

    def files(self, path: str) -> tuple[str, ...]:
        return self.directories.get(path, ((), ()))[1]


Digest = Callable[[str], str]


def compare(library: Library, disk: Disk, digest: Digest) -> list[Defect]:
    """Every defect, by class and number. `digest` answers the SHA-256 of a path; it is asked once for each known file."""
    found, located = _walk(library, disk)
    found += _missing_folders(library, disk, located)
    owned = _owned(library)
    for entry in library.entries:
        if entry.number in located:
            found += _contents(owned[entry.path], disk, digest, entry, located[entry.number])
    found += _stores(library, disk, digest)
    return sorted(found)


def _walk(library: Library, disk: Disk) -> tuple[list[Defect], dict[str, str]]:
    """The directories of the library tree: where each entry lies, and what belongs to nobody (b, f, g, d)."""
    entries = {entry.path: entry for entry in library.entries}
    by_number = {entry.number: entry for entry in library.entries}
    located = {entry.number: path for path, entry in entries.items() if path in disk.directories}
    found: list[Defect] = []
    for path in _below(LIBRARY_ROOT, library.folders, disk):
        if path in entries or path in library.folders:
            continue
        stray = by_number.get(path.rpartition("/")[2].partition("_")[0])
        if stray is None or stray.number in located:
            found.append(Defect(DefectKind.NO_ENTRY, _number_in(path), path, "目录中没有与此文件夹对应的条目。"))
            continue
        located[stray.number] = path
        found.append(_misplaced(stray, path))
    return found + list(_loose(library, disk)), located


def _below(root: str, folders: Mapping[str, str], disk: Disk) -> Iterator[str]:
    """Directories under `root`; only the folders of the directory are descended into."""
    for name in disk.below(root):
        path = f"{root}/{name}"
        yield path
        if path in folders:
            yield from _below(path, folders, disk)


def _misplaced(entry: Entry, path: str) -> Defect:
    name = entry.path.rpartition("/")[2]
    if parent_of(path) == parent_of(entry.path):
        return Defect(DefectKind.WRONG_NAME, entry.number, path, f"文件夹名称应为“{name}”。", entry.path)
    return Defect(DefectKind.WRONG_PLACE, entry.number, path, f"应在“{parent_of(entry.path)}”之下。", entry.path)


def _loose(library: Library, disk: Disk) -> Iterator[Defect]:
    """Files that lie in a folder of the directory, outside every document's own folder."""
    for path in (LIBRARY_ROOT, *library.folders):
        for name in disk.files(path):
            if not DIRECTORY_FILES.fullmatch(name):
                yield _unknown("", f"{path}/{name}")


def _missing_folders(library: Library, disk: Disk, located: Mapping[str, str]) -> list[Defect]:
    """Entries and folders of the directory without a directory on disk; of a whole lost branch, its top alone."""
    lost = {path for path in library.folders if path not in disk.directories}
    tops = (path for path in sorted(lost) if parent_of(path) not in lost)
    detail = "目录中的文件夹在磁盘上不存在。"
    found = [Defect(DefectKind.NO_FOLDER, library.folders[path], path, detail) for path in tops]
    gone = (entry for entry in library.entries if entry.number not in located)
    return found + [Defect(DefectKind.NO_FOLDER, entry.number, entry.path, "文档的文件夹不存在。") for entry in gone]


def _owned(library: Library) -> dict[str, dict[str, str]]:
    """The known files of each entry's folder."""
    owned: dict[str, dict[str, str]] = {entry.path: {} for entry in library.entries}
    for path, sha in library.files.items():
        above = next((one for one in _ancestors(path) if one in owned), None)
        if above is not None:
            owned[above][path] = sha
    return owned


def _contents(files: Mapping[str, str], disk: Disk, digest: Digest, entry: Entry, place: str) -> list[Defect]:
    """The files within one document's folder, wherever it lies now."""
    expected = {place + path.removeprefix(entry.path): (path, sha) for path, sha in files.items()}
    present = set(_files_below(disk, place))
    strange = sorted(path for path in present - set(expected) if not _is_known(path, place))
    found: list[Defect] = []
    for path, (home, sha) in sorted(expected.items()):
        if path in present:
            found += _changed(entry.number, path, home, sha, digest)
        elif twin := next((one for one in strange if digest(one) == sha), None):
            strange.remove(twin)
            name = path.rpartition("/")[2]
            found.append(Defect(DefectKind.WRONG_NAME, entry.number, twin, f"文件名称应为“{name}”。", path))
        else:
            found.append(Defect(DefectKind.NO_FILE, entry.number, path, "登记的文件不在文件夹中。", home))
    return found + [_stranger(entry, place, path) for path in strange]


def _stranger(entry: Entry, place: str, path: str) -> Defect:
    """A file that no row knows: a second 正本 when its name is of that pattern."""
    if re.fullmatch(rf"{re.escape(entry.number)}_V\d+\.\d+_.+", path.removeprefix(f"{place}/")):
        return Defect(DefectKind.SECOND_FILE, entry.number, path, "一份文档只能有一个现行正本。")
    return _unknown(entry.number, path)


def _stores(library: Library, disk: Disk, digest: Digest) -> list[Defect]:
    """Drafts, superseded and abolished files: each known file is there and whole, and no other lies beside it."""
    found: list[Defect] = []
    rows = {path: sha for path, sha in library.files.items() if not path.startswith(f"{LIBRARY_ROOT}/")}
    kept = {**{parent_of(path): _number_in(path) for path in rows}, **library.kept}
    homes = {above for path in kept for above in (path, *_ancestors(path))}
    for store in sorted({path.partition("/")[0] for path in disk.directories} - {LIBRARY_ROOT, ""}):
        found += _strangers(store, homes, rows, disk)
    for path, sha in rows.items():
        number = kept[parent_of(path)]
        if path.rpartition("/")[2] not in disk.files(parent_of(path)):
            found.append(Defect(DefectKind.NO_FILE, number, path, "登记的文件不在文件夹中。", path))
        else:
            found += _changed(number, path, path, sha, digest)
    return found


def _strangers(store: str, homes: set[str], rows: Mapping[str, str], disk: Disk) -> Iterator[Defect]:
    """What nobody knows in a store. An empty directory is nothing; nor is one with 元数据.json alone, which the job that wrote
    it takes away when the draft has gone elsewhere.
    """
    yield from (_unknown("", f"{store}/{name}") for name in disk.files(store))
    for name in disk.below(store):
        path = f"{store}/{name}"
        present = _files_below(disk, path)
        if path in homes:
            yield from (
                _unknown(_number_in(one), one) for one in present if one not in rows and not _is_known(one, path)
            )
        elif any(one != f"{path}/{METADATA}" for one in present):
            yield Defect(DefectKind.NO_ENTRY, _number_in(path), path, "没有与此文件夹对应的文档。")


def _changed(number: str, path: str, home: str, sha: str, digest: Digest) -> list[Defect]:
    if digest(path) == sha:
        return []
    return [Defect(DefectKind.WRONG_HASH, number, path, "文件内容与登记时的 SHA-256 不一致。", home)]


def _unknown(number: str, path: str) -> Defect:
    return Defect(DefectKind.UNKNOWN_FILE, number, path, "此文件没有登记。")


def _is_known(path: str, place: str) -> bool:
    """What docsys makes beside an approved file."""
    name = path.removeprefix(f"{place}/")
    return name == METADATA or (MADE.search(name) is not None and "/" not in name)


def parent_of(path: str) -> str:
    return path.rpartition("/")[0]


def _ancestors(path: str) -> Iterator[str]:
    """The directories above, nearest first."""
    while "/" in path:
        path = parent_of(path)
        yield path


def _files_below(disk: Disk, path: str) -> list[str]:
    found = [f"{path}/{name}" for name in disk.files(path)]
    for name in disk.below(path):
        found += _files_below(disk, f"{path}/{name}")
    return found


def _number_in(path: str) -> str:
    """The document number that a path bears in one of its names, or nothing."""
    numbers = (name.partition("_")[0] for name in reversed(path.split("/")))
    return next((number for number in numbers if parse(number)), "")
