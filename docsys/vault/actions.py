"""Taking a staged file into the library, moving and erasing what lies there: rows of the act's transaction, nothing on disk yet."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.vault.models import ERASED, FileMove, StoredFile
from docsys.vault.staging import Staged


def adopt(
    session: Session, staged: Staged, *, target: str, original_name: str, media_type: str, now: datetime
) -> StoredFile:
    """Make staged bytes a file of the library at `target`, relative to the archive."""
    found = StoredFile(
        path=target,
        sha256=staged.sha256,
        size=staged.size,
        original_name=original_name[:500],
        media_type=media_type,
        created_at=now,
    )
    session.add_all([found, FileMove(source=staged.path, target=target, created_at=now)])
    session.flush()
    return found


def erase(session: Session, path: str, now: datetime) -> None:
    """Have the file at `path` deleted after the commit; its row, where there is one, keeps what it was."""
    session.add(FileMove(source=path, target=ERASED, created_at=now))
    if (file := session.scalar(select(StoredFile).where(StoredFile.path == path))) is not None:
        file.erased_at = now
    session.flush()


def move(session: Session, source: str, target: str, now: datetime) -> None:
    """Move a file or a whole folder; rows of files below it follow."""
    session.add(FileMove(source=source, target=target, created_at=now))
    below = StoredFile.path.startswith(f"{source}/", autoescape=True)
    for file in session.scalars(select(StoredFile).where((StoredFile.path == source) | below)):
        file.path = target + file.path.removeprefix(source)
    session.flush()
