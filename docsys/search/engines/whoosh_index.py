"""Whoosh's own index as an engine, for places where the database has no full text.

Entries are written after the commit, by one writer at a time; until then they stand in `search_pending` and are looked
through as they are. So what was saved is found at once, whatever the index on disk is doing.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Engine as SqlEngine
from sqlalchemy import select
from sqlalchemy.orm import Session
from whoosh.query import Phrase, Prefix, Query, Term
from whoosh.searching import Searcher

from docsys.db import after_commit
from docsys.search.analysis import needle_tokens, prefix_token
from docsys.search.engines.places import Place
from docsys.search.engines.whoosh_files import IndexFolder, mark_of
from docsys.search.engines.whoosh_writer import is_current, write
from docsys.search.models import SearchChunk, SearchPending
from docsys.search.stored import stored_folds

MOST_SCANNED = 300
BEHIND = "检索索引正在更新，正文的检索结果可能还不完整。"
log = logging.getLogger(__name__)


class WhooshEngine:
    name = "whoosh"

    def __init__(self, path: Path) -> None:
        self.folder = IndexFolder(path)
        self.hint = ""
        self._searcher: Searcher | None = None
        self._turn = Lock()

    def store(self, session: Session, entry_id: int, chunks: Mapping[int, str]) -> None:  # noqa: ARG002 - read later
        self._owe(session, entry_id)

    def drop(self, session: Session, entry_id: int, chunk_ids: Sequence[int]) -> None:
        if chunk_ids:
            self._owe(session, entry_id)

    def match(self, session: Session, needle: str) -> dict[int, Place]:
        """Out of the index what it has, out of the texts what it has not yet."""
        pending = set(session.scalars(select(SearchPending.entry_id).distinct()))
        indexed = self._indexed(session, needle)
        if indexed is None:
            pending = set(session.scalars(select(SearchChunk.entry_id).distinct()))
        self.hint = BEHIND if len(pending) > MOST_SCANNED else ""
        found = {entry_id: place for entry_id, place in (indexed or {}).items() if entry_id not in pending}
        return found | scan(session, sorted(pending)[:MOST_SCANNED], needle)

    def sync(self, engine: SqlEngine, *, seconds: float = 0.0, anew: bool = False) -> bool:
        """Write what is owed; all of it again where the index is missing, damaged or not of this database. False:
        another writer is at work, who or whose successor does it.
        """
        return write(self.folder, engine, seconds=seconds, anew=anew)

    def clear(self, session: Session) -> None:
        """A rebuild reads the committed texts, so there is nothing to do within this transaction."""

    def finish(self, session: Session) -> None:
        engine = _engine(session)

        def settle() -> None:
            self.sync(engine, seconds=60, anew=True)

        after_commit(session, settle)

    def defects(self, session: Session) -> list[str]:
        with self._turn:
            searcher = self._current(session)
            if searcher is None:
                return ["检索索引缺失、损坏或已过期"]
            indexed = {chunk for _entry, chunk in _columns(searcher, searcher.reader().all_doc_ids())}
        pending = set(session.scalars(select(SearchPending.entry_id)))
        chunks = session.execute(select(SearchChunk.chunk_id, SearchChunk.entry_id))
        known = dict(chunks.all())
        missing = sum(1 for chunk, entry in known.items() if chunk not in indexed and entry not in pending)
        surplus = 0 if pending else len(indexed - known.keys() - {0})
        found = [f"{missing} 段正文未进入索引"] if missing else []
        return [*found, f"索引中有 {surplus} 段没有对应的正文"] if surplus else found

    def _owe(self, session: Session, entry_id: int) -> None:
        session.add(SearchPending(entry_id=entry_id))
        if not session.info.get("search_sync"):
            session.info["search_sync"] = True
            engine = _engine(session)

            def settle() -> None:
                session.info["search_sync"] = False
                self.sync(engine)

            after_commit(session, settle)

    def _indexed(self, session: Session, needle: str) -> dict[int, Place] | None:
        """None where the index cannot answer: what Whoosh raises over a damaged file is not to be foreseen."""
        with self._turn:
            try:
                searcher = self._current(session)
                return (
                    None if searcher is None else _gathered(_columns(searcher, searcher.docs_for_query(_query(needle))))
                )
            except Exception:
                log.exception(
                    "the Whoosh index at %s cannot be read; it is made anew with the next writing", self.folder.path
                )
                self.close()
                return None

    def _current(self, session: Session) -> Searcher | None:
        if self._searcher is None:
            index = self.folder.open()
            self._searcher = index.searcher() if index is not None else None
        elif not self._searcher.up_to_date():
            self._searcher = self._searcher.refresh()
        if self._searcher is None or not is_current(session, mark_of(self._searcher)):
            self.close()
            return None
        return self._searcher

    def close(self) -> None:
        """Let go of the files: the folder may have been made anew behind an open searcher. The next search opens them."""
        searcher, self._searcher = self._searcher, None
        if searcher is not None:
            searcher.close()


def scan(session: Session, entry_ids: Sequence[int], needle: str) -> dict[int, Place]:
    """Look through the stored texts themselves."""
    found = {}
    for entry_id, folds in stored_folds(session, entry_ids):
        hits = [chunk_id for chunk_id, folded in folds.items() if needle in folded]
        if hits:
            found[entry_id] = Place(len(hits), min(hits))
    return found


def _query(needle: str) -> Query:
    if len(needle) == 1:
        return Prefix("body", prefix_token(needle))
    tokens = needle_tokens(needle)
    return Phrase("body", tokens) if len(tokens) > 1 else Term("body", tokens[0])


def _columns(searcher: Searcher, documents: Iterable[int]) -> Iterable[tuple[int, int]]:
    reader = searcher.reader()
    entries, chunks = reader.column_reader("entry"), reader.column_reader("chunk")
    return ((entries[document], chunks[document]) for document in documents)


def _gathered(rows: Iterable[tuple[int, int]]) -> dict[int, Place]:
    chunks: dict[int, set[int]] = {}
    for entry_id, chunk_id in rows:
        chunks.setdefault(entry_id, set()).add(chunk_id)
    return {entry_id: Place(len(ids), min(ids)) for entry_id, ids in chunks.items()}


def _engine(session: Session) -> Any:
    return session.get_bind().engine
