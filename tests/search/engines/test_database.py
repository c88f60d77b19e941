"""What only the engine in the database can show."""

import pytest
from sqlalchemy import text

from docsys import search
from docsys.db import Database
from docsys.search import ddl
from tests.search.factories import found, put

pytestmark = pytest.mark.db


def test_verify_counts_texts_that_are_not_indexed(database: Database) -> None:
    put(database, ["甲", "乙"])
    with database.act() as session:
        column = "rowid" if session.get_bind().dialect.name == "sqlite" else "chunk_id"
        session.execute(text(f"DELETE FROM search_fts WHERE {column} = 1"))  # noqa: S608 - a constant

    with database.read() as session:
        assert search.verify(session) == ["1 段正文未进入索引"]


def test_verify_counts_what_is_indexed_without_a_text(database: Database) -> None:
    put(database, ["甲", "乙"])
    with database.act() as session:
        session.execute(text("DELETE FROM search_chunks WHERE entry_id = 2"))

    with database.read() as session:
        assert search.verify(session) == ["索引中有 1 段没有对应的正文", "1 个条目标为已提取，却没有正文"]


def test_a_lost_table_comes_back_with_a_rebuild(database: Database) -> None:
    put(database, ["核心交换机"])
    with database.engine.begin() as connection:
        ddl.drop(connection)

    with database.act() as session:
        search.rebuild(session)

    assert found(database, "交换机") == [1]


def test_the_table_can_be_made_twice_and_dropped_twice(database: Database) -> None:
    with database.engine.begin() as connection:
        ddl.create(connection)
        ddl.drop(connection)
        ddl.drop(connection)
        ddl.create(connection)

    put(database, ["甲"])
    assert found(database, "甲") == [1]
