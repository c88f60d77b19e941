"""What is the same as a file, and why somebody should look at it: asked when it is read and whenever it is corrected."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.documents import queries as documents
from docsys.documents.importing.applying import imported_as
from docsys.folders.models import Folder
from docsys.intake import queries
from docsys.intake.inputs import Known
from docsys.intake.models import ImportItem
from docsys.intake.rules import ItemState, Marks, doubt
from docsys.people.models import Unit
from docsys.people.rules import Actor, Held, Permission, Role, scope


def judge(session: Session, item: ImportItem, actor: Actor) -> None:
    """Set what is the same and what is doubtful; a file that an earlier import took over is skipped."""
    if own := imported_as(session, item.path, item.sha256):
        item.state, item.reason, item.document_id = ItemState.SKIPPED, f"已导入为 {own.number}", own.id
    twins = documents.twins(session, item.sha256, actor)
    in_library = f"{twins[0].number}《{twins[0].title}》" if twins else ""
    item.duplicate = in_library or queries.same_file(session, item, item.sha256)
    namesake = queries.namesake(session, item, item.old_number, actor)
    item.doubt = doubt(Marks(item.folder, item.old_number), namesake)[:500]


def judge_those_like(session: Session, item: ImportItem, actor: Actor) -> None:
    """After a file was left out or taken in again: another of the same bytes may be the first now."""
    same = (ImportItem.run_id == item.run_id, ImportItem.sha256 == item.sha256, ImportItem.id != item.id)
    for other in session.scalars(select(ImportItem).where(*same, ImportItem.state == ItemState.PROPOSED)):
        judge(session, other, actor)


def known(session: Session, actor: Actor) -> Known:
    """What this person's rows may name."""
    taking = select(Folder.code).where(Folder.depth > 1, Folder.closed_at.is_(None))
    units = scope(actor, Permission.DOCUMENT_IMPORT)
    own = select(Unit.code).where(Unit.active)
    if units is not None:
        own = own.where(Unit.id.in_(units))
    return Known(frozenset(session.scalars(taking)), frozenset(session.scalars(own)))


def keeper_of(unit_id: int) -> Actor:
    """Who reads for the inbox, which nobody opened: knows what a 文档管理员 of its unit knows, and can do nothing."""
    return Actor(0, "inbox", "收件夹", None, "", "", grants=(Held(Role.DOCADMIN, unit_id),), channel="inbox")
