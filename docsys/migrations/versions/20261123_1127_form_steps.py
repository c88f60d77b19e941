"""form steps

Revision 202611231127, after 202611230857; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611231127"
down_revision = "202611230857"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_hands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_revision_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_revision_id"], ["form_revisions.id"], name=op.f("fk_form_hands_form_revision_id_form_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_hands")),
        sa.UniqueConstraint("form_revision_id", "role", name=op.f("uq_form_hands_form_revision_id")),
    )
    op.create_table(
        "register_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_code", sa.String(length=2), nullable=False),
        sa.Column("form_revision_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("requested_by", sa.String(length=200), nullable=False),
        sa.Column("confirmed_by", sa.String(length=200), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_register_periods_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["form_revision_id"],
            ["form_revisions.id"],
            name=op.f("fk_register_periods_form_revision_id_form_revisions"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_register_periods_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_periods")),
        sa.UniqueConstraint("form_code", "unit_id", "period", name=op.f("uq_register_periods_form_code")),
    )
    op.create_table(
        "record_dues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_from", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_record_dues_record_id_records")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_dues")),
    )
    op.create_index(op.f("ix_record_dues_record_id"), "record_dues", ["record_id"], unique=False)
    op.create_index(op.f("ix_record_dues_told_from"), "record_dues", ["told_from"], unique=False)
    op.create_table(
        "record_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_record_tasks_record_id_records")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_record_tasks_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_tasks")),
    )
    op.create_index(op.f("ix_record_tasks_record_id"), "record_tasks", ["record_id"], unique=False)
    op.create_index("ix_record_tasks_role", "record_tasks", ["role"], unique=False)
    op.create_index("ix_record_tasks_user", "record_tasks", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_record_tasks_user", table_name="record_tasks")
    op.drop_index("ix_record_tasks_role", table_name="record_tasks")
    op.drop_index(op.f("ix_record_tasks_record_id"), table_name="record_tasks")
    op.drop_table("record_tasks")
    op.drop_index(op.f("ix_record_dues_told_from"), table_name="record_dues")
    op.drop_index(op.f("ix_record_dues_record_id"), table_name="record_dues")
    op.drop_table("record_dues")
    op.drop_table("register_periods")
    op.drop_table("form_hands")
