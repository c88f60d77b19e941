"""What is stored: entries as their owner describes them, their text in chunks, and what an index on disk still owes."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Table, Text, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from docsys.db import Base, digest, key, line, optional_moment, short
from docsys.search import ddl
from docsys.search.pages import TextState


class SearchEntry(Base):
    """One findable thing. `entry_id` is its owner's id. The `_key` columns are folded, for search within them."""

    __tablename__ = "search_entries"

    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[short]
    version: Mapped[short]
    title: Mapped[str] = mapped_column(String(500))
    author: Mapped[line]
    category: Mapped[short] = mapped_column(index=True)
    category_name: Mapped[line]
    unit: Mapped[line] = mapped_column(index=True)
    kind: Mapped[short]
    updated: Mapped[optional_moment]
    number_key: Mapped[str] = mapped_column(Text)
    title_key: Mapped[str] = mapped_column(Text)
    author_key: Mapped[str] = mapped_column(Text)
    category_key: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default=TextState.PENDING)
    reason: Mapped[str] = mapped_column(String(500), default="")
    characters: Mapped[int] = mapped_column(default=0)
    text_hash: Mapped[digest | None] = mapped_column(default=None)
    generation: Mapped[int] = mapped_column(default=0)


class SearchChunk(Base):
    __tablename__ = "search_chunks"
    __table_args__ = (Index("ix_search_chunks_entry_number", "entry_id", "number", unique=True),)

    chunk_id: Mapped[key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("search_entries.entry_id", ondelete="CASCADE"))
    number: Mapped[int]
    page: Mapped[int | None]
    start: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class SearchPending(Base):
    """An entry that changed since an index on disk was last written. Rows pile up harmlessly; the writer clears them."""

    __tablename__ = "search_pending"

    pending_id: Mapped[key]
    entry_id: Mapped[int] = mapped_column(index=True)


class SearchState(Base):
    """One row: which engine the index was written for, and how often it was written. An index on disk that says
    something else is thrown away and made anew.
    """

    __tablename__ = "search_state"

    state_id: Mapped[key]
    engine: Mapped[short]
    epoch: Mapped[short]
    generation: Mapped[int] = mapped_column(default=0)


@event.listens_for(SearchChunk.__table__, "after_create")
def _create_full_text(_table: Table, connection: Connection, **_more: Any) -> None:
    ddl.create(connection)


@event.listens_for(SearchChunk.__table__, "before_drop")
def _drop_full_text(_table: Table, connection: Connection, **_more: Any) -> None:
    ddl.drop(connection)
