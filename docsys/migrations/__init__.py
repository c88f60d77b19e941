"""The schema and its history: which tables there are, and how a database is brought to them.

`alembic` is driven from here, never by hand: `upgrade` for `docsys init`, `revise` for `make migration`.
"""

import importlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from docsys.db import Base, Database
from docsys.settings import PACKAGE

HERE = Path(__file__).parent

# Tables that an engine makes for itself (FTS5 and its shadows): rebuilt by `docsys index rebuild`, never migrated.
ENGINE_TABLES = ("search_fts", "fts_")


def metadata() -> MetaData:
    """The tables of all rooms: imports each `models`."""
    for models in sorted((*PACKAGE.glob("*/models.py"), *PACKAGE.glob("*/models/__init__.py"))):
        room = models.relative_to(PACKAGE).parts[0]
        importlib.import_module(f"docsys.{room}.models")
    return Base.metadata


def is_ours(name: str | None, kind: str) -> bool:
    """Whether autogenerate may look at it; `include_object` of env.py and of the test that compares."""
    return kind != "table" or not (name or "").startswith(ENGINE_TABLES)


def include_object(_item: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:  # noqa: FBT001 - alembic's own signature
    return is_ours(name, kind)


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to `revision`, in one transaction where the engine can (both of ours can)."""
    _run(database, command.upgrade, revision)


def standing(database: Database) -> tuple[str | None, str | None]:
    """The revision the database is at (None: it was never set up), and the newest one this code knows."""
    with database.engine.connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
        return at, ScriptDirectory.from_config(_config(connection)).get_current_head()


def downgrade(database: Database, revision: str) -> None:
    _run(database, command.downgrade, revision)


def revise(database: Database, message: str) -> None:
    """Write a new file under versions/: what the models have and the database has not."""
    _run(database, command.revision, message=message, autogenerate=True, rev_id=f"{datetime.now(UTC):%Y%m%d%H%M}")  # noqa: TID251 - a developer's tool, the day is a file name


def _run(database: Database, order: Any, *values: str, **named: str | Literal[True]) -> None:
    with database.engine.execution_options(acting=True).begin() as connection:
        order(_config(connection), *values, **named)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s")
    config.set_main_option("timezone", "UTC")
    config.attributes["connection"] = connection
    return config
