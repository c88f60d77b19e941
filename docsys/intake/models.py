"""What is stored of an import: the run, and each file it met with what became of it."""

from sqlalchemy import BigInteger, Enum, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsys.db import Base, key, line, moment, optional_moment, short
from docsys.documents.models import Document
from docsys.intake.rules import ItemState, RunState, Source
from docsys.people.models import Unit


def _words(kind: type) -> Enum:
    return Enum(kind, native_enum=False, length=20, values_callable=lambda states: [one.value for one in states])


class ImportRun(Base):
    """One tree that is taken over, or the inbox, whose run never ends. `root` is where its files lie; `actor` decides."""

    __tablename__ = "import_runs"

    id: Mapped[key]
    source: Mapped[Source] = mapped_column(_words(Source))
    state: Mapped[RunState] = mapped_column(_words(RunState), index=True)
    title: Mapped[line]
    root: Mapped[str] = mapped_column(String(1000))
    into: Mapped[short] = mapped_column(default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    is_walked: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str] = mapped_column(String(500), default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_by: Mapped[line]
    created_at: Mapped[moment]
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[optional_moment]
    finished_at: Mapped[optional_moment]

    unit: Mapped[Unit] = relationship()


class ImportItem(Base):
    """One file. `slot` is its place in the tree, once for each run, and empty when a file of the inbox has been taken: the
    next one there is another. `raw` is the path as the file system has it, `path` as it is written down.
    """

    __tablename__ = "import_items"
    __table_args__ = (
        UniqueConstraint("run_id", "slot"),
        Index("ix_import_items_run_state", "run_id", "state"),
        Index("ix_import_items_run_sha256", "run_id", "sha256"),
    )

    id: Mapped[key]
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"))
    slot: Mapped[str | None] = mapped_column(String(64))
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    path: Mapped[str] = mapped_column(String(1000))
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    mtime: Mapped[int] = mapped_column(BigInteger, default=0)
    seen_at: Mapped[optional_moment]
    state: Mapped[ItemState] = mapped_column(_words(ItemState))
    reason: Mapped[str] = mapped_column(String(500), default="")
    sha256: Mapped[short] = mapped_column(default="")
    folder: Mapped[short] = mapped_column(default="")
    unit: Mapped[short] = mapped_column(default="")
    title: Mapped[line] = mapped_column(default="")
    author: Mapped[line] = mapped_column(default="")
    version: Mapped[short] = mapped_column(default="")
    written_on: Mapped[short] = mapped_column(default="")
    level: Mapped[short] = mapped_column(default="")
    secrecy: Mapped[short] = mapped_column(default="")
    use_scope: Mapped[str] = mapped_column(String(1000), default="")
    old_number: Mapped[str] = mapped_column(String(200), default="")
    duplicate: Mapped[str] = mapped_column(String(1000), default="")
    is_wanted: Mapped[bool] = mapped_column(default=False)
    doubt: Mapped[str] = mapped_column(String(500), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    done_at: Mapped[optional_moment]

    run: Mapped[ImportRun] = relationship()
    document: Mapped[Document | None] = relationship()
