"""What is stored of a record: its number, the definition it was made with, its values, and every act upon it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsys.db import Base, Moment, digest, key, line, moment, optional_moment, short
from docsys.records.rules import State
from docsys.vault.models import StoredFile

STATE = Enum(State, native_enum=False, length=20, values_callable=lambda states: [one.value for one in states])


class FormRevision(Base):
    """A definition that records were made with. Written at first use, never changed: old records print by it."""

    __tablename__ = "form_revisions"
    __table_args__ = (UniqueConstraint("form_code", "revision"),)

    id: Mapped[key]
    form_code: Mapped[str] = mapped_column(String(2))
    revision: Mapped[int]
    sha256: Mapped[digest]
    definition: Mapped[dict[str, Any]]
    first_used_at: Mapped[moment]

    hands: Mapped[list["FormHand"]] = relationship(cascade="all, delete-orphan")


class FormHand(Base):
    """A role that fills this form or takes one of its steps: those who hold it in a unit see the unit's records."""

    __tablename__ = "form_hands"
    __table_args__ = (UniqueConstraint("form_revision_id", "role"),)

    id: Mapped[key]
    form_revision_id: Mapped[int] = mapped_column(ForeignKey("form_revisions.id"))
    role: Mapped[short]


class Record(Base):
    """A filled sheet, or one row of a register. `page` is the page that wrote last, so that it may write again."""

    __tablename__ = "records"
    __table_args__ = (
        Index("ix_records_form_period", "form_code", "unit_id", "period"),
        Index("ix_records_form_state", "form_code", "state"),
    )

    id: Mapped[key]
    number: Mapped[short] = mapped_column(unique=True)
    form_code: Mapped[str] = mapped_column(String(2))
    form_revision_id: Mapped[int] = mapped_column(ForeignKey("form_revisions.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    title: Mapped[line]
    state: Mapped[State] = mapped_column(STATE)
    data: Mapped[dict[str, Any]]
    people: Mapped[dict[str, Any]]
    """How the people named in it were called when it was last saved: `李静（lijing）` → `李静（上海期货交易所 · 网络管理员）`."""
    period: Mapped[str | None] = mapped_column(String(7))
    """Which list a register row stands in: `2026-11`, or `2026` where lists are yearly."""
    opened_at: Mapped[str | None] = mapped_column(String(16))
    step: Mapped[short] = mapped_column(default="")
    """The step that must be taken next, of those its form states; nothing where none is."""
    step_label: Mapped[line] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    page: Mapped[str] = mapped_column(String(32), default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[moment]
    updated_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[moment]
    submitted_at: Mapped[optional_moment]
    reviewed_at: Mapped[optional_moment]
    completed_at: Mapped[optional_moment]
    archived_at: Mapped[optional_moment]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    # The document that a led sheet speaks of: who may not know of that, does not see the sheet. Without a foreign key:
    # documents are never deleted.
    about_id: Mapped[int | None] = mapped_column(index=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    corrects: Mapped[short] = mapped_column(default="", server_default="", index=True)
    """The archived sheet of which this is a new issue, by its number."""
    keeping: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """What the appraisal decided, as of documents."""

    form_revision: Mapped[FormRevision] = relationship()
    steps: Mapped[list["RecordStep"]] = relationship(order_by="RecordStep.id", back_populates="record")
    scans: Mapped[list["RecordScan"]] = relationship(order_by="RecordScan.ordinal", back_populates="record")
    tasks: Mapped[list["RecordTask"]] = relationship(cascade="all, delete-orphan")
    dues: Mapped[list["RecordDue"]] = relationship(cascade="all, delete-orphan", order_by="RecordDue.due_on")

    @property
    def standing(self) -> str:
        """Where it stands, in words: 草稿, 待复核, 已归档."""
        return (
            f"待{self.step_label}"
            if self.step_label and self.state in {State.PENDING, State.OPEN}
            else self.state.label
        )


class RecordStep(Base):
    """One act upon a record: who, when, and what was said. Rows are only ever added."""

    __tablename__ = "record_steps"

    id: Mapped[key]
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    verb: Mapped[str] = mapped_column(String(20))
    step: Mapped[short] = mapped_column(default="")
    """Which step of the form was taken or sent back."""
    label: Mapped[line] = mapped_column(default="")
    """What was done, in the words of the form: 复核通过, 登记离开."""
    state: Mapped[State] = mapped_column(STATE)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[line]
    unit_name: Mapped[line]
    at: Mapped[moment]
    actor_login: Mapped[short] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")
    former: Mapped[dict[str, Any] | None]
    """What an amended row said before, of the fields that changed."""

    record: Mapped[Record] = relationship(back_populates="steps")


class RecordTask(Base):
    """Who can take the next step: whoever holds `role` in the record's unit, or one person. Written anew at each step."""

    __tablename__ = "record_tasks"
    __table_args__ = (Index("ix_record_tasks_role", "role"), Index("ix_record_tasks_user", "user_id"))

    id: Mapped[key]
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    step: Mapped[short]
    role: Mapped[short] = mapped_column(default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class RecordDue(Base):
    """A day on which something written in a record is due: a return, the end of a warranty, the next maintenance."""

    __tablename__ = "record_dues"

    id: Mapped[key]
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    due_on: Mapped[date]
    told_from: Mapped[date] = mapped_column(index=True)
    label: Mapped[line]


class SignedScan(Base):
    """A scan that was handed in: kept as it came. `codes` are the texts read from each of its pages."""

    __tablename__ = "signed_scans"

    id: Mapped[key]
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    codes: Mapped[list[Any]]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    by_name: Mapped[line]
    at: Mapped[moment]
    settled_at: Mapped[optional_moment]
    """When somebody looked at it and said where its pages belong, or gave it up."""

    file: Mapped[StoredFile] = relationship()


class RecordScan(Base):
    """签字扫描件: the pages of a scan that belong to one record, as a file of their own."""

    __tablename__ = "record_scans"
    __table_args__ = (UniqueConstraint("record_id", "ordinal"),)

    id: Mapped[key]
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    scan_id: Mapped[int] = mapped_column(ForeignKey("signed_scans.id"))
    ordinal: Mapped[int]
    pages: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    by_name: Mapped[line]
    at: Mapped[moment]

    file: Mapped[StoredFile] = relationship()
    record: Mapped[Record] = relationship(back_populates="scans")


class RegisterPeriod(Base):
    """The list of one register, unit and month or year that was archived as one document."""

    __tablename__ = "register_periods"
    __table_args__ = (UniqueConstraint("form_code", "unit_id", "period"),)

    id: Mapped[key]
    form_code: Mapped[str] = mapped_column(String(2))
    form_revision_id: Mapped[int] = mapped_column(ForeignKey("form_revisions.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    period: Mapped[str] = mapped_column(String(7))
    count: Mapped[int]
    requested_by: Mapped[str] = mapped_column(String(200))
    confirmed_by: Mapped[str] = mapped_column(String(200))
    archived_at: Mapped[datetime] = mapped_column(Moment())
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))

    form_revision: Mapped[FormRevision] = relationship()


class RegisterImport(Base):
    """A table that one person looks at before its rows are entered: what it says, what is wrong with it, what became of it.

    Each of `lines` has its `place` in the table, what is `raw`, its `faults` (field and sentence), and in the end its `number`.
    """

    __tablename__ = "register_imports"

    id: Mapped[key]
    form_code: Mapped[str] = mapped_column(String(2))
    name: Mapped[line]
    lines: Mapped[list[Any]]
    strange: Mapped[list[Any]]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[moment]
    taken_at: Mapped[optional_moment]

    @property
    def good(self) -> list[dict[str, Any]]:
        return [one for one in self.lines if not one["faults"]]

    @property
    def bad(self) -> list[dict[str, Any]]:
        return [one for one in self.lines if one["faults"]]
