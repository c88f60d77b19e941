"""What other rooms do only with an approved order: a version of an access policy or of a configuration goes out (13.2.8, 17.4.1)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.changes.models import Change
from docsys.changes.rules import configuration
from docsys.changes.rules.states import APPROVED
from docsys.documents.events import VersionPublishing
from docsys.documents.models import Version
from docsys.records.models import Record


def version_publishing(session: Session, event: VersionPublishing) -> None:
    """Refuse a version that names no approved order where it needs one.

    Raises:
        ChangeOrderMissing: none is named, or none of those is approved.

    """
    version = session.get_one(Version, event.version_id)
    document = version.document
    is_first = all(one.published_at is None for one in document.versions if one.id != version.id)
    refused = configuration.refusal(event.folder_code, is_first=is_first)
    if refused is None:
        return
    named = configuration.change_orders(version.reason, document.basis, *(str(note) for note in version.notes))
    if not approved(session, named):
        found = f"{'、'.join(named)} 尚未批准或不存在。" if named else ""
        raise refused(folder=f"{document.folder.code} {document.folder.name}", found=found)


def approved(session: Session, numbers: Sequence[str]) -> list[str]:
    """Those of the orders that their review let pass, or 证信办 allowed."""
    query = select(Record.number).join(Change, Change.record_id == Record.id)
    found = session.scalars(query.where(Record.number.in_(numbers), Change.state.in_(APPROVED)))
    return sorted(found)
