"""What can be asked about folders."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.errors import NotFound
from docsys.folders import rules
from docsys.folders.models import Folder

ORDER = (Folder.ordinal, Folder.code)


@dataclass(frozen=True)
class Branch:
    """A folder with all that lies below it."""

    folder: Folder
    branches: tuple["Branch", ...]


def by_code(session: Session, code: str) -> Folder:
    """The folder.

    Raises:
        NotFound: there is none of that code.

    """
    folder = session.scalar(select(Folder).where(Folder.code == code))
    if folder is None:
        raise no_such(code)
    return folder


def no_such(code: str) -> NotFound:
    return NotFound(message="没有代码为“{code}”的文件夹，请从目录中选择。", code=code)


def by_id(session: Session, folder_id: int) -> Folder:
    return session.get_one(Folder, folder_id)


def tree(session: Session) -> tuple[Branch, ...]:
    """All folders, nested, in the order of 3.2; one query."""
    return nested(session.scalars(select(Folder).order_by(*ORDER)))


def nested(folders: Iterable[Folder]) -> tuple[Branch, ...]:
    """`folders`, which come in the order of 3.2, each below its parent."""
    below: defaultdict[int | None, list[Folder]] = defaultdict(list)
    for folder in folders:
        below[folder.parent_id].append(folder)
    return _branches(below, None)


def taking_documents(session: Session, *kinds: rules.FolderKind) -> list[Folder]:
    """The folders that documents are put into, in the order of the directory; of `kinds` alone, where such are named."""
    here = Folder.kind.in_(kinds or tuple(rules.FolderKind))
    there = select(Folder).where(here, Folder.depth > 1, Folder.closed_at.is_(None))
    return list(session.scalars(there.order_by(Folder.ordinal, Folder.code)))


def children(session: Session, folder: Folder) -> list[Folder]:
    return list(session.scalars(select(Folder).where(Folder.parent_id == folder.id).order_by(Folder.code)))


def chain(session: Session, folder: Folder) -> list[Folder]:
    """From the category down to `folder`; nothing is asked where the folders above are loaded."""
    if folder.parent_id is None:
        return [folder]
    return [*chain(session, by_id(session, folder.parent_id)), folder]


def directory_of(session: Session, folder: Folder) -> str:
    """Where the folder lies, relative to the archive."""
    return rules.directory([(one.code, one.name, one.ordinal) for one in chain(session, folder)])


def _branches(below: defaultdict[int | None, list[Folder]], parent_id: int | None) -> tuple[Branch, ...]:
    return tuple(Branch(folder, _branches(below, folder.id)) for folder in below[parent_id])
