"""The daily snapshot as a job, and what it leaves in the audit (12.2.1: a record for each day)."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from docsys import audit
from docsys.clock import local_day
from docsys.db import Database
from docsys.jobs import Context
from docsys.people.rules import SYSTEM, Actor
from docsys.vault import snapshot
from docsys.vault.snapshot import Snapshot

KIND = "status.snapshot"


def take_and_record(database: Database, archive: Path, actor: Actor, now: datetime) -> Snapshot:
    """A snapshot, and the audit row that says so. No transaction is open while it is made."""
    taken = snapshot.take(database, archive, now)
    detail = {"sha256": taken.sha256, "size": taken.size, "engine": taken.engine}
    with database.act() as session:
        audit.record(session, "status.snapshot", actor, taken.path, now=now, detail=detail)
    return taken


def take_due(context: Context, payload: Mapping[str, Any]) -> None:
    """Done once a day, however often it is asked for, and once more for each `asked_at` of a person; copies older than a
    year go, each with its row.
    """
    now = context.clock.now()
    archive, today = context.settings.archive, local_day(now)
    asked = datetime.fromisoformat(payload["asked_at"]) if "asked_at" in payload else None
    taken = [one.taken_at for one in snapshot.listed(archive)]
    if not any(local_day(at) == today if asked is None else at >= asked for at in taken):
        take_and_record(context.database, archive, SYSTEM, now)
    for expired in snapshot.purge(archive, today):
        with context.database.act() as session:
            audit.record(
                session, "status.snapshot_purge", SYSTEM, expired.path, now=now, detail={"sha256": expired.sha256}
            )


JOBS = {KIND: take_due}
