"""What is stored of paper: copies, loans, recalls, volumes with their contents, scans."""

from datetime import date

from sqlalchemy import Enum, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsys.db import Base, key, line, moment, optional_moment, short
from docsys.documents.models import Document, Version
from docsys.folders.models import Folder
from docsys.paper.rules import HolderKind
from docsys.paper.states import CopyState, LoanState, VolumeState
from docsys.people.models import Unit, User
from docsys.vault.models import StoredFile

COPY_STATE = Enum(CopyState, native_enum=False, length=20, values_callable=lambda all_: [one.value for one in all_])
LOAN_STATE = Enum(LoanState, native_enum=False, length=20, values_callable=lambda all_: [one.value for one in all_])
VOLUME_STATE = Enum(VolumeState, native_enum=False, length=20, values_callable=lambda all_: [one.value for one in all_])
HOLDER = Enum(HolderKind, native_enum=False, length=20, values_callable=lambda all_: [one.value for one in all_])


class PaperCopy(Base):
    """A numbered copy of one version. `code` is its 份号, as written on it; `ordinal` counts through all versions.

    `location` is its place in the store, `holder` who or what it is with now.
    """

    __tablename__ = "paper_copies"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)

    id: Mapped[key]
    code: Mapped[str] = mapped_column(String(100), unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    ordinal: Mapped[int]
    state: Mapped[CopyState] = mapped_column(COPY_STATE, index=True)
    location: Mapped[line]
    holder: Mapped[line]
    holder_kind: Mapped[HolderKind] = mapped_column(HOLDER)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    is_important: Mapped[bool]
    pages: Mapped[int | None]
    remark: Mapped[str] = mapped_column(String(500), default="")
    created_by: Mapped[line]
    created_at: Mapped[moment]
    destroyed_at: Mapped[optional_moment]
    destroyed_by: Mapped[str] = mapped_column(String(400), default="")
    destruction: Mapped[str] = mapped_column(String(500), default="")

    document: Mapped[Document] = relationship()
    version: Mapped[Version] = relationship()
    loans: Mapped[list["Loan"]] = relationship(back_populates="copy", order_by="Loan.id.desc()")
    recalls: Mapped[list["Recall"]] = relationship(back_populates="copy", order_by="Recall.id.desc()")
    scans: Mapped[list["Scan"]] = relationship(back_populates="copy", order_by="Scan.ordinal")
    item: Mapped["VolumeItem | None"] = relationship(back_populates="copy")


class Loan(Base):
    """One borrowing (F-13): asked for, lent, brought back. The borrower's post is as it was that day."""

    __tablename__ = "paper_loans"

    id: Mapped[key]
    number: Mapped[short] = mapped_column(unique=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("paper_copies.id"), index=True)
    state: Mapped[LoanState] = mapped_column(LOAN_STATE, index=True)
    borrower_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    borrower_name: Mapped[line]
    department: Mapped[line]
    post: Mapped[line]
    purpose: Mapped[str] = mapped_column(String(500))
    is_guarded: Mapped[bool]
    asked_at: Mapped[moment]
    approved_by: Mapped[str] = mapped_column(String(200), default="")
    approved_at: Mapped[optional_moment]
    lent_by: Mapped[str] = mapped_column(String(200), default="")
    lent_at: Mapped[optional_moment]
    due_on: Mapped[date] = mapped_column(index=True)
    extensions: Mapped[int] = mapped_column(default=0)
    received_by: Mapped[str] = mapped_column(String(200), default="")
    returned_at: Mapped[optional_moment]
    remark: Mapped[str] = mapped_column(String(500), default="")

    copy: Mapped[PaperCopy] = relationship(back_populates="loans")
    borrower: Mapped[User] = relationship()


class Recall(Base):
    """A copy that must come back (F-15): why, from whom, until when; ticked off by its return, or by its loss.

    Its day is provisional (暂定) while the calendar lacks the year; the import of that year computes it again.
    """

    __tablename__ = "paper_recalls"

    id: Mapped[key]
    number: Mapped[short] = mapped_column(unique=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("paper_copies.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    holder: Mapped[line]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    asked_at: Mapped[moment]
    due_on: Mapped[date] = mapped_column(index=True)
    due_is_provisional: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[optional_moment]
    done_by: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[str] = mapped_column(String(64), default="")

    copy: Mapped[PaperCopy] = relationship(back_populates="recalls")


class Volume(Base):
    """A book of paper documents in number order (4.3.7). Once bound its contents never change; a 补卷 names the first.

    `year` narrowed what was put into it; `pdf` is the bound copy in one file, made after the binding.
    """

    __tablename__ = "paper_volumes"

    id: Mapped[key]
    number: Mapped[short] = mapped_column(unique=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("folders.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    supplements_id: Mapped[int | None] = mapped_column(ForeignKey("paper_volumes.id"), index=True)
    state: Mapped[VolumeState] = mapped_column(VOLUME_STATE, index=True)
    title: Mapped[line]
    year: Mapped[int | None]
    location: Mapped[line]
    retention: Mapped[short]
    secrecy: Mapped[short] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(String(1000), default="")
    pages: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[line]
    created_at: Mapped[moment]
    bound_by: Mapped[str] = mapped_column(String(200), default="")
    bound_at: Mapped[optional_moment]
    pdf_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))

    folder: Mapped[Folder] = relationship()
    unit: Mapped[Unit] = relationship()
    supplements: Mapped["Volume | None"] = relationship(remote_side="Volume.id")
    pdf: Mapped[StoredFile | None] = relationship()
    items: Mapped[list["VolumeItem"]] = relationship(
        back_populates="volume", order_by="VolumeItem.ordinal", cascade="all, delete-orphan"
    )


class VolumeItem(Base):
    """One line of the 卷内目录, in the words of the day it was compiled."""

    __tablename__ = "paper_volume_items"
    __table_args__ = (UniqueConstraint("copy_id"),)

    id: Mapped[key]
    volume_id: Mapped[int] = mapped_column(ForeignKey("paper_volumes.id"), index=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("paper_copies.id"))
    ordinal: Mapped[int]
    number: Mapped[short]
    title: Mapped[line]
    author: Mapped[line]
    dated: Mapped[date | None]
    version_text: Mapped[short]
    secrecy: Mapped[short]
    pages: Mapped[int | None]
    first_page: Mapped[int] = mapped_column(default=0)
    last_page: Mapped[int] = mapped_column(default=0)
    remark: Mapped[str] = mapped_column(String(200), default="")

    volume: Mapped[Volume] = relationship(back_populates="items")
    copy: Mapped[PaperCopy] = relationship(back_populates="item")


class Scan(Base):
    """A picture of a copy (4.3.8): its file lies in 扫描备份, `measured` says what resolution was found."""

    __tablename__ = "paper_scans"
    __table_args__ = (UniqueConstraint("copy_id", "ordinal"),)

    id: Mapped[key]
    copy_id: Mapped[int] = mapped_column(ForeignKey("paper_copies.id"), index=True)
    ordinal: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    dpi: Mapped[int]
    pages: Mapped[int]
    measured: Mapped[str] = mapped_column(String(500))
    made_by: Mapped[line]
    made_at: Mapped[moment]

    copy: Mapped[PaperCopy] = relationship(back_populates="scans")
    file: Mapped[StoredFile] = relationship()
