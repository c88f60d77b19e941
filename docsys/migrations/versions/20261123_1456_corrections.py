"""corrections

Revision 202611231456, after 202611231445; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611231456"
down_revision = "202611231445"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("records", sa.Column("corrects", sa.String(length=64), server_default="", nullable=False))
    op.create_index(op.f("ix_records_corrects"), "records", ["corrects"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_records_corrects"), table_name="records")
    op.drop_column("records", "corrects")
