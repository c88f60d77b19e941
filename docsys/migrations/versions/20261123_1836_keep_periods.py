"""What the appraisal decided, periods of keeping, lists of destruction; 档号

Revision 202611231836, after 202611231828; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

from docsys.db import Moment

revision = "202611231836"
down_revision = "202611231828"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("requested_by", sa.String(length=200), nullable=False),
        sa.Column("confirmed_by", sa.String(length=200), nullable=False),
        sa.Column("set_at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_periods")),
        sa.UniqueConstraint("code", name=op.f("uq_retention_periods_code")),
    )
    op.create_table(
        "retention_destructions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("requested_by", sa.String(length=200), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=200), nullable=False),
        sa.Column("destroyed_at", Moment(timezone=True), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("document_ids", sa.JSON(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_retention_destructions_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_retention_destructions_requested_by_id_users")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_retention_destructions_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_destructions")),
    )
    op.create_index(op.f("ix_retention_destructions_unit_id"), "retention_destructions", ["unit_id"], unique=False)
    op.add_column("documents", sa.Column("archive_number", sa.String(length=100), nullable=True))
    op.add_column("documents", sa.Column("keeping", sa.JSON(), server_default="{}", nullable=False))
    op.create_index(op.f("ix_documents_archive_number"), "documents", ["archive_number"], unique=True)
    op.add_column("files", sa.Column("erased_at", Moment(timezone=True), nullable=True))
    op.add_column("records", sa.Column("keeping", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("records", "keeping")
    op.drop_column("files", "erased_at")
    op.drop_index(op.f("ix_documents_archive_number"), table_name="documents")
    op.drop_column("documents", "keeping")
    op.drop_column("documents", "archive_number")
    op.drop_index(op.f("ix_retention_destructions_unit_id"), table_name="retention_destructions")
    op.drop_table("retention_destructions")
    op.drop_table("retention_periods")
