"""What is stored of a change order beside its form: where it stands, who said what, what was done step by step.

The application and its plan are the values of the record (forms/BG.toml); what is asked for often stands here as columns.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsys.changes.rules.states import State
from docsys.db import Base, key, line, moment, optional_moment, short
from docsys.people.models import Unit
from docsys.records.models import Record
from docsys.vault.models import StoredFile

STATE = Enum(State, native_enum=False, length=20, values_callable=lambda states: [one.value for one in states])


class Part(StrEnum):
    """What a person has to do with an order."""

    APPLICANT = "applicant"
    PLANNER = "planner"
    EXECUTOR = "executor"
    VERIFIER = "verifier"
    OPERATOR = "operator"
    CHECKER = "checker"
    RESPONSIBLE = "responsible"

    @property
    def label(self) -> str:
        return PART_LABELS[self]


PART_LABELS = {
    Part.APPLICANT: "变更申请人",
    Part.PLANNER: "变更方案制定人",
    Part.EXECUTOR: "变更执行人",
    Part.VERIFIER: "变更验证人",
    Part.OPERATOR: "操作人",
    Part.CHECKER: "检查人",
    Part.RESPONSIBLE: "责任人",
}


class Role(StrEnum):
    """What a unit has to do with an order."""

    APPLYING = "applying"
    IMPLEMENTING = "implementing"
    AFFECTED = "affected"


class Voice(StrEnum):
    """What kind of word somebody gave."""

    OPINION = "opinion"
    VOTE = "vote"
    FEEDBACK = "feedback"
    OBSERVATION = "observation"
    VERIFICATION = "verification"


class StepKind(StrEnum):
    BEFORE = "before"
    STEP = "step"
    AFTER = "after"

    @property
    def label(self) -> str:
        return {StepKind.BEFORE: "前置条件检查", StepKind.STEP: "操作步骤", StepKind.AFTER: "实施后测试及检查"}[self]


class Doing(StrEnum):
    """How a step, or what must be updated, stands."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        return {Doing.OPEN: "未完成", Doing.DONE: "已完成", Doing.SKIPPED: "未执行"}[self]


