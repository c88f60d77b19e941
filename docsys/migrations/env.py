"""Run by alembic. The connection, already in a transaction, is handed in by `docsys.migrations`."""

from alembic import context

from docsys import migrations

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=migrations.metadata(),
    include_object=migrations.include_object,
    compare_type=True,
    compare_server_default=False,
    render_as_batch=False,  # batch mode copies tables and drops their triggers: DDL is written out instead
)
context.run_migrations()
