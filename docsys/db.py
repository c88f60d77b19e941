"""Engine, session and column types. The one place that knows how SQLite must be set to keep its promises.

Measured: WAL with synchronous=FULL and the rollback journal with EXTRA lose no acknowledged commit in a power cut; WAL
before SQLite 3.51.3 can corrupt when two connections checkpoint at once. Hence the choice in `_set_up_sqlite`.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import ModuleType
from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, String, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from docsys.events import Bus

try:
    import pysqlite3
except ImportError:  # other systems than Linux: the library of Python itself
    pysqlite3 = sqlite3

log = logging.getLogger(__name__)

WAL_SAFE = (3, 51, 3)


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. SQLite keeps no zone, so a naive value is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


key = Annotated[int, mapped_column(primary_key=True)]
moment = Annotated[datetime, mapped_column(Moment())]
optional_moment = Annotated[datetime | None, mapped_column(Moment())]
line = Annotated[str, mapped_column(String(200))]
short = Annotated[str, mapped_column(String(64))]
digest = Annotated[str, mapped_column(String(64))]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {dict[str, Any]: JSON, list[Any]: JSON}


def make_engine(url: str | URL) -> Engine:
    """An engine for `url`; on SQLite with the durable journal, foreign keys, and BEGIN under our control."""
    url = make_url(url)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, module=_library(), connect_args={"timeout": 30})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def journal(engine: Engine) -> str:
    """Which journal and which library keep the promise, for the status page: `WAL/FULL, SQLite 3.53.4`."""
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            return str(connection.exec_driver_sql("select version()").scalar())
    mode = "WAL/FULL" if _library().sqlite_version_info >= WAL_SAFE else "DELETE/EXTRA"
    return f"{mode}, SQLite {_library().sqlite_version}"


def _library() -> ModuleType:
    return pysqlite3 if pysqlite3.sqlite_version_info >= sqlite3.sqlite_version_info else sqlite3


def _set_up_sqlite(connection: Any, record: object) -> None:  # noqa: ARG001 - the driver's own
    connection.isolation_level = (
        None  # SQLAlchemy then says BEGIN through `_begin_sqlite`, and rows do not leak between tests
    )
    cursor = connection.cursor()
    if _library().sqlite_version_info >= WAL_SAFE:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
    else:
        cursor.execute("PRAGMA journal_mode=DELETE")
        cursor.execute("PRAGMA synchronous=EXTRA")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    acting = connection.get_execution_options().get("acting", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if acting else "BEGIN")


class Database:
    """Hands out sessions: one per act or read, never shared. `bus` delivers the events of each session."""

    def __init__(self, url: str | URL, bus: Bus | None = None) -> None:
        self.engine = make_engine(url)
        self.bus = bus or Bus()
        # What travels with each session: the bus, and what app.py adds (the search engine).
        self.info: dict[str, Any] = {"bus": self.bus}
        self._acting = self.engine.execution_options(acting=True)

    def session(self, *, acting: bool) -> Session:
        """A plain session; the caller ends it. `acting` begins IMMEDIATE, so that two acts queue instead of colliding."""
        return Session(self._acting if acting else self.engine, expire_on_commit=False, info=self.info)

    @contextmanager
    def act(self) -> Iterator[Session]:
        """One act: commits at the end, rolls back on any error, then runs what `after_commit` collected."""
        with self.session(acting=True) as session:
            with session.begin():
                yield session
            settle(session)

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self.session(acting=False) as session:
            yield session

    def dispose(self) -> None:
        self.engine.dispose()


def after_commit(session: Session, work: Callable[[], None]) -> None:
    """Have `work` done once, right after the commit, outside any transaction. It must be safe to redo or to lose:
    the worker does the same later from the rows (file moves, jobs).
    """
    session.info.setdefault("after_commit", []).append(work)


def settle(session: Session) -> None:
    """Do what `after_commit` collected. Called by whoever committed: `Database.act`, `web/session.py`."""
    for work in dict.fromkeys(session.info.pop("after_commit", [])):
        try:
            work()
        except Exception:  # the act is committed and must be answered as saved; the worker does this work again
            log.exception("after the commit")
