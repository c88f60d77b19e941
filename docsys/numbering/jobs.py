"""编号台账.csv beside the snapshots: every number ever given, so that a rebuild gives none of them twice (house 5)."""

from typing import Any

from docsys import vault
from docsys.clock import local
from docsys.jobs import Context
from docsys.numbering import queries
from docsys.numbering.actions import LEDGER
from docsys.numbering.models import LedgerEntry
from docsys.vault.snapshot import FOLDER
from docsys.web.tables import csv_bytes

NAME = "编号台账.csv"
HEAD = ("编号", "种类", "系列", "年度", "单位", "流水号", "状态", "题名", "接替编号", "取号人", "取号时间", "理由")


def write_ledger(context: Context, _payload: dict[str, Any]) -> None:
    """Rewrite the table; it may run twice."""
    with context.database.read() as session:
        rows = [_row(entry) for entry in session.scalars(queries.ledger())]
    archive = context.settings.archive
    vault.write_atomically(archive / FOLDER / NAME, csv_bytes(HEAD, rows), archive=archive)


def _row(entry: LedgerEntry) -> tuple[object, ...]:
    at = local(entry.at).isoformat(timespec="seconds")
    place = (entry.number, entry.kind.label, entry.series, entry.year, entry.unit_code, entry.seq, entry.state.value)
    return (*place, entry.subject, entry.successor, entry.actor_name, at, entry.reason)


JOBS = {LEDGER: write_ledger}
