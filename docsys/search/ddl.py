"""The full-text table, which SQLAlchemy's models cannot express: FTS5 in SQLite, tsvector with GIN in PostgreSQL.

`Base.metadata.create_all` makes it through listeners in models.py; a migration calls `create` and `drop`. Decided here once:
contentless_delete, which needs SQLite 3.43 (the pysqlite3 wheel has 3.53, Debian 12's own library has 3.40).
"""

from sqlalchemy import text
from sqlalchemy.engine import Connection

TABLE = "search_fts"

# The ascii tokenizer takes every character beyond ASCII as a letter; tokens hold no ASCII sign (see analysis.py).
_CREATE = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(tokens, content='', contentless_delete=1, tokenize=ascii)",
    ),
    "postgresql": (
        f"CREATE TABLE IF NOT EXISTS {TABLE} (chunk_id INTEGER PRIMARY KEY, tokens tsvector NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS ix_{TABLE}_tokens ON {TABLE} USING gin (tokens)",
    ),
}


def create(connection: Connection) -> None:
    for statement in _CREATE[connection.dialect.name]:
        connection.execute(text(statement))


def drop(connection: Connection) -> None:
    connection.execute(text(f"DROP TABLE IF EXISTS {TABLE}"))
