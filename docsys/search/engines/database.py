"""The index in the database itself: FTS5 in SQLite, tsvector with GIN in PostgreSQL. The index row is written in the
transaction of the document: never stale, never locked, never lost.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from docsys.search.analysis import needle_tokens, pairs, prefix_token
from docsys.search.engines.places import Place


class Fts5:
    """Contentless FTS5. Tokens hold no ASCII sign, so double quotes are all that its query syntax needs."""

    insert = text("INSERT INTO search_fts (rowid, tokens) VALUES (:chunk_id, :tokens)")
    delete = text("DELETE FROM search_fts WHERE rowid = :chunk_id")
    clear = text("INSERT INTO search_fts (search_fts) VALUES ('delete-all')")
    settle = text("INSERT INTO search_fts (search_fts) VALUES ('optimize')")
    match = text(
        "SELECT c.entry_id, count(*), min(c.chunk_id) FROM search_fts JOIN search_chunks c ON c.chunk_id = search_fts.rowid "
        "WHERE search_fts MATCH :query GROUP BY c.entry_id"
    )
    indexed = text("SELECT id FROM search_fts_docsize")

    @staticmethod
    def document(tokens: Sequence[str]) -> str:
        return " ".join(tokens)

    @staticmethod
    def query(needle: str) -> str:
        return f'"{prefix_token(needle)}" *' if len(needle) == 1 else f'"{" ".join(needle_tokens(needle))}"'


class TsVector:
    """PostgreSQL. Tokens and places are ours: `to_tsvector` and `to_tsquery` would cut them up again."""

    insert = text("INSERT INTO search_fts (chunk_id, tokens) VALUES (:chunk_id, cast(:tokens AS tsvector))")
    delete = text("DELETE FROM search_fts WHERE chunk_id = :chunk_id")
    clear = text("DELETE FROM search_fts")
    settle = text("ANALYZE search_fts")
    match = text(
        "SELECT c.entry_id, count(*), min(c.chunk_id) FROM search_fts f JOIN search_chunks c ON c.chunk_id = f.chunk_id "
        "WHERE f.tokens @@ cast(:query AS tsquery) GROUP BY c.entry_id"
    )
    indexed = text("SELECT chunk_id FROM search_fts")

    @staticmethod
    def document(tokens: Sequence[str]) -> str:
        return " ".join(f"'{token}':{place}" for place, token in enumerate(tokens, start=1))

    @staticmethod
    def query(needle: str) -> str:
        if len(needle) == 1:
            return f"'{prefix_token(needle)}':*"
        return " <-> ".join(f"'{token}'" for token in needle_tokens(needle))


_DIALECTS: dict[str, type[Fts5 | TsVector]] = {"sqlite": Fts5, "postgresql": TsVector}


class DatabaseEngine:
    name = "database"
    hint = ""

    def store(self, session: Session, entry_id: int, chunks: Mapping[int, str]) -> None:  # noqa: ARG002 - the interface
        sql = _dialect(session)
        rows = [{"chunk_id": chunk_id, "tokens": sql.document(pairs(folded))} for chunk_id, folded in chunks.items()]
        if rows:
            session.execute(sql.insert, rows)

    def drop(self, session: Session, entry_id: int, chunk_ids: Sequence[int]) -> None:  # noqa: ARG002 - the interface
        if chunk_ids:
            session.execute(_dialect(session).delete, [{"chunk_id": chunk_id} for chunk_id in chunk_ids])

    def match(self, session: Session, needle: str) -> dict[int, Place]:
        sql = _dialect(session)
        rows = session.execute(sql.match, {"query": sql.query(needle)})
        return {entry_id: Place(chunks, first) for entry_id, chunks, first in rows}

    def clear(self, session: Session) -> None:
        session.execute(_dialect(session).clear)

    def finish(self, session: Session) -> None:
        session.execute(_dialect(session).settle)

    def defects(self, session: Session) -> list[str]:
        """Chunks that are not indexed, and what is indexed without being a chunk."""
        indexed = set(session.scalars(_dialect(session).indexed))
        chunks = set(session.scalars(text("SELECT chunk_id FROM search_chunks")))
        found = []
        if missing := len(chunks - indexed):
            found.append(f"{missing} 段正文未进入索引")
        if surplus := len(indexed - chunks):
            found.append(f"索引中有 {surplus} 段没有对应的正文")
        return found


def _dialect(session: Session) -> type[Fts5 | TsVector]:
    return _DIALECTS[session.get_bind().dialect.name]
