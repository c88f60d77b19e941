"""What the rooms below tell this one: a version was superseded, a document abolished, one is to be renumbered, somebody
confirmed.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.calendars.events import CalendarChanged
from docsys.calendars.rules import Which
from docsys.documents.events import DocumentAbolished, DocumentRenumbering, VersionPublished
from docsys.documents.models import Version
from docsys.paper.actions import destroying, recalling
from docsys.paper.models import PaperCopy, Volume, VolumeItem
from docsys.paper.rules import RenumberingBound
from docsys.paper.states import BOUND
from docsys.people.events import ConfirmationAccepted


def carry_out(session: Session, accepted: ConfirmationAccepted) -> None:
    """The second person said yes."""
    if accepted.kind == destroying.DESTROY:
        destroying.destroy(session, accepted)


def published(session: Session, event: VersionPublished) -> None:
    """Paper of the versions before is called back (D7, R-4.4.1-3)."""
    version = session.get_one(Version, event.version_id)
    recalling.call_back(session, event.document_id, f"被 {version.version} 替代", event.at, but=event.version_id)


def abolished(session: Session, event: DocumentAbolished) -> None:
    """All its paper is called back (D8, 4.5.2)."""
    recalling.call_back(session, event.document_id, "文档废止", event.at)


def calendar_changed(session: Session, event: CalendarChanged) -> None:
    """Days that were 暂定 for want of that year become certain."""
    if event.which is Which.WORKING:
        recalling.settle_due_days(session, event.at)


def renumbering(session: Session, event: DocumentRenumbering) -> None:
    """A number that stands in a bound 卷内目录 cannot change (3.7)."""
    query = select(PaperCopy.code, Volume.number).join(VolumeItem, VolumeItem.copy_id == PaperCopy.id).join(Volume)
    found = session.execute(query.where(PaperCopy.document_id == event.document_id, Volume.state.in_(BOUND))).first()
    if found is not None:
        raise RenumberingBound(number=event.number, code=found[0], volume=found[1])
