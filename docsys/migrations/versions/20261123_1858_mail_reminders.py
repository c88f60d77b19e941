"""The address of a person and whether he wants mail; which mails were sent.

Revision 202611231858, after 202611231836; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

from docsys.db import Moment

revision = "202611231858"
down_revision = "202611231836"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("begun_at", Moment(timezone=True), nullable=True),
        sa.Column("sent_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sent_mails_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_mails")),
        sa.UniqueConstraint("user_id", "day", name=op.f("uq_sent_mails_user_id")),
    )
    op.add_column("users", sa.Column("email", sa.String(length=200), server_default="", nullable=False))
    op.add_column("users", sa.Column("wants_mail", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("users", "wants_mail")
    op.drop_column("users", "email")
    op.drop_table("sent_mails")
