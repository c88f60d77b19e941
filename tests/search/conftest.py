"""An index of each kind over the same database; the contract is tested on all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from docsys.db import Database
from docsys.search.engines import Engine
from docsys.search.engines.database import DatabaseEngine
from docsys.search.engines.whoosh_index import WhooshEngine


@pytest.fixture
def whoosh(database: Database, tmp_path: Path) -> Iterator[WhooshEngine]:
    """The index on disk, as the engine that every session of `database` uses in this test."""
    engine = WhooshEngine(tmp_path / "index")
    database.info["search"] = engine
    yield engine
    engine.close()


@pytest.fixture(params=["database", "whoosh"])
def engine(request: pytest.FixtureRequest, database: Database) -> Engine:
    """Each engine in turn."""
    if request.param == "whoosh":
        found: Engine = request.getfixturevalue("whoosh")
        return found
    database.info["search"] = DatabaseEngine()
    return DatabaseEngine()
