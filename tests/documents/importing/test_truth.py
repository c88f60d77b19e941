"""What was imported is found by exactly the words that it contains: 30 queries against plain substring truth, on both engines."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from docsys import cli, search
from docsys.documents.importing import applying, reading
from docsys.documents.models import Document
from docsys.search.engines.database import DatabaseEngine
from docsys.search.engines.whoosh_index import WhooshEngine
from docsys.shell import Shell
from tests.documents import factories as make
from tests.search.reading import extract
from tests.search.test_truth import queries, texts

pytestmark = pytest.mark.db
ENCODINGS = ("utf-8", "gb18030", "utf-8-sig", "utf-16")
COUNT = 40


@pytest.fixture
def whoosh(database, tmp_path):
    """The engine that the import writes to."""
    engine = WhooshEngine(tmp_path / "index")
    database.info["search"] = engine
    yield engine
    engine.close()


@pytest.fixture
def library(database, settings, clock, tmp_path, whoosh, monkeypatch):
    """Texts of up to 20,000 characters as files in the encodings met here, imported; text by number."""
    for room in (applying, reading):
        monkeypatch.setattr(room, "extract", extract)
    made, root = texts()[:COUNT], tmp_path / "旧资料"
    root.mkdir()
    for at, text in enumerate(made):
        (root / f"@{at:03}.txt").write_text(text, ENCODINGS[at % len(ENCODINGS)])
    with database.act() as session:
        make.make_people(session)
    shell = Shell(settings, clock, lambda _settings: (database, {}))
    done = CliRunner().invoke(cli.docsys, ["import", str(root), "--into", "ZD07"], obj=shell, catch_exceptions=False)
    assert f"已导入 {COUNT} 份" in done.stdout
    whoosh.sync(database.engine, seconds=60)
    with database.read() as session:
        return {
            one.number: made[int(one.versions[0].reason[-7:-4])] + f"\n\0{one.title}\0{one.number}"
            for one in session.scalars(select(Document))
        }


def answers(database, asked):
    with database.read() as session:
        numbers = dict(session.execute(select(Document.id, Document.number)).all())
        return {query: {numbers[entry] for entry in search.find(session, query).ids} for query in asked}


def test_both_engines_find_exactly_the_imported_documents_that_contain_the_words(library, database, whoosh):
    plain = {number: text.replace("\n", "") for number, text in library.items()}
    asked = queries([text.partition("\0")[0] for text in library.values()])
    truth = {query: {number for number, text in plain.items() if holds(text)} for query, holds in asked}

    by_whoosh = answers(database, truth)
    database.info["search"] = DatabaseEngine()
    with database.act() as session:
        search.rebuild(session)

    assert len(asked) == 30
    assert len(library) == COUNT
    assert by_whoosh == truth
    assert answers(database, truth) == truth
    assert whoosh.hint == ""
    assert sum(0 < len(found) < COUNT for found in truth.values()) > 15
