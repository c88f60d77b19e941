"""Making folders."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import audit, events
from docsys.folders import queries, rules
from docsys.folders.events import FolderCreated, FolderRenamed, FolderSwitched
from docsys.folders.models import Folder
from docsys.folders.rules import FolderKind
from docsys.people.rules import Actor, Permission, require


def create(session: Session, parent_code: str, name: str, *, actor: Actor, now: datetime) -> Folder:
    """A folder below `parent_code`, with the next code and what its parent prescribes (4.3.4)."""
    require(actor, Permission.FOLDER_CREATE)
    parent = queries.by_code(session, parent_code)
    # Two may ask at once: the parent's lock makes them take one code after the other.
    session.execute(select(Folder.id).where(Folder.id == parent.id).with_for_update())
    rules.check_open(parent.code, closed=parent.closed_at is not None)
    siblings = queries.children(session, parent)
    code = rules.child_code(parent.code, [sibling.code for sibling in siblings])
    folder = add(session, parent, code, rules.check_name(name, [sibling.name for sibling in siblings]), now)
    audit.record(session, "folder.create", actor, code, now=now, detail={"name": folder.name})
    events.publish(session, FolderCreated(folder.id, code, queries.directory_of(session, folder), now))
    return folder


def rename(session: Session, code: str, name: str, *, actor: Actor, now: datetime) -> Folder:
    """Another name under the same code; the directory on disk and all below it follow (4.3.4（一）).

    Raises:
        CategoryFixed: the names of 4.2.2 stay; InvalidInput: no disk or no sibling allows the name.

    """
    require(actor, Permission.FOLDER_CREATE)
    folder = queries.by_code(session, code)
    rules.check_category_kept(folder.depth, folder.name, "改名")
    siblings = session.scalars(select(Folder.name).where(Folder.parent_id == folder.parent_id, Folder.id != folder.id))
    former, source = folder.name, queries.directory_of(session, folder)
    folder.name = rules.check_name(name, list(siblings))
    if folder.name == former:
        return folder
    session.flush()
    audit.record(session, "folder.rename", actor, code, now=now, detail={"former": former, "name": folder.name})
    target = queries.directory_of(session, folder)
    events.publish(session, FolderRenamed(folder.id, code, source, target, now))
    return folder


def close(session: Session, code: str, *, actor: Actor, now: datetime) -> Folder:
    """停用: nothing new goes into it or below it; what lies there stays, is found and read as before."""
    require(actor, Permission.FOLDER_CREATE)
    folder = queries.by_code(session, code)
    rules.check_category_kept(folder.depth, folder.name, "停用")
    rules.check_open(folder.code, closed=folder.closed_at is not None)
    folder.closed_at = now
    return _switched(session, folder, "close", actor, now)


def reopen(session: Session, code: str, *, actor: Actor, now: datetime) -> Folder:
    """Take a closed folder into use again."""
    require(actor, Permission.FOLDER_CREATE)
    folder = queries.by_code(session, code)
    rules.check_closed(folder.code, closed=folder.closed_at is not None)
    folder.closed_at = None
    return _switched(session, folder, "reopen", actor, now)


def _switched(session: Session, folder: Folder, verb: str, actor: Actor, now: datetime) -> Folder:
    session.flush()
    audit.record(session, f"folder.{verb}", actor, folder.code, now=now, detail={"name": folder.name})
    events.publish(session, FolderSwitched(folder.id, folder.code, now))
    return folder


def add(session: Session, parent: Folder, code: str, name: str, now: datetime) -> Folder:
    """The row below its parent, for `create` and the seed."""
    folder = Folder(
        code=code,
        name=name,
        parent_id=parent.id,
        category=parent.category,
        depth=parent.depth + 1,
        ordinal=parent.ordinal,
        kind=parent.kind,
        pattern=parent.pattern,
        review_months=parent.review_months,
        core_backup=parent.core_backup,
        version_managed=parent.version_managed,
        rights_from_id=parent.rights_from_id or parent.id,
        created_at=now,
        closed_at=None,
    )
    session.add(folder)
    session.flush()
    return folder


def add_category(session: Session, code: str, name: str, kind: FolderKind, ordinal: int, now: datetime) -> Folder:
    """The row of a category beyond the seven: for the second person's yes, and for a library made anew."""
    category = Folder(
        code=code,
        name=name,
        parent_id=None,
        category=code,
        depth=1,
        ordinal=ordinal,
        kind=kind,
        pattern=rules.PATTERNS[kind],
        review_months=None,
        core_backup=False,
        version_managed=kind is FolderKind.CONTROLLED,
        rights_from_id=None,
        created_at=now,
        closed_at=None,
    )
    session.add(category)
    session.flush()
    return category
