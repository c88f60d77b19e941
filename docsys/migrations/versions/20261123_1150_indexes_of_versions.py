"""What a list of thousands asks of versions: whose they are, and which are under review.

Revision 202611231150, after 202611231127; 2026-11-23.
"""

from alembic import op

revision = "202611231150"
down_revision = "202611231127"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_versions_author_id"), "versions", ["author_id"], unique=False)
    op.create_index(op.f("ix_versions_state"), "versions", ["state"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_versions_state"), table_name="versions")
    op.drop_index(op.f("ix_versions_author_id"), table_name="versions")
