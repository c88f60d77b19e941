"""What is stored of documents: the entry, its versions with their marks, and who may use it."""

from datetime import date
from typing import Any

from sqlalchemy import Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsys.db import Base, key, line, moment, optional_moment, short
from docsys.documents.rules import State, VersionNumber
from docsys.folders.models import Folder
from docsys.people.models import Department, Post, Unit
from docsys.vault.models import StoredFile

STATE = Enum(State, native_enum=False, length=20, values_callable=lambda states: [one.value for one in states])


class Document(Base):
    """The catalogue entry: one number, one folder on disk, many versions (4.3.4).

    `number` is a draft's `CG-…` until the first submission. `head` is the version shown: the current one, or the newest of
    those that never became it. `path` is the folder on disk, relative to the archive.
    """

    __tablename__ = "documents"
    __table_args__ = (Index("ix_documents_folder_number", "folder_id", "number"),)

    id: Mapped[key]
    number: Mapped[short] = mapped_column(unique=True)
    old_number: Mapped[str | None] = mapped_column(String(200))
    # 档号: what an archive calls it after a transfer (DA/T 22); beside its own number, which stays.
    archive_number: Mapped[str | None] = mapped_column(String(100), unique=True, index=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("folders.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    title: Mapped[line]
    state: Mapped[State] = mapped_column(STATE, index=True)
    medium: Mapped[short]
    purpose: Mapped[str] = mapped_column(String(500), default="")
    basis: Mapped[str] = mapped_column(String(1000), default="")
    review_months: Mapped[int | None]
    next_review: Mapped[date | None] = mapped_column(index=True)
    valid_until: Mapped[date | None] = mapped_column(index=True)
    retention: Mapped[str] = mapped_column(String(20), default="")
    # How it stood when its prints were last made: the nightly job makes those anew that stand otherwise today.
    standing: Mapped[str] = mapped_column(String(20), default="", server_default="")
    # The record that this one supplements, by its number: what is filed is never edited (requirements 4.1).
    supplements: Mapped[short] = mapped_column(default="", server_default="")
    own_rights: Mapped[bool] = mapped_column(default=False)
    missing: Mapped[list[Any]] = mapped_column(default=list)
    path: Mapped[str] = mapped_column(String(1000))
    # No foreign key: versions refer to documents, and a circle of two tables cannot be made in one order.
    head_id: Mapped[int | None] = mapped_column(index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[moment]
    abolished_at: Mapped[optional_moment]
    abolition_reason: Mapped[str] = mapped_column(String(1000), default="")
    replacement: Mapped[str] = mapped_column(String(200), default="")
    # What the appraisal decided: `until` a later day, `hold` why it may not be destroyed now, `destroyed` when and by whom.
    keeping: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    folder: Mapped[Folder] = relationship()
    unit: Mapped[Unit] = relationship()
    head: Mapped["Version | None"] = relationship(primaryjoin="foreign(Document.head_id) == Version.id", viewonly=True)
    versions: Mapped[list["Version"]] = relationship(
        foreign_keys="Version.document_id",
        back_populates="document",
        order_by="(Version.major, Version.minor, Version.id)",
    )
    contract: Mapped["Contract | None"] = relationship(back_populates="document")
    rights: Mapped[list["UseRight"]] = relationship(order_by="UseRight.id", cascade="all, delete-orphan")


class Version(Base):
    """One version: the approved file and the marks that it carries."""

    __tablename__ = "versions"

    id: Mapped[key]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    major: Mapped[int]
    minor: Mapped[int]
    state: Mapped[State] = mapped_column(STATE, index=True)
    title: Mapped[line]
    author: Mapped[line]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    written_on: Mapped[date | None]
    secrecy: Mapped[short] = mapped_column(default="")
    use_scope: Mapped[str] = mapped_column(String(1000), default="")
    level: Mapped[short] = mapped_column(default="")
    notes: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(String(500), default="")
    # The demand that a rule answers, XQ-2026-0003 (1.2.1).
    demand: Mapped[short] = mapped_column(default="", server_default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    submitted_at: Mapped[optional_moment]
    approved_at: Mapped[optional_moment]
    approved_by: Mapped[str] = mapped_column(String(200), default="")
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    opinion: Mapped[str] = mapped_column(String(1000), default="")
    published_at: Mapped[optional_moment]
    published_by: Mapped[str] = mapped_column(String(200), default="")
    effective_on: Mapped[date | None]
    created_at: Mapped[moment]

    document: Mapped[Document] = relationship(foreign_keys=[document_id], back_populates="versions")
    file: Mapped[StoredFile | None] = relationship()
    attachments: Mapped[list["Attachment"]] = relationship(order_by="Attachment.ordinal", back_populates="version")

    @property
    def version(self) -> VersionNumber:
        return VersionNumber(self.major, self.minor)


class Attachment(Base):
    """A further file of a version, `…-F01`: added while the version is a draft, and moved along with it."""

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("version_id", "ordinal"),)

    id: Mapped[key]
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    ordinal: Mapped[int]
    title: Mapped[line]
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    added_by: Mapped[line]
    added_at: Mapped[moment]

    version: Mapped[Version] = relationship(back_populates="attachments")
    file: Mapped[StoredFile] = relationship()


class Contract(Base):
    """What a contract says besides its text (6.2): with whom, from when to when, which clauses it has, and how it ended."""

    __tablename__ = "contracts"

    id: Mapped[key]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), unique=True)
    party: Mapped[line]
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    clauses: Mapped[dict[str, Any]] = mapped_column(default=dict)
    outcome: Mapped[short] = mapped_column(default="")
    ended_on: Mapped[date | None]
    remark: Mapped[str] = mapped_column(String(500), default="")
    successor: Mapped[short] = mapped_column(default="")

    document: Mapped[Document] = relationship(back_populates="contract")


class Checkout(Base):
    """A draft in one person's hands until `until`; past that it is as if the row were not there."""

    __tablename__ = "checkouts"

    id: Mapped[key]
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), unique=True)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    holder: Mapped[line]
    taken_at: Mapped[moment]
    until: Mapped[moment]


class UseRight(Base):
    """Who may do what with a document, or with all of a folder: a row of unit, department and post; None means any (4.5.1)."""

    __tablename__ = "use_rights"
    __table_args__ = (UniqueConstraint("document_id", "folder_id", "unit_id", "department_id", "post_id"),)

    id: Mapped[key]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    folder_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    may_list: Mapped[bool] = mapped_column(default=True)
    may_read: Mapped[bool] = mapped_column(default=False)
    may_download: Mapped[bool] = mapped_column(default=False)
    may_print: Mapped[bool] = mapped_column(default=False)
    may_borrow: Mapped[bool] = mapped_column(default=False)
    valid_to: Mapped[date | None]

    unit: Mapped[Unit | None] = relationship()
    department: Mapped[Department | None] = relationship()
    post: Mapped[Post | None] = relationship()
