"""Carrying a destruction out: documents with what was filled in for them, records, scans of their paper; then the list."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from docsys import audit, jobs, vault
from docsys.clock import local
from docsys.db import after_commit
from docsys.documents import actions as documents
from docsys.paper.models import PaperCopy, Scan
from docsys.people.events import ConfirmationAccepted
from docsys.records import actions as records
from docsys.records.models import Record, RegisterPeriod
from docsys.records.rules import State as RecordState
from docsys.retention.models import Destruction
from docsys.retention.queries import DESTROY, Line
from docsys.vault.models import StoredFile

LIST = "retention.list"


def destroy(session: Session, lines: Sequence[Line], reason: str, accepted: ConfirmationAccepted) -> Destruction:
    """All of them, and the 销毁清单 that says so for ever."""
    told = {
        "at": local(accepted.at).isoformat(),
        "reason": reason,
        "requested_by": accepted.requested_by,
        "confirmed_by": accepted.actor.name,
    }
    rows = [_row(line, _destroy(session, line, told, accepted)) for line in lines]
    made = Destruction(
        unit_id=lines[0].unit_id,
        reason=reason,
        requested_by=accepted.requested_by,
        requested_by_id=accepted.requested_by_id,
        confirmed_by=accepted.actor.name,
        destroyed_at=accepted.at,
        lines=rows,
        document_ids=[line.id for line in lines if line.is_document],
    )
    session.add(made)
    session.flush()
    detail = {"numbers": [line.number for line in lines], **told}
    audit.record(session, DESTROY, accepted.actor, accepted.subject, now=accepted.at, detail=detail)
    jobs.enqueue(session, LIST, {"destruction_id": made.id}, now=accepted.at, key=f"{LIST}:{made.id}")
    if place := session.info.get("place"):
        after_commit(session, place)
    return made


def _destroy(session: Session, line: Line, told: Mapping[str, Any], accepted: ConfirmationAccepted) -> list[StoredFile]:
    by: dict[str, Any] = {"actor": accepted.actor, "now": accepted.at}
    if not line.is_document:
        return records.destroy(session, line.id, told, **by)
    files = documents.destroy(session, line.id, told, **by)
    for record_id in _filled_in(session, line.id):
        files += records.destroy(session, record_id, told, **by)
    for scan in session.scalars(select(Scan).join(PaperCopy).where(PaperCopy.document_id == line.id).order_by(Scan.id)):
        vault.erase(session, scan.file.path, accepted.at)
        files.append(scan.file)
    return files


def _filled_in(session: Session, document_id: int) -> list[int]:
    """The sheet that was archived as this document, or the rows of the list that was."""
    of_list = and_(
        RegisterPeriod.document_id == document_id,
        RegisterPeriod.form_code == Record.form_code,
        RegisterPeriod.unit_id == Record.unit_id,
        RegisterPeriod.period == Record.period,
    )
    listed = select(RegisterPeriod.id).where(of_list).correlate(Record).exists()
    query = select(Record.id).where(
        or_(Record.document_id == document_id, listed), Record.state == RecordState.ARCHIVED
    )
    return list(session.scalars(query.order_by(Record.id)))


def _row(line: Line, files: Sequence[StoredFile]) -> dict[str, Any]:
    """What the list says of it, in the words of the day."""
    return {
        "number": line.number,
        "title": line.title,
        "label": line.term.kind.label,
        "why": line.why,
        "due": str(line.term.due),
        "files": [{"name": one.path.rpartition("/")[2], "sha256": one.sha256} for one in files],
    }
