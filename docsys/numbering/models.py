"""What is stored of numbers: how far each series has counted, and every number ever given."""

from sqlalchemy import Enum, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from docsys.db import Base, key, line, moment, short
from docsys.numbering.rules import NumberKind, NumberState

KIND = Enum(NumberKind, native_enum=False, length=20, values_callable=lambda kinds: [one.value for one in kinds])
STATE = Enum(NumberState, native_enum=False, length=20, values_callable=lambda states: [one.value for one in states])


class Counter(Base):
    """The next sequence of one series. Written by `actions` alone, in the transaction that uses the number."""

    __tablename__ = "counters"

    series: Mapped[short] = mapped_column(primary_key=True)
    next: Mapped[int]


class LedgerEntry(Base):
    """One number, for ever: the unique index holds over all states (3.6). `successor` is the number that replaced it."""

    __tablename__ = "number_ledger"
    __table_args__ = (Index("ix_number_ledger_series", "series", "seq"),)

    id: Mapped[key]
    number: Mapped[short] = mapped_column(unique=True)
    kind: Mapped[NumberKind] = mapped_column(KIND)
    series: Mapped[short]
    year: Mapped[int | None]
    unit_code: Mapped[short]
    seq: Mapped[int]
    state: Mapped[NumberState] = mapped_column(STATE)
    subject: Mapped[str] = mapped_column(String(500))
    successor: Mapped[str | None] = mapped_column(String(64), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[line]
    at: Mapped[moment]
    reason: Mapped[str] = mapped_column(String(500))
