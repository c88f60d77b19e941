"""Databases for tests, on either engine: made once per process as a template, copied for each test."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, Dialect, Engine, NullPool, create_engine, event, text
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


class Learned:
    """Makes engines that share what was compiled. Every test has an engine of its own, and each statement would be compiled
    anew for it: most of the time of a test. Statements are kept by dialect, so an engine takes over the dialect of the first
    one of its kind that has been connected.
    """

    def __init__(self, make: Callable[[str | URL], Engine]) -> None:
        self._make = make
        self._compiled: dict[Any, Any] = {}
        self._dialects: dict[Any, Dialect] = {}

    def __call__(self, url: str | URL) -> Engine:
        engine = self._make(url)
        engine.update_execution_options(compiled_cache=self._compiled)
        kind = (engine.dialect.name, engine.dialect.driver, engine.dialect.loaded_dbapi)
        known = self._dialects.setdefault(kind, engine.dialect)
        if known.default_schema_name is not None:  # set at its first connect
            engine.dialect = known
        return engine


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


# What a test left in the tables is deleted without a look at foreign keys, and numbers count from one again.
WIPE = """
DO $$
DECLARE one text;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT format('%I', relname) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 LOOP
    EXECUTE 'DELETE FROM ' || one;
  END LOOP;
  FOR one IN SELECT format('%I', sequencename) FROM pg_sequences WHERE last_value IS NOT NULL LOOP
    PERFORM setval(one, 1, false);
  END LOOP;
END $$
"""
OFTEN = 50
# Whatever makes, changes or drops a table, index, constraint, trigger or function changes this.
SHAPE = """
SELECT (SELECT array_agg(oid ORDER BY oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace)::text
  || (SELECT count(*) FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
      WHERE relnamespace = 'public'::regnamespace AND NOT attisdropped)
  || (SELECT array_agg(oid ORDER BY oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace)::text
  || coalesce((SELECT array_agg(oid ORDER BY oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)::text, '')
  || coalesce((SELECT array_agg(oid ORDER BY oid) FROM pg_trigger WHERE NOT tgisinternal)::text, '')
"""


class PostgresDatabases:
    """One database per process on a server of the tests' own, wiped for each test: to copy it from the template took 350 ms,
    to wipe it takes 25. It is copied anew when a test changed the tables themselves, and when it was wiped `OFTEN`: what is
    deleted stays in the files.
    """

    def __init__(self, server: str, worker: str) -> None:
        self._server = make_url(server)
        self._admin = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._worker = worker
        self._shape = ""
        self._wiped = 0
        template = self._make("template", "template0")
        migrations.metadata().create_all(template.engine)
        template.dispose()

    def fresh(self, path: Path, bus: Bus) -> Database:  # noqa: ARG002 - lies on the server
        if self._wiped < OFTEN and self._shape and self._is_wiped():
            self._wiped += 1
            return Database(self._url("fresh"), bus)
        self._wiped = 0
        made = self._make("fresh", self._name("template"), bus)
        with made.engine.connect() as connection:
            self._shape = connection.scalar(text(SHAPE)) or ""
        return made

    def empty(self, path: Path) -> Database:  # noqa: ARG002 - lies on the server
        return self._make("empty", "template0")

    def close(self) -> None:
        with self._admin.connect() as connection:
            for purpose in ("fresh", "empty", "template"):
                connection.execute(text(f'DROP DATABASE IF EXISTS "{self._name(purpose)}" WITH (FORCE)'))
        self._admin.dispose()

    def _name(self, purpose: str) -> str:
        return f"docsys_{self._worker}_{purpose}"

    def _url(self, purpose: str) -> URL:
        return self._server.set(database=self._name(purpose))

    def _is_wiped(self) -> bool:
        """Unless the test before changed the tables themselves."""
        with self._admin.connect() as connection:
            theirs = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
            connection.execute(theirs, {"name": self._name("fresh")})
        engine = create_engine(self._url("fresh"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            if connection.scalar(text(SHAPE)) != self._shape:
                return False
            connection.execute(text(WIPE))
        return True

    def _make(self, purpose: str, template: str, bus: Bus | None = None) -> Database:
        name = self._name(purpose)
        with self._admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        return Database(self._url(purpose), bus)


def _hurried(database: Database) -> Database:
    """Without waiting for the disk: tests of durability set their own."""
    event.listen(database.engine, "connect", _do_not_wait)
    return database


def _do_not_wait(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
