"""Imports: runs and their files.

Revision 202611231415, after 202611231401; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

from docsys.db import Moment

revision = "202611231415"
down_revision = "202611231401"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "source", sa.Enum("folder", "upload", "inbox", name="source", native_enum=False, length=20), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "collecting",
                "reading",
                "ready",
                "importing",
                "done",
                "closed",
                name="runstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("root", sa.String(length=1000), nullable=False),
        sa.Column("into", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("is_walked", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", Moment(timezone=True), nullable=True),
        sa.Column("finished_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_import_runs_created_by_id_users")),
        sa.ForeignKeyConstraint(["started_by_id"], ["users.id"], name=op.f("fk_import_runs_started_by_id_users")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_import_runs_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_runs")),
    )
    op.create_index(op.f("ix_import_runs_state"), "import_runs", ["state"], unique=False)
    op.create_index(op.f("ix_import_runs_unit_id"), "import_runs", ["unit_id"], unique=False)
    op.create_table(
        "import_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=64), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("path", sa.String(length=1000), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", Moment(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "found",
                "proposed",
                "queued",
                "done",
                "skipped",
                "excluded",
                "failed",
                name="itemstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("written_on", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("secrecy", sa.String(length=64), nullable=False),
        sa.Column("use_scope", sa.String(length=1000), nullable=False),
        sa.Column("old_number", sa.String(length=200), nullable=False),
        sa.Column("duplicate", sa.String(length=1000), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.Column("doubt", sa.String(length=500), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("done_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_import_items_document_id_documents")),
        sa.ForeignKeyConstraint(["run_id"], ["import_runs.id"], name=op.f("fk_import_items_run_id_import_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_items")),
        sa.UniqueConstraint("run_id", "slot", name=op.f("uq_import_items_run_id")),
    )
    op.create_index("ix_import_items_run_sha256", "import_items", ["run_id", "sha256"], unique=False)
    op.create_index("ix_import_items_run_state", "import_items", ["run_id", "state"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_import_items_run_state", table_name="import_items")
    op.drop_index("ix_import_items_run_sha256", table_name="import_items")
    op.drop_table("import_items")
    op.drop_index(op.f("ix_import_runs_unit_id"), table_name="import_runs")
    op.drop_index(op.f("ix_import_runs_state"), table_name="import_runs")
    op.drop_table("import_runs")
