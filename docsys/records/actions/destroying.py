"""保存期满销毁 of what was filled in: number, title, writers and moments stay; words, files and scans go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import vault
from docsys.people.rules import Actor
from docsys.records.actions.keeping import advance
from docsys.records.models import Record, RecordScan, SignedScan
from docsys.records.rules import State
from docsys.vault.models import StoredFile


def destroy(
    session: Session, record_id: int, told: Mapping[str, Any], *, actor: Actor, now: datetime
) -> list[StoredFile]:
    """Into 已销毁, by what two persons decided; answers the rows of the files that were erased.

    Raises:
        TransitionForbidden: it is not done yet, or destroyed already.

    """
    record = session.get_one(Record, record_id, with_for_update=True)
    advance(session, record, "destroy", actor=actor, now=now)
    files = [*_attached(session, record), *(one.file for one in record.scans)]
    files += _scans_of_nobody_else(session, record)
    for file in files:
        vault.erase(session, file.path, now)
    record.keeping = {**record.keeping, "destroyed": dict(told)}
    record.data, record.people, record.dues, record.tasks = {}, {}, [], []
    for step in record.steps:
        step.former, step.remark = None, ""
    record.version += 1
    session.flush()
    return files


def _attached(session: Session, record: Record) -> list[StoredFile]:
    """What was put into its fields."""
    ids = [value["stored"] for value in record.data.values() if isinstance(value, dict) and "stored" in value]
    return list(session.scalars(select(StoredFile).where(StoredFile.id.in_(ids)).order_by(StoredFile.id)))


def _scans_of_nobody_else(session: Session, record: Record) -> list[StoredFile]:
    """The scans as they were handed in, unless another record that is still kept has pages of them."""
    ids = {one.scan_id for one in record.scans}
    needed = select(RecordScan.scan_id).join(Record, Record.id == RecordScan.record_id)
    needed = needed.where(Record.id != record.id, Record.state != State.DESTROYED)
    query = select(SignedScan).where(SignedScan.id.in_(ids), SignedScan.id.not_in(needed))
    return [one.file for one in session.scalars(query.order_by(SignedScan.id))]
