"""Which engine serves, and that a change of engine loses nothing."""

from dataclasses import replace

import pytest

from docsys import search
from docsys.db import Database
from docsys.errors import Misconfigured
from docsys.search.engines.database import DatabaseEngine
from docsys.search.engines.null import NullEngine
from docsys.search.engines.opening import engine_for
from docsys.search.engines.whoosh_index import WhooshEngine
from docsys.settings import Settings
from tests.search.factories import found, put


@pytest.mark.parametrize(
    ("url", "kind"), [("database:", DatabaseEngine), ("", NullEngine), ("whoosh:///var/index", WhooshEngine)]
)
def test_the_address_names_the_engine(settings: Settings, url: str, kind: type) -> None:
    assert isinstance(engine_for(replace(settings, search_url=url)), kind)


def test_a_whoosh_address_is_relative_to_home_with_three_slashes(settings: Settings) -> None:
    relative = engine_for(replace(settings, search_url="whoosh:///var/index"))
    absolute = engine_for(replace(settings, search_url="whoosh:////srv/index"))

    assert isinstance(relative, WhooshEngine)
    assert isinstance(absolute, WhooshEngine)
    assert (relative.folder.path, str(absolute.folder.path)) == (settings.var / "index", "/srv/index")


@pytest.mark.parametrize("url", ["elastic://x", "whoosh://", "whoosh:///archive/index"])
def test_an_address_that_cannot_serve_is_refused(settings: Settings, url: str) -> None:
    with pytest.raises(Misconfigured, match="search_url"):
        engine_for(replace(settings, search_url=url))


@pytest.mark.db
def test_a_change_of_engine_takes_the_texts_along(database: Database, settings: Settings) -> None:
    on_disk = replace(settings, search_url="whoosh:///var/index")
    search.attach(database, on_disk)
    put(database, ["核心交换机"])

    search.attach(database, settings)
    assert found(database, "交换机") == [1]
    put(database, ["改为防火墙"])
    search.attach(database, on_disk)

    assert (found(database, "防火墙"), found(database, "交换机")) == ([1], [])


@pytest.mark.db
def test_without_full_text_numbers_and_titles_are_still_found(database: Database, settings: Settings) -> None:
    search.attach(database, replace(settings, search_url=""))
    put(database, ["正文"], title="值班手册")

    with database.read() as session:
        results = search.find(session, "值班")

    assert (list(results.ids), results.message, found(database, "正文")) == ([1], NullEngine.hint, [])


@pytest.mark.db
def test_before_the_tables_are_there_nothing_is_asked_of_them(settings: Settings) -> None:
    empty = Database(f"sqlite:///{settings.var / 'empty.sqlite3'}")

    assert search.attach(empty, settings).name == "database"
    empty.dispose()
