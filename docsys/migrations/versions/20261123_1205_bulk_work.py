"""Batches of bulk work with their lines.

Revision 202611231205, after 202611231150; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611231205"
down_revision = "202611231150"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.Column("told", sa.String(length=2000), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_bulk_batches_by_id_users")),
        sa.ForeignKeyConstraint(
            ["confirmation_id"], ["confirmations.id"], name=op.f("fk_bulk_batches_confirmation_id_confirmations")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_bulk_batches_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_batches")),
    )
    op.create_index(op.f("ix_bulk_batches_by_id"), "bulk_batches", ["by_id"], unique=False)
    op.create_table(
        "bulk_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("old", sa.String(length=2000), nullable=False),
        sa.Column("new", sa.String(length=2000), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["bulk_batches.id"], name=op.f("fk_bulk_lines_batch_id_bulk_batches")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_bulk_lines_document_id_documents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_lines")),
    )
    op.create_index(op.f("ix_bulk_lines_batch_id"), "bulk_lines", ["batch_id"], unique=False)
    op.create_index(op.f("ix_bulk_lines_document_id"), "bulk_lines", ["document_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_bulk_lines_document_id"), table_name="bulk_lines")
    op.drop_index(op.f("ix_bulk_lines_batch_id"), table_name="bulk_lines")
    op.drop_table("bulk_lines")
    op.drop_index(op.f("ix_bulk_batches_by_id"), table_name="bulk_batches")
    op.drop_table("bulk_batches")
