"""signed scans

Revision 202611231431, after 202611231425; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611231431"
down_revision = "202611231425"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signed_scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_signed_scans_by_id_users")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_signed_scans_file_id_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_scans")),
    )
    op.create_index(op.f("ix_signed_scans_by_id"), "signed_scans", ["by_id"], unique=False)
    op.create_table(
        "record_scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_record_scans_file_id_files")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_record_scans_record_id_records")),
        sa.ForeignKeyConstraint(["scan_id"], ["signed_scans.id"], name=op.f("fk_record_scans_scan_id_signed_scans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_scans")),
        sa.UniqueConstraint("record_id", "ordinal", name=op.f("uq_record_scans_record_id")),
    )
    op.create_index(op.f("ix_record_scans_record_id"), "record_scans", ["record_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_record_scans_record_id"), table_name="record_scans")
    op.drop_table("record_scans")
    op.drop_index(op.f("ix_signed_scans_by_id"), table_name="signed_scans")
    op.drop_table("signed_scans")
