"""What is stored of bulk work: the batch as it was asked for, and what became of each document."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsys.bulk.rules import What
from docsys.db import Base, key, line, moment, optional_moment, short
from docsys.people.models import Confirmation


class Batch(Base):
    """One change for many documents. `unit_id` is theirs, where all are of one unit."""

    __tablename__ = "bulk_batches"

    id: Mapped[key]
    what: Mapped[short]
    change: Mapped[dict[str, Any]]
    told: Mapped[str] = mapped_column(String(2000))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    by: Mapped[line]
    asked_at: Mapped[moment]
    confirmation_id: Mapped[int | None] = mapped_column(ForeignKey("confirmations.id"))

    lines: Mapped[list["BatchLine"]] = relationship(order_by="BatchLine.ordinal", back_populates="batch")
    confirmation: Mapped[Confirmation | None] = relationship()

    @property
    def label(self) -> str:
        return What(self.what).label


class BatchLine(Base):
    """A document of a batch: as it was, as it is to be, and `why` it was not done; `done_at` once it was."""

    __tablename__ = "bulk_lines"

    id: Mapped[key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("bulk_batches.id"), index=True)
    ordinal: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    number: Mapped[short]
    title: Mapped[line]
    old: Mapped[str] = mapped_column(String(2000))
    new: Mapped[str] = mapped_column(String(2000))
    why: Mapped[str] = mapped_column(String(1000), default="")
    done_at: Mapped[optional_moment]

    batch: Mapped[Batch] = relationship(back_populates="lines")
