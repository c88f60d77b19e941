"""Where the copies go, behind a small interface; a local folder (a disk, a mounted share) is the first of its kind."""

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from docsys.errors import Misconfigured, Unavailable
from docsys.mirror import marker
from docsys.settings import Settings

CHUNK = 1024 * 1024
TEMPORARY = ".docsys-"
AWAY = {errno.ENODEV, errno.ENXIO, errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ETIMEDOUT}

NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS}  # file systems without a second name for a file


class TargetTrouble(Unavailable):
    """The target as a whole does not take anything just now. `state` is away, full or readonly."""

    message = "备份位置暂不可用：{reason}"


class BadCopy(Unavailable):
    message = "备份写入后校验不一致，已放弃该副本并将重试。"


@dataclass(frozen=True)
class Stat:
    path: str
    folder: bool
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Stored:
    sha256: str
    size: int
    mtime_ns: int


class Target(Protocol):
    """A tree of files addressed by relative posix paths. What it raises about itself as a whole is TargetTrouble."""

    address: str

    def library(self) -> str | None:
        """The identity in the marker of the target; None where the marker is missing."""
        ...

    def found(self, library: str) -> None:
        """Take this place into use for `library`: make the root and its marker."""
        ...

    def put(self, path: str, chunks: Iterable[bytes], mtime_ns: int, accept: Callable[[str], None]) -> Stored:
        """Write to a temporary name, fsync, read back and compare, ask `accept(sha256)`, rename, fsync the folder."""
        ...

    def rename(self, source: str, destination: str) -> None: ...

    def preserve(self, source: str, destination: str) -> None:
        """Have the bytes of `source` at `destination` before another file takes its place; where the target can, without a gap."""
        ...

    def remove(self, path: str) -> None: ...

    def mkdir(self, path: str) -> None: ...

    def stat(self, path: str) -> Stat | None: ...

    def list(self, path: str) -> Iterator[Stat]:
        """What lies directly in a folder, hidden names included, temporary ones not."""
        ...

    def read(self, path: str) -> Iterator[bytes]: ...

    def append(self, path: str, data: bytes) -> None: ...

    def free(self) -> int | None:
        """Bytes left, where that can be known."""
        ...


def open_target(settings: Settings) -> Target:
    """The target of these settings.

    Raises:
        Misconfigured: unset, not a folder address, or a folder that overlaps the library.
    """
    if not settings.backup_url:
        raise Misconfigured(key="backup_url", reason="未设置备份文件服务器（4.3.6），请填写备份文件夹的路径")
    if settings.backup is None:
        scheme = settings.backup_url.split("://", 1)[0]
        raise Misconfigured(
            key="backup_url", reason=f"目前只支持文件夹，不支持“{scheme}://”。请先把该共享挂载为文件夹，再填写其路径"
        )
    archive, backup = settings.archive, settings.backup
    if archive == backup or archive in backup.parents or backup in archive.parents:
        raise Misconfigured(key="backup_url", reason=f"备份文件夹“{backup}”与文档库“{archive}”不能相同或互相包含")
    if backup.exists() and not backup.is_dir():
        raise Misconfigured(key="backup_url", reason=f"“{backup}”不是文件夹")
    return FolderTarget(backup)


