"""Both engines beside a plain scan of all texts: 800 documents, the 30 queries of the truth test's kinds."""

from functools import partial
from random import Random

import pytest

from docsys import search
from docsys.db import Database
from docsys.search import PageText
from docsys.search.engines.database import DatabaseEngine
from docsys.search.engines.whoosh_index import WhooshEngine
from tests.bench import tables
from tests.search.factories import article, make_entry
from tests.search.test_truth import queries

pytestmark = pytest.mark.bench
DOCUMENTS, LENGTH = 800, 4000
SEED = 20261123


def texts():
    random = Random(SEED)  # noqa: S311 - the same texts each time
    return [article(random, LENGTH) for _ in range(DOCUMENTS)]


@pytest.fixture
def engines(databases, tmp_path):
    """Each engine over a database of its own."""
    found = {}
    for name in ("database", "whoosh"):
        database: Database = databases.fresh(tmp_path / f"{name}.sqlite3", None)
        engine = DatabaseEngine() if name == "database" else WhooshEngine(tmp_path / "index")
        database.info["search"] = engine
        found[name] = database
    yield found
    for database in found.values():
        if isinstance(database.info["search"], WhooshEngine):
            database.info["search"].close()
        database.dispose()


def test_30_queries(engines):
    """Each engine must find as many as the scan does."""
    made = texts()
    plain = [text.replace("\n", "") for text in made]
    asked = queries(made)
    wanted = {words: [holds(text) for text in plain].count(True) for words, holds in asked}
    scans = [took for words, holds in asked for took in tables.seconds(partial(scan, plain, holds))]
    rows = [(f"plain scan of {DOCUMENTS} texts of {LENGTH} characters", tables.shown(scans), "")]
    for name, database in engines.items():
        filled = tables.seconds(partial(fill, database, made))
        answered = [took for words in wanted for took in tables.seconds(partial(find, database, words))]
        assert {words: find(database, words) for words in wanted} == wanted
        rows += [
            (
                f"{name}: one query, with its first page of snippets",
                tables.shown(answered),
                tables.ratio(answered, scans),
            ),
            (f"{name}: indexing all of them", tables.shown(filled), ""),
        ]
    tables.put("Search", rows)


def scan(plain, holds):
    return [text for text in plain if holds(text)]


def find(database, words):
    with database.read() as session:
        return search.find(session, words).total


def fill(database, made):
    with database.act() as session:
        for at, text in enumerate(made, 1):
            search.put(session, make_entry(at, number=f"#{at}", title="*"), [PageText(None, text)])
    engine = database.info["search"]
    if isinstance(engine, WhooshEngine):
        engine.sync(database.engine)
