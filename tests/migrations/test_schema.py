"""An empty database goes up, down and up again on either engine, and then has exactly the tables of the models."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from docsys import migrations

pytestmark = pytest.mark.db


@pytest.fixture
def empty(databases, tmp_path):
    database = databases.empty(tmp_path / "empty.sqlite3")
    yield database
    database.dispose()


def differences(database):
    options = {"compare_type": True, "include_object": migrations.include_object}
    with database.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection, opts=options), migrations.metadata())


def tables(database):
    return {name for name in inspect(database.engine).get_table_names() if migrations.is_ours(name, "table")}


def missing_engine_tables(database):
    """What no model describes and create_all makes by listeners must be in the migrations too."""
    return {"search_fts"} - set(inspect(database.engine).get_table_names())


def test_up_down_up_ends_with_the_tables_of_the_models(empty):
    migrations.upgrade(empty)
    assert differences(empty) == []
    assert missing_engine_tables(empty) == set()

    migrations.downgrade(empty, "base")
    assert tables(empty) <= {"alembic_version"}

    migrations.upgrade(empty)
    assert differences(empty) == []
    assert missing_engine_tables(empty) == set()


def test_upgrading_again_changes_nothing(empty):
    migrations.upgrade(empty)
    before = tables(empty)

    migrations.upgrade(empty)

    assert tables(empty) == before


def test_the_history_is_one_line():
    assert len(ScriptDirectory(str(migrations.HERE)).get_heads()) == 1


def test_the_standing_of_a_database_is_told(empty):
    head = ScriptDirectory(str(migrations.HERE)).get_current_head()
    assert migrations.standing(empty) == (None, head)

    migrations.upgrade(empty)

    assert migrations.standing(empty) == (head, head)
