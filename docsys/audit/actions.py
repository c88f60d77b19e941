"""Appending to the log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.audit.chain import GENESIS, hash_of
from docsys.audit.models import AuditHead, AuditRow

SUBJECT_LENGTH = 500


class Who(Protocol):
    """What the log needs to know of an actor; `people.rules.Actor` has it."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def login(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def source(self) -> str: ...


def record(  # noqa: PLR0913 - a row of the log has that many parts
    session: Session,
    act: str,
    actor: Who,
    subject: str,
    *,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
    result: str = "ok",
) -> AuditRow:
    """Write down one act in the transaction of the act: without its row there is no act."""
    head = session.scalar(select(AuditHead).where(AuditHead.id == 1).with_for_update())
    if head is None:
        head = AuditHead(id=1, last_id=0, last_hash=GENESIS)
        session.add(head)
    row = AuditRow(
        at=now,
        user_id=actor.user_id,
        login=actor.login,
        name=actor.name,
        channel=actor.channel,
        source=actor.source[:64],
        act=act,
        subject=subject[:SUBJECT_LENGTH],
        detail=dict(detail or {}),
        result=result,
        previous=head.last_hash,
    )
    row.hash = hash_of(row)
    session.add(row)
    session.flush()
    head.last_id, head.last_hash = row.id, row.hash
    session.flush()
    return row