class Change(Base):
    """An order; its number, title and values are the record's. `round` counts its reviews."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_state", "state"),
        Index("ix_changes_planned", "starts_at", "ends_at"),
        Index("ix_changes_submitted", "submitted_at"),
    )

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True, autoincrement=False)
    state: Mapped[State] = mapped_column(STATE)
    urgency: Mapped[str] = mapped_column(String(8), default="")
    level: Mapped[str] = mapped_column(String(8), default="")
    reason_kind: Mapped[short] = mapped_column(default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    starts_at: Mapped[optional_moment]
    ends_at: Mapped[optional_moment]
    nodes: Mapped[list[Any]] = mapped_column(default=list)
    round: Mapped[int] = mapped_column(default=1)
    consultation: Mapped[int] = mapped_column(default=0)
    """How often the units were asked; each time their opinions are given anew."""
    reply_by: Mapped[date | None]
    submitted_at: Mapped[optional_moment]
    received_at: Mapped[optional_moment]
    consulted_at: Mapped[optional_moment]
    approved_at: Mapped[optional_moment]
    released_at: Mapped[optional_moment]
    started_at: Mapped[optional_moment]
    ended_at: Mapped[optional_moment]
    rechecked_at: Mapped[optional_moment]
    verified_at: Mapped[optional_moment]
    over_at: Mapped[optional_moment]
    """Archived, withdrawn or rejected."""
    outcome: Mapped[short] = mapped_column(default="")
    complete_by: Mapped[date | None]
    """The day by which an emergency must be written up (G16)."""
    completed_at: Mapped[optional_moment]
    outside_window: Mapped[bool] = mapped_column(default=False)
    """Its time meets trading hours: an exception that was granted, or an emergency."""
    operations_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    """变更操作记录 as a document of CZ06 (15.6.4（六）)."""
    former: Mapped[list[Any]] = mapped_column(default=list)
    """The plans that were approved before this one (G23): when, by whom taken back, why, and their values."""

    record: Mapped[Record] = relationship()
    unit: Mapped[Unit] = relationship()
    statements: Mapped[list["Statement"]] = relationship(order_by="Statement.id", cascade="all, delete-orphan")
    steps: Mapped[list["ChangeStep"]] = relationship(order_by="ChangeStep.id", cascade="all, delete-orphan")
    documents: Mapped[list["ChangeDocument"]] = relationship(
        order_by="ChangeDocument.place", cascade="all, delete-orphan", back_populates="change"
    )
    items: Mapped[list["ChangeItem"]] = relationship(order_by="ChangeItem.place", cascade="all, delete-orphan")
    people: Mapped[list["ChangePerson"]] = relationship(cascade="all, delete-orphan")
    units: Mapped[list["ChangeUnit"]] = relationship(cascade="all, delete-orphan")
    files: Mapped[list["ChangeFile"]] = relationship(order_by="ChangeFile.id", cascade="all, delete-orphan")

    @property
    def number(self) -> str:
        return self.record.number

    @property
    def title(self) -> str:
        return self.record.title


class ChangePerson(Base):
    """A person whom the order names, so that he finds it and it finds him."""

    __tablename__ = "change_people"
    __table_args__ = (UniqueConstraint("change_id", "user_id", "part"),)

    id: Mapped[key]
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.record_id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    part: Mapped[short]


class ChangeUnit(Base):
    """A unit that applies, carries out or is affected."""

    __tablename__ = "change_units"
    __table_args__ = (UniqueConstraint("change_id", "unit_id", "role"),)

    id: Mapped[key]
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.record_id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[short]

    unit: Mapped[Unit] = relationship()


class Statement(Base):
    """One word given upon an order: a unit's opinion (G7), a reviewer's (G8), a feedback (G18), an observation (G17).

    `whose` is the unit's code or the person's login: one statement each in a round.
    """

    __tablename__ = "change_statements"
    __table_args__ = (UniqueConstraint("change_id", "voice", "round", "whose"),)

    id: Mapped[key]
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.record_id"), index=True)
    voice: Mapped[short]
    round: Mapped[int] = mapped_column(default=1)
    whose: Mapped[short]
    unit_name: Mapped[line]
    person: Mapped[line]
    opinion: Mapped[short] = mapped_column(default="")
    said: Mapped[str] = mapped_column(String(2000), default="")
    since: Mapped[optional_moment]
    until: Mapped[optional_moment]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    by_name: Mapped[line]
    at: Mapped[moment]


class ChangeStep(Base):
    """A check before, a step, or a test after: as planned, and as it was done (G14)."""

    __tablename__ = "change_steps"
    __table_args__ = (UniqueConstraint("change_id", "kind", "place"),)

    id: Mapped[key]
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.record_id"), index=True)
    kind: Mapped[short]
    place: Mapped[int]
    item: Mapped[str] = mapped_column(String(1000))
    operator: Mapped[line] = mapped_column(default="")
    checker: Mapped[line] = mapped_column(default="")
    planned_start: Mapped[optional_moment]
    planned_end: Mapped[optional_moment]
    doing: Mapped[short] = mapped_column(default=Doing.OPEN.value)
    started_at: Mapped[optional_moment]
    ended_at: Mapped[optional_moment]
    result: Mapped[str] = mapped_column(String(1000), default="")
    deviation: Mapped[str] = mapped_column(String(1000), default="")
    done_by: Mapped[line] = mapped_column(default="")
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    checked_by: Mapped[line] = mapped_column(default="")
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[optional_moment]


class ChangeDocument(Base):
    """A document that the change makes stale: done when its new version is published, or withdrawn with a reason (G20)."""

    __tablename__ = "change_documents"
    __table_args__ = (UniqueConstraint("change_id", "place"), Index("ix_change_documents_due", "doing", "due"))

    id: Mapped[key]
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.record_id"), index=True)
    place: Mapped[int]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    number: Mapped[short] = mapped_column(default="")
    title: Mapped[line] = mapped_column(default="")
    version: Mapped[short] = mapped_column(default="")
    action: Mapped[short]
    responsible: Mapped[line]
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    due: Mapped[date | None]
    doing: Mapped[short] = mapped_column(default=Doing.OPEN.value)
    done_version: Mapped[short] = mapped_column(default="")
    done_at: Mapped[optional_moment]
    said: Mapped[str] = mapped_column(String(1000), default="")
    by_name: Mapped[line] = mapped_column(default="")
    paper: Mapped[line] = mapped_column(default="")
    """What became of the paper copies: 已换, 无纸质."""

    change: Mapped[Change] = relationship(back_populates="documents")


class ChangeItem(Base):
    """A configuration item with its value before and after; entered into the store after the review (G21)."""

    __tablename__ = "change_items"
    __table_args__ = (UniqueConstraint("change_id", "place"),)

    id: Mapped[key]
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.record_id"), index=True)
    place: Mapped[int]
    item: Mapped[line]
    before: Mapped[str] = mapped_column(String(500))
    after: Mapped[str] = mapped_column(String(500))
    responsible: Mapped[line] = mapped_column(default="")
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    due: Mapped[date | None]
    doing: Mapped[short] = mapped_column(default=Doing.OPEN.value)
    entered: Mapped[str] = mapped_column(String(500), default="")
    by_name: Mapped[line] = mapped_column(default="")
    entered_at: Mapped[optional_moment]


class ChangeFile(Base):
    """A photo, a log, a list of commands from the machine room."""

    __tablename__ = "change_files"

    id: Mapped[key]
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.record_id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    said: Mapped[line] = mapped_column(default="")
    by_name: Mapped[line]
    at: Mapped[moment]

    file: Mapped[StoredFile] = relationship()
