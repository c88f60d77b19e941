"""Drafts in one person's hands; how a document stood when its prints were made.

Revision 202611230845, after 202611230550; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611230845"
down_revision = "202611230550"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checkouts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["users.id"], name=op.f("fk_checkouts_holder_id_users")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_checkouts_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkouts")),
        sa.UniqueConstraint("version_id", name=op.f("uq_checkouts_version_id")),
    )
    op.create_index(op.f("ix_checkouts_holder_id"), "checkouts", ["holder_id"], unique=False)
    op.add_column("documents", sa.Column("standing", sa.String(length=20), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("documents", "standing")
    op.drop_index(op.f("ix_checkouts_holder_id"), table_name="checkouts")
    op.drop_table("checkouts")
