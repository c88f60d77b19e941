"""Fixtures for every room: a home folder, a clock that stands, a database of one's own.

Tests marked `db` run on SQLite, and once more on PostgreSQL when DOCSYS_TEST_DATABASE_URL names a server
(`tests/postgres.py` makes one).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from docsys import db
from docsys.clock import FixedClock
from docsys.db import Database
from docsys.events import Bus
from docsys.forms import watching
from docsys.forms.definitions import load_all
from docsys.people import passwords
from docsys.settings import Settings
from tests import learned
from tests.databases import Databases, Learned, PostgresDatabases, SqliteDatabases
from tests.sharing import Groups, by_cost


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=by_cost)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Groups:
    config.option.loadscopereorder = False
    return Groups(config, log)


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """What SQLAlchemy, Jinja and Werkzeug learned for the database and the application of one test serves the next one's too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "make_engine", Learned(db.make_engine))
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": learned.Templates()})
        patch.setattr(watching, "load_all", learned.Forms(load_all))
        patch.setattr(Rule, "_compile_builder", learned.Addresses(Rule._compile_builder))  # noqa: SLF001 - it has no other door
        yield


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """The costs of a hash are shown by a test of its own; the others log in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home of its own; templates and forms are those of the checkout."""
    settings = Settings(home=tmp_path / "home")
    settings.var.mkdir(parents=True)
    settings.archive.mkdir()
    return settings


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def bus() -> Bus:
    """The bus of `database`: subscribe what the test listens for."""
    return Bus()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Databases]:
    """Where databases come from; the tables are made once per process and copied for each test."""
    server = os.environ.get("DOCSYS_TEST_DATABASE_URL")
    source = PostgresDatabases(server, worker_id) if server else SqliteDatabases(tmp_path_factory.mktemp("databases"))
    yield source
    source.close()


@pytest.fixture
def database(databases: Databases, settings: Settings, bus: Bus) -> Iterator[Database]:
    """All tables, no rows."""
    database = databases.fresh(settings.var / "docsys.sqlite3", bus)
    yield database
    database.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """An acting session inside an outer transaction that is rolled back.

    Not together with `database.act()`: on SQLite the write lock is taken.
    """
    connection = database.engine.execution_options(acting=True).connect()
    outer = connection.begin()
    with Session(
        connection, join_transaction_mode="create_savepoint", expire_on_commit=False, info=database.info
    ) as session:
        yield session
    outer.rollback()
    connection.close()
