"""rule texts

Revision 202611231233, after 202611231228; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611231233"
down_revision = "202611231228"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("opinion", sa.String(length=1000), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_rule_texts_file_id_files")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_rule_texts_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_texts")),
    )
    op.create_index(op.f("ix_rule_texts_version_id"), "rule_texts", ["version_id"], unique=False)
    op.add_column("records", sa.Column("about_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_records_about_id"), "records", ["about_id"], unique=False)
    op.add_column("versions", sa.Column("demand", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("versions", "demand")
    op.drop_index(op.f("ix_records_about_id"), table_name="records")
    op.drop_column("records", "about_id")
    op.drop_index(op.f("ix_rule_texts_version_id"), table_name="rule_texts")
    op.drop_table("rule_texts")
