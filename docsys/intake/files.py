"""The file behind an item: where it is, whether it still is what was proposed, and giving it up when it has been taken."""

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from docsys.documents.importing.applying import hash_of
from docsys.documents.importing.planning import Candidate
from docsys.errors import Refused
from docsys.intake.models import ImportItem
from docsys.intake.rules import Seen
from docsys.vault.staging import sync_folder

TAKEN = ".docsys-taken-"


class NotThere(Refused):
    message = "文件已不在原处，或已被换成链接。"


def slot_of(raw: bytes) -> str:
    """The place of a file in its tree, short enough to be looked up."""
    return hashlib.sha256(raw).hexdigest()


def candidate(root: Path, item: ImportItem) -> Candidate:
    """The file, looked at again: between the proposal and now it may have become a link to somewhere else.

    Raises:
        NotThere: it is gone, or is no file of this tree any more.
    """
    path = root / os.fsdecode(item.raw)
    try:
        found = path.lstat()
        is_own = stat.S_ISREG(found.st_mode) and path.parent.resolve(strict=True).is_relative_to(root.resolve())
    except OSError as error:
        raise NotThere from error
    if not is_own:
        raise NotThere
    return Candidate(path, item.path, found.st_size)


def seen(path: Path) -> Seen:
    found = path.lstat()
    return Seen(found.st_size, found.st_mtime_ns)


def give_up(root: Path, item: ImportItem) -> None:
    """Remove the file of the inbox whose content lies in the library; one that was put in its place meanwhile stays.

    Put aside first, looked at then: whatever is killed in between is finished by the next call.
    """
    path = root / os.fsdecode(item.raw)
    aside = path.with_name(f"{TAKEN}{item.id}")
    with suppress(FileNotFoundError):
        if stat.S_ISREG(path.lstat().st_mode) and not aside.exists():
            path.rename(aside)
    if not aside.exists():
        return
    if hash_of(aside) == item.sha256:
        aside.unlink()
    elif not path.exists():
        aside.rename(path)
    else:  # both are somebody's: neither is lost
        aside.rename(path.with_name(f"{path.stem}(2){path.suffix}"))
    sync_folder(path.parent)
