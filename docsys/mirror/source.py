"""The library as it lies on disk, read without ever following a link or opening a pipe."""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from docsys.errors import DocsysError
from docsys.mirror import marker, rules
from docsys.mirror.targets import CHUNK

GONE = {errno.ENOENT, errno.ENOTDIR}
KINDS = {
    stat.S_IFLNK: "符号链接",
    stat.S_IFIFO: "命名管道",
    stat.S_IFSOCK: "套接字",
    stat.S_IFBLK: "设备文件",
    stat.S_IFCHR: "设备文件",
}


class SourceTrouble(DocsysError):
    """A file or folder that cannot be mirrored as it is; its neighbours can."""

    message = "{reason}"


class SourceChanged(SourceTrouble):
    message = "文件在复制过程中仍在写入，稍后重试"


class SourceGone(SourceTrouble):
    message = "文件在复制前已不存在"


@dataclass(frozen=True)
class Found:
    path: str
    is_folder: bool
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass
class Walk:
    """What a walk saw: what can be mirrored, what cannot and why, and the folders it could not look into."""

    found: dict[str, Found] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    blind: set[str] = field(default_factory=set)

    def is_blind_to(self, path: str) -> bool:
        while path and path not in self.blind:
            path = path.rpartition("/")[0]
        return path in self.blind


class Source:
    def __init__(self, root: Path) -> None:
        self.root = root

    def library(self) -> str | None:
        return marker.read(self.root / marker.LIBRARY)

    def is_there(self) -> bool:
        return self.root.is_dir()

    def is_empty(self) -> bool:
        try:
            with os.scandir(self.root) as entries:
                return not any(not rules.ignored(entry.name) for entry in entries)
        except OSError:
            return True

    def look(self, path: str) -> Found | None:
        """What lies at `path` now; None only where there is certainly nothing of that name.

        Raises:
            SourceTrouble: it cannot be seen, or is nothing that is mirrored; the Chinese reason.
        """
        try:
            seen = (self.root / path).lstat()
        except OSError as error:
            if error.errno in GONE:
                return None
            raise SourceTrouble(reason=f"无法读取：{error.strerror}") from error
        if not rules.decodable(path):
            raise SourceTrouble(reason="名称不是有效的 UTF-8 编码，请改名")
        return _found(path, seen)

    def walk(self, folder: str) -> Walk:
        """Everything below `folder` that is mirrored. A folder that cannot be read is reported, not taken for empty."""
        walk = Walk()
        waiting = [folder]
        while waiting:
            self._list(waiting.pop(), walk, waiting)
        return walk

    def read(self, found: Found) -> Iterator[bytes]:
        """The bytes of a file, raising at their end if it changed meanwhile: the reader must then drop what it made.

        Raises:
            SourceGone, SourceChanged, SourceTrouble
        """
        try:
            handle = os.open(self.root / found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if error.errno in GONE:
                raise SourceGone from error
            raise SourceTrouble(reason=f"无法读取：{error.strerror}") from error
        try:
            _check_same(handle, found)
            while chunk := _read(handle):
                yield chunk
            _check_same(handle, found)
        finally:
            os.close(handle)

    def _list(self, folder: str, walk: Walk, waiting: list[str]) -> None:
        try:
            entries = list(os.scandir(self.root / folder))
        except OSError as error:
            if error.errno not in GONE or not folder:
                walk.blind.add(folder)
                walk.troubles[folder or "."] = f"无法读取文件夹：{error.strerror}"
            return
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if rules.ignored(entry.name):
                continue
            try:
                found = self.look(path)
            except SourceTrouble as trouble:
                walk.troubles[rules.printable(path)] = trouble.sentence
                walk.blind.add(path)
                continue
            if found is not None:
                walk.found[path] = found
                if found.is_folder:
                    waiting.append(path)


def _found(path: str, seen: os.stat_result) -> Found:
    kind = stat.S_IFMT(seen.st_mode)
    if kind not in {stat.S_IFREG, stat.S_IFDIR}:
        raise SourceTrouble(reason=f"{KINDS.get(kind, '特殊文件')}，不复制")
    folder = kind == stat.S_IFDIR
    return Found(path, folder, 0 if folder else seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, CHUNK)
    except OSError as error:
        raise SourceTrouble(reason=f"读取出错：{error.strerror}") from error


def _check_same(handle: int, found: Found) -> None:
    now = _found(found.path, os.fstat(handle))
    if (now.inode, now.size, now.mtime_ns) != (found.inode, found.size, found.mtime_ns):
        raise SourceChanged
