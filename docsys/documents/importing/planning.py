"""Which files of a tree are taken over, and which are left out and why. Looks at names and kinds, opens nothing."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docsys.documents.importing import rules


@dataclass(frozen=True)
class Candidate:
    """A file to be taken over; `shown` is its path below the imported folder, in words that can be stored."""

    path: Path
    shown: str
    size: int

    @property
    def name(self) -> str:
        return self.shown.rpartition("/")[2]


@dataclass(frozen=True)
class Left:
    """What is not taken over; `failed` where it should have been."""

    path: str
    reason: str
    failed: bool = False


def walk(root: Path) -> Iterator[Candidate | Left]:
    """Everything below `root`, in the order of names. Links are never followed: what they lead to within the tree is met
    there, and what lies outside it is not the tree's.
    """
    seen: set[str] = set()
    for one in _walk(root, root):
        if one.__class__ is Candidate and one.shown in seen:
            yield Left(one.shown, "与另一文件的路径在去除不可见字符后相同，请改名", failed=True)
            continue
        if isinstance(one, Candidate):
            seen.add(one.shown)
        yield one


def _walk(root: Path, folder: Path) -> Iterator[Candidate | Left]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Left(_shown(root, folder), f"文件夹无法读取：{error.strerror}", failed=True)
        return
    for entry in entries:
        path = folder / entry.name
        shown = _shown(root, path)
        if reason := rules.why_left_out(shown.rpartition("/")[2]):
            yield Left(shown, reason)
        elif entry.is_symlink():
            yield Left(shown, _why_not_followed(root, path))
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path)
        else:
            yield _file(path, shown)


def _file(path: Path, shown: str) -> Candidate | Left:
    try:
        found = path.stat(follow_symlinks=False)
    except OSError as error:
        return Left(shown, f"文件无法读取：{error.strerror}", failed=True)
    if not stat.S_ISREG(found.st_mode):
        return Left(shown, "不是普通文件")
    if found.st_size == 0:
        return Left(shown, "空文件")
    return Candidate(path, shown, found.st_size)


def _why_not_followed(root: Path, path: Path) -> str:
    try:
        inside = path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        inside = False
    return "符号链接，所指内容另行导入" if inside else "符号链接，指向导入文件夹之外"


def _shown(root: Path, path: Path) -> str:
    return rules.shown(os.fsencode(path.relative_to(root))) if path != root else "."
