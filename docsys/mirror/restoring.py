"""Brings a former or present copy back from the mirror, proven by its hash, never over anything that is there."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from docsys.errors import InvalidInput, NotFound, Refused
from docsys.mirror import history
from docsys.mirror.history import Kept
from docsys.mirror.state import State
from docsys.mirror.targets import Target


class BadPath(InvalidInput):
    message = "“{path}”不是文档库内的相对路径，例如：现行库/01_ZD_技术制度及流程类/…"


class NoCopy(NotFound):
    message = "备份中没有“{path}”在所指时间的副本。"


class AlreadyThere(Refused):
    message = "“{path}”已经存在，恢复时不覆盖任何文件。请换一个文件夹。"


class BadCopyRefused(Refused):
    message = "备份副本“{path}”已损坏（校验值不符），没有恢复。请运行 docsys mirror verify。"


@dataclass(frozen=True)
class Restored:
    path: str
    to: Path
    sha256: str
    size: int
    origin: str  # where on the target it was read


@dataclass(frozen=True)
class _Copy:
    path: str
    place: str
    sha256: str | None


def restore(target: Target, state: State | None, path: str, to: Path, as_of: datetime | None) -> list[Restored]:
    """The file at `path`, or all files below it, as they were at `as_of`; without a moment, the newest there is.

    Raises:
        BadPath, NoCopy, AlreadyThere, BadCopyRefused
    """
    path = _inside(path)
    copies = sorted(_choose(target, state, path, as_of), key=lambda copy: copy.path)
    if not copies:
        raise NoCopy(path=path)
    base = path.rpartition("/")[0]
    places = {copy.path: to / copy.path.removeprefix(f"{base}/" if base else "") for copy in copies}
    for place in places.values():
        if place.exists() or place.is_symlink():
            raise AlreadyThere(path=place)
    return [_bring(target, copy, places[copy.path]) for copy in copies]


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or parts[0].startswith("."):
        raise BadPath(path=path)
    return "/".join(parts)


def _choose(target: Target, state: State | None, path: str, as_of: datetime | None) -> Iterator[_Copy]:
    """For each path the copy that was the mirror's at that moment."""
    former: dict[str, list[Kept]] = {}
    for kept in history.entries(target):
        if kept.reason != "corrupt" and (kept.path == path or kept.path.startswith(f"{path}/")):
            former.setdefault(kept.path, []).append(kept)
    present = set(_present(target, path))
    for name in former.keys() | present:
        copy = _at(target, state, name, sorted(former.get(name, []), key=lambda kept: kept.at), as_of)
        if copy is not None:
            yield copy


def _at(target: Target, state: State | None, name: str, former: list[Kept], as_of: datetime | None) -> _Copy | None:
    lying = target.stat(name)
    known = state.known(name) if state else None
    if as_of is None and (lying is None or lying.folder):
        return _Copy(name, former[-1].place, former[-1].sha256) if former else None
    for kept in former:
        if as_of is not None and kept.at > as_of:
            return _Copy(name, kept.place, kept.sha256) if kept.copied_at is None or kept.copied_at <= as_of else None
    if lying is None or lying.folder:
        return None
    if as_of is not None and known is not None and datetime.fromtimestamp(known.copied_at, UTC) > as_of:
        return None
    return _Copy(name, name, known.sha256 if known else None)


def _present(target: Target, path: str) -> Iterator[str]:
    stat = target.stat(path)
    if stat is not None and not stat.folder:
        yield path
    elif stat is not None:
        for inner in target.list(path):
            yield from _present(target, inner.path)


def _bring(target: Target, copy: _Copy, place: Path) -> Restored:
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with place.open("xb") as stream:
            for chunk in target.read(copy.place):
                digest.update(chunk)
                size += len(chunk)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError as error:
        raise AlreadyThere(path=place) from error
    if copy.sha256 is not None and digest.hexdigest() != copy.sha256:
        place.unlink()
        raise BadCopyRefused(path=copy.path)
    return Restored(copy.path, place, digest.hexdigest(), size, copy.place)
