"""The outbox."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from docsys.db import Base, key, moment, optional_moment, short


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {"waiting": "等待", "running": "进行中", "done": "完成", "failed": "失败"}[self.value]


class Job(Base):
    """One piece of work. `key` lets the same work, asked for again before it began, stand once.

    `lease` is whose it is and `lease_until` how long: work whose worker died is taken up by another when the lease ends.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "state", "run_at"),)

    id: Mapped[key]
    kind: Mapped[short] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(String(200), index=True)
    state: Mapped[short] = mapped_column(default=State.WAITING.value)
    attempts: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[moment]
    created_at: Mapped[moment]
    finished_at: Mapped[optional_moment]
    lease: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[optional_moment]
    error: Mapped[str | None] = mapped_column(String(2000))
