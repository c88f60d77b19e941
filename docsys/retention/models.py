"""What is stored: periods that differ from the table, and what was destroyed when, with its list."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from docsys.db import Base, key, line, moment, short


class RetentionPeriod(Base):
    """A period that was set: by one person where it is longer, by two where it is shorter."""

    __tablename__ = "retention_periods"

    id: Mapped[key]
    code: Mapped[short] = mapped_column(unique=True)
    period: Mapped[short]
    reason: Mapped[str] = mapped_column(String(500))
    requested_by: Mapped[line]
    confirmed_by: Mapped[line] = mapped_column(default="")
    set_at: Mapped[moment]


class Destruction(Base):
    """One 销毁清单: what two persons destroyed together. `lines` in the words of the day; its PDF becomes a document."""

    __tablename__ = "retention_destructions"

    id: Mapped[key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    requested_by: Mapped[line]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    confirmed_by: Mapped[line]
    destroyed_at: Mapped[moment]
    lines: Mapped[list[Any]]
    document_ids: Mapped[list[Any]]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
