"""Paper: copies, loans, recalls, volumes with their contents, scans.

Revision 202611230857, after 202611230845; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611230857"
down_revision = "202611230845"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_volumes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("folder_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("supplements_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "compiling", "bound", "supplemented", "discarded", name="volumestate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("location", sa.String(length=200), nullable=False),
        sa.Column("retention", sa.String(length=64), nullable=False),
        sa.Column("secrecy", sa.String(length=64), nullable=False),
        sa.Column("remark", sa.String(length=1000), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bound_by", sa.String(length=200), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["folder_id"], ["folders.id"], name=op.f("fk_paper_volumes_folder_id_folders")),
        sa.ForeignKeyConstraint(["pdf_id"], ["files.id"], name=op.f("fk_paper_volumes_pdf_id_files")),
        sa.ForeignKeyConstraint(
            ["supplements_id"], ["paper_volumes.id"], name=op.f("fk_paper_volumes_supplements_id_paper_volumes")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_paper_volumes_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_volumes")),
        sa.UniqueConstraint("number", name=op.f("uq_paper_volumes_number")),
    )
    op.create_index(op.f("ix_paper_volumes_folder_id"), "paper_volumes", ["folder_id"], unique=False)
    op.create_index(op.f("ix_paper_volumes_state"), "paper_volumes", ["state"], unique=False)
    op.create_index(op.f("ix_paper_volumes_supplements_id"), "paper_volumes", ["supplements_id"], unique=False)
    op.create_index(op.f("ix_paper_volumes_unit_id"), "paper_volumes", ["unit_id"], unique=False)
    op.create_table(
        "paper_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "in_store",
                "in_use",
                "lent",
                "to_recall",
                "recalled",
                "destroyed",
                "lost",
                name="copystate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("location", sa.String(length=200), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column(
            "holder_kind",
            sa.Enum("store", "unit", "department", "person", "place", name="holderkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("is_important", sa.Boolean(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destroyed_by", sa.String(length=400), nullable=False),
        sa.Column("destruction", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_paper_copies_document_id_documents")),
        sa.ForeignKeyConstraint(["holder_id"], ["users.id"], name=op.f("fk_paper_copies_holder_id_users")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_paper_copies_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_copies")),
        sa.UniqueConstraint("code", name=op.f("uq_paper_copies_code")),
        sa.UniqueConstraint("document_id", "ordinal", name=op.f("uq_paper_copies_document_id")),
    )
    op.create_index(op.f("ix_paper_copies_document_id"), "paper_copies", ["document_id"], unique=False)
    op.create_index(op.f("ix_paper_copies_holder_id"), "paper_copies", ["holder_id"], unique=False)
    op.create_index(op.f("ix_paper_copies_state"), "paper_copies", ["state"], unique=False)
    op.create_index(op.f("ix_paper_copies_version_id"), "paper_copies", ["version_id"], unique=False)
    op.create_table(
        "paper_loans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "approved",
                "out",
                "returned",
                "refused",
                "cancelled",
                "lost",
                name="loanstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("borrower_id", sa.Integer(), nullable=False),
        sa.Column("borrower_name", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("is_guarded", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lent_by", sa.String(length=200), nullable=False),
        sa.Column("lent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("received_by", sa.String(length=200), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["borrower_id"], ["users.id"], name=op.f("fk_paper_loans_borrower_id_users")),
        sa.ForeignKeyConstraint(["copy_id"], ["paper_copies.id"], name=op.f("fk_paper_loans_copy_id_paper_copies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_loans")),
        sa.UniqueConstraint("number", name=op.f("uq_paper_loans_number")),
    )
    op.create_index(op.f("ix_paper_loans_borrower_id"), "paper_loans", ["borrower_id"], unique=False)
    op.create_index(op.f("ix_paper_loans_copy_id"), "paper_loans", ["copy_id"], unique=False)
    op.create_index(op.f("ix_paper_loans_due_on"), "paper_loans", ["due_on"], unique=False)
    op.create_index(op.f("ix_paper_loans_state"), "paper_loans", ["state"], unique=False)
    op.create_table(
        "paper_recalls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["paper_copies.id"], name=op.f("fk_paper_recalls_copy_id_paper_copies")),
        sa.ForeignKeyConstraint(["holder_id"], ["users.id"], name=op.f("fk_paper_recalls_holder_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_recalls")),
        sa.UniqueConstraint("number", name=op.f("uq_paper_recalls_number")),
    )
    op.create_index(op.f("ix_paper_recalls_copy_id"), "paper_recalls", ["copy_id"], unique=False)
    op.create_index(op.f("ix_paper_recalls_due_on"), "paper_recalls", ["due_on"], unique=False)
    op.create_index(op.f("ix_paper_recalls_holder_id"), "paper_recalls", ["holder_id"], unique=False)
    op.create_table(
        "paper_scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("measured", sa.String(length=500), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["paper_copies.id"], name=op.f("fk_paper_scans_copy_id_paper_copies")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_paper_scans_file_id_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_scans")),
        sa.UniqueConstraint("copy_id", "ordinal", name=op.f("uq_paper_scans_copy_id")),
    )
    op.create_index(op.f("ix_paper_scans_copy_id"), "paper_scans", ["copy_id"], unique=False)
    op.create_table(
        "paper_volume_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("version_text", sa.String(length=64), nullable=False),
        sa.Column("secrecy", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("first_page", sa.Integer(), nullable=False),
        sa.Column("last_page", sa.Integer(), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["copy_id"], ["paper_copies.id"], name=op.f("fk_paper_volume_items_copy_id_paper_copies")
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"], ["paper_volumes.id"], name=op.f("fk_paper_volume_items_volume_id_paper_volumes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_volume_items")),
        sa.UniqueConstraint("copy_id", name=op.f("uq_paper_volume_items_copy_id")),
    )
    op.create_index(op.f("ix_paper_volume_items_volume_id"), "paper_volume_items", ["volume_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_paper_volume_items_volume_id"), table_name="paper_volume_items")
    op.drop_table("paper_volume_items")
    op.drop_index(op.f("ix_paper_scans_copy_id"), table_name="paper_scans")
    op.drop_table("paper_scans")
    op.drop_index(op.f("ix_paper_recalls_holder_id"), table_name="paper_recalls")
    op.drop_index(op.f("ix_paper_recalls_due_on"), table_name="paper_recalls")
    op.drop_index(op.f("ix_paper_recalls_copy_id"), table_name="paper_recalls")
    op.drop_table("paper_recalls")
    op.drop_index(op.f("ix_paper_loans_state"), table_name="paper_loans")
    op.drop_index(op.f("ix_paper_loans_due_on"), table_name="paper_loans")
    op.drop_index(op.f("ix_paper_loans_copy_id"), table_name="paper_loans")
    op.drop_index(op.f("ix_paper_loans_borrower_id"), table_name="paper_loans")
    op.drop_table("paper_loans")
    op.drop_index(op.f("ix_paper_copies_version_id"), table_name="paper_copies")
    op.drop_index(op.f("ix_paper_copies_state"), table_name="paper_copies")
    op.drop_index(op.f("ix_paper_copies_holder_id"), table_name="paper_copies")
    op.drop_index(op.f("ix_paper_copies_document_id"), table_name="paper_copies")
    op.drop_table("paper_copies")
    op.drop_index(op.f("ix_paper_volumes_unit_id"), table_name="paper_volumes")
    op.drop_index(op.f("ix_paper_volumes_supplements_id"), table_name="paper_volumes")
    op.drop_index(op.f("ix_paper_volumes_state"), table_name="paper_volumes")
    op.drop_index(op.f("ix_paper_volumes_folder_id"), table_name="paper_volumes")
    op.drop_table("paper_volumes")
