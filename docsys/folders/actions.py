"""Making folders."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import audit, events
from docsys.folders import queries, rules
from docsys.folders.events import FolderCreated
from docsys.folders.models import Folder
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
