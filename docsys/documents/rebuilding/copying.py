"""A library brought from a mirror: each file by stage and rename, never over another one. May be begun again after a kill."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

from docsys import vault
from docsys.errors import Refused
from docsys.vault.snapshot import FOLDER as SNAPSHOTS
from docsys.vault.staging import CHUNK, sync_folder

Step = Callable[[str], None]


class AnotherLibrary(Refused):
    message: ClassVar[str] = (
        "文档库“{archive}”中已有内容不同的 {path}，不能覆盖。请指定一个空的文档库文件夹（archive_url）。"
    )


def files(root: Path) -> Iterator[str]:
    """Every file below `root` as a path relative to it; hidden names are nobody's document, links are not followed."""
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix()


def folders(root: Path) -> Iterator[str]:
    """Every folder below `root`, the upper first."""
    for folder, below, _names in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (Path(folder, name).relative_to(root).as_posix() for name in below)


def bring(source: Path, archive: Path, paths: list[str], step: Step) -> dict[str, str]:
    """Copy what lies at `source` to the archive, folders too; the SHA-256 of each file by its path.

    Raises:
        AnotherLibrary: something else lies there already; nothing of it is touched.
    """
    for folder in folders(source):
        (archive / folder).mkdir(parents=True, exist_ok=True)
    hashes = {}
    for path in paths:
        hashes[path] = _bring(source, archive, path)
        step(path)
    return hashes


def _bring(source: Path, archive: Path, path: str) -> str:
    target = archive / path
    if target.exists():
        found = hash_of(target)
        if not _is_made_anew(path) and found != hash_of(source / path):
            raise AnotherLibrary(archive=archive, path=path)
        return found
    with (source / path).open("rb") as stream:
        staged = vault.stage(archive, stream)
    (archive / staged.path).replace(target)
    sync_folder(target.parent)
    return staged.sha256


def _is_made_anew(path: str) -> bool:
    """Directories and snapshots are written by whoever has the database; a home that was set up has its own already."""
    return path.startswith(f"{SNAPSHOTS}/") or path.rpartition("/")[2].startswith("00_")


def hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
