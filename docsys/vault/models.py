"""What is stored of files: where each belongs, and the moves that are not carried out yet."""

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from docsys.db import Base, key, line, moment, optional_moment

# The target of a file that goes nowhere.
ERASED = ""


class StoredFile(Base):
    """A file of the library. `path` is where it belongs, relative to the archive; `original_name` is an attribute only."""

    __tablename__ = "files"

    id: Mapped[key]
    path: Mapped[str] = mapped_column(String(1000), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    original_name: Mapped[str] = mapped_column(String(500))
    media_type: Mapped[line]
    created_at: Mapped[moment]
    # The bytes are gone by a decision of two persons; what they were is known for ever.
    erased_at: Mapped[optional_moment]


class FileMove(Base):
    """One move, of a file or a folder, both ends relative to the archive; without a target the file is erased. Carried out
    in the order of the ids.
    """

    __tablename__ = "file_moves"
    __table_args__ = (Index("ix_file_moves_open", "done_at", "id"),)

    id: Mapped[key]
    source: Mapped[str] = mapped_column(String(1000))
    target: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[moment]
    done_at: Mapped[optional_moment]
    error: Mapped[str | None] = mapped_column(String(500))
