"""The chain: each row's hash covers the row and the hash before it, so that no row can be changed, removed or put in."""

import hashlib
import json
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.audit.models import AuditHead, AuditRow

GENESIS = "0" * 64


@dataclass(frozen=True)
class Broken:
    """The first row that does not fit, and why."""

    row_id: int
    reason: str


def hash_of(row: AuditRow) -> str:
    """SHA-256 over the row in canonical JSON."""
    content = {
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "user_id": row.user_id,
        "login": row.login,
        "name": row.name,
        "channel": row.channel,
        "source": row.source,
        "act": row.act,
        "subject": row.subject,
        "detail": row.detail,
        "result": row.result,
        "previous": row.previous,
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def verify(session: Session) -> Broken | None:
    """Walk the whole chain; None where it is whole."""
    previous, last_id = GENESIS, 0
    everything = select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=1000)
    with closing(session.scalars(everything)) as rows:  # a cursor of the server, which must not stay open
        for row in rows:
            if row.previous != previous:
                return Broken(row.id, "与前一行不衔接：其间有行被删除或插入。")
            if hash_of(row) != row.hash:
                return Broken(row.id, "内容与其哈希不符：该行被改动。")
            previous, last_id = row.hash, row.id
    head = session.get(AuditHead, 1)
    if head is not None and (head.last_id, head.last_hash) != (last_id, previous):
        return Broken(last_id, "日志末尾有行被删除。")
    return None