class FolderTarget:
    """A folder of this machine: a second disk, or a mounted share."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.address = str(root)

    def library(self) -> str | None:
        return marker.read(self.root / marker.TARGET)

    def found(self, library: str) -> None:
        with self._whole():
            self.root.mkdir(parents=True, exist_ok=True)
            marker.write(self.root / marker.TARGET, library)

    def put(self, path: str, chunks: Iterable[bytes], mtime_ns: int, accept: Callable[[str], None]) -> Stored:
        final = self.root / path
        with self._whole():
            self.mkdir(path.rpartition("/")[0])
            temporary = final.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
            try:
                digest = _write(temporary, chunks, mtime_ns)
                _check_copy(temporary, digest)
                accept(digest)
                temporary.rename(final)
            except BaseException:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
                raise
            _sync(final.parent)
            lying = final.stat()
        return Stored(digest, lying.st_size, lying.st_mtime_ns)

    def rename(self, source: str, destination: str) -> None:
        with self._whole():
            self.mkdir(destination.rpartition("/")[0])
            (self.root / source).rename(self.root / destination)
            _sync((self.root / destination).parent)
            if source.rpartition("/")[0] != destination.rpartition("/")[0]:
                _sync((self.root / source).parent)

    def preserve(self, source: str, destination: str) -> None:
        with self._whole():
            self.mkdir(destination.rpartition("/")[0])
            try:
                (self.root / destination).hardlink_to(self.root / source)
            except OSError as error:
                if error.errno not in NO_LINKS:
                    raise
                self.rename(source, destination)
            else:
                _sync((self.root / destination).parent)

    def remove(self, path: str) -> None:
        with self._whole():
            place = self.root / path
            place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink(missing_ok=True)
            _sync(place.parent)

    def mkdir(self, path: str) -> None:
        with self._whole():
            place = self.root / path
            missing = []
            while not place.is_dir():
                if place == self.root:
                    raise TargetTrouble(state="away", reason=f"找不到备份文件夹“{self.root}”")
                missing.append(place)
                place = place.parent
            for place in reversed(missing):
                place.mkdir(exist_ok=True)
                _sync(place.parent)

    def stat(self, path: str) -> Stat | None:
        with self._whole():
            try:
                found = (self.root / path).lstat()
            except (FileNotFoundError, NotADirectoryError):
                return None
        return Stat(path, not _is_file(found), found.st_size, found.st_mtime_ns)

    def list(self, path: str) -> Iterator[Stat]:
        with self._whole(), os.scandir(self.root / path) as entries:
            for entry in entries:
                if not entry.name.startswith(TEMPORARY) or entry.name == marker.TARGET:
                    seen = entry.stat(follow_symlinks=False)
                    inner = f"{path}/{entry.name}" if path else entry.name
                    yield Stat(inner, entry.is_dir(follow_symlinks=False), seen.st_size, seen.st_mtime_ns)

    def read(self, path: str) -> Iterator[bytes]:
        with (self.root / path).open("rb", buffering=0) as stream:
            yield from _chunks(stream)

    def append(self, path: str, data: bytes) -> None:
        with self._whole():
            self.mkdir(path.rpartition("/")[0])
            place = self.root / path
            fresh = not place.exists()
            with place.open("ab") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if fresh:
                _sync(place.parent)

    def free(self) -> int | None:
        try:
            room = os.statvfs(self.root)
        except OSError:
            return None
        return room.f_bavail * room.f_frsize

    def sweep(self) -> int:
        """Remove the temporary files that a killed process left behind."""
        swept = 0
        for folder, _, names in os.walk(self.root):
            for name in names:
                if name.startswith(TEMPORARY) and name != marker.TARGET and not name.startswith(f"{marker.TARGET}."):
                    (Path(folder) / name).unlink(missing_ok=True)
                    swept += 1
        return swept

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Tell trouble of the target as a whole from trouble with one file."""
        try:
            yield
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise TargetTrouble(state="full", reason="磁盘空间不足") from error
            if error.errno == errno.EROFS:
                raise TargetTrouble(state="readonly", reason="备份位置为只读") from error
            if error.errno in AWAY or not self.root.is_dir():
                raise TargetTrouble(state="away", reason=f"无法访问备份文件夹“{self.root}”") from error
            raise


def digest_of(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _write(path: Path, chunks: Iterable[bytes], mtime_ns: int) -> str:
    digest = hashlib.sha256()
    with path.open("xb", buffering=0) as stream:
        for chunk in chunks:
            digest.update(chunk)
            _write_all(stream, chunk)
        os.utime(stream.fileno(), ns=(mtime_ns, mtime_ns))
        os.fsync(stream.fileno())
        if hasattr(os, "posix_fadvise"):  # so that reading back asks the disk, not the cache
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return digest.hexdigest()


def _write_all(stream: BinaryIO, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[stream.write(view) :]


def _check_copy(path: Path, digest: str) -> None:
    with path.open("rb", buffering=0) as stream:
        if digest_of(_chunks(stream)) != digest:
            raise BadCopy


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _is_file(found: os.stat_result) -> bool:
    return stat.S_ISREG(found.st_mode)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
