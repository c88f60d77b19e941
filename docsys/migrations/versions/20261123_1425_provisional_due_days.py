"""Due days of recalls that rest on a year that is not loaded.

Revision 202611231425, after 202611231415; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611231425"
down_revision = "202611231415"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("paper_recalls") as table:
        table.add_column(sa.Column("due_is_provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("paper_recalls") as table:
        table.alter_column("due_is_provisional", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("paper_recalls") as table:
        table.drop_column("due_is_provisional")
