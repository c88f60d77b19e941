"""records filed by hand

Revision 202611231401, after 202611231348; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611231401"
down_revision = "202611231348"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contracts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("successor", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_contracts_document_id_documents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
        sa.UniqueConstraint("document_id", name=op.f("uq_contracts_document_id")),
    )
    op.create_index(op.f("ix_contracts_ends_on"), "contracts", ["ends_on"], unique=False)
    op.add_column("documents", sa.Column("supplements", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("documents", "supplements")
    op.drop_index(op.f("ix_contracts_ends_on"), table_name="contracts")
    op.drop_table("contracts")
