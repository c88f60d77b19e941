"""Databases for tests, on either engine: made once per process as a template, copied for each test."""

import shutil
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url

from docsys import migrations
from docsys.db import Database
from docsys.events import Bus


class Databases(Protocol):
    def fresh(self, path: Path, bus: Bus) -> Database:
        """A database with all tables and no rows; SQLite puts it at `path`."""
        ...

    def empty(self, path: Path) -> Database:
        """A database without any table."""
        ...

    def close(self) -> None: ...


class SqliteDatabases:
    """One file per test, copied from a template."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.sqlite3"
        database = self.empty(self._template)
        migrations.metadata().create_all(database.engine)
        with database.engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.dispose()

    def fresh(self, path: Path, bus: Bus) -> Database:
        shutil.copyfile(self._template, path)
        return _hurried(Database(f"sqlite:///{path}", bus))

    def empty(self, path: Path) -> Database:
        return _hurried(Database(f"sqlite:///{path}"))

    def close(self) -> None:
        return


class PostgresDatabases:
    """One database per process on a server of the tests' own, copied anew from a template for each test."""

    def __init__(self, server: str, worker: str) -> None:
        self._server = make_url(server)
        self._admin = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._worker = worker
        template = self._make("template", "template0")
        migrations.metadata().create_all(template.engine)
        template.dispose()

    def fresh(self, path: Path, bus: Bus) -> Database:  # noqa: ARG002 - lies on the server
        return self._make("fresh", self._name("template"), bus)

    def empty(self, path: Path) -> Database:  # noqa: ARG002 - lies on the server
        return self._make("empty", "template0")

    def close(self) -> None:
        with self._admin.connect() as connection:
            for purpose in ("fresh", "empty", "template"):
                connection.execute(text(f'DROP DATABASE IF EXISTS "{self._name(purpose)}" WITH (FORCE)'))
        self._admin.dispose()

    def _name(self, purpose: str) -> str:
        return f"docsys_{self._worker}_{purpose}"

    def _make(self, purpose: str, template: str, bus: Bus | None = None) -> Database:
        name = self._name(purpose)
        with self._admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        return Database(self._server.set(database=name), bus)


def _hurried(database: Database) -> Database:
    """Without waiting for the disk: tests of durability set their own."""
    event.listen(database.engine, "connect", _do_not_wait)
    return database


def _do_not_wait(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
