"""Tables that are looked at before their rows are entered into a register.

Revision 202611231445, after 202611231431; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

from docsys.db import Moment

revision = "202611231445"
down_revision = "202611231431"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_imports",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("form_code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("strange", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("taken_at", Moment(timezone=True)),
    )
    op.create_index("ix_register_imports_created_by", "register_imports", ["created_by"])


def downgrade() -> None:
    op.drop_index("ix_register_imports_created_by", table_name="register_imports")
    op.drop_table("register_imports")
