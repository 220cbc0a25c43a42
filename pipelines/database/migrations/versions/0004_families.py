"""Adds what near-duplicates and shared paragraphs are found by. Documents that are there already are looked at when
the next ones are written."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ungrouped = sa.text("family_id IS NULL AND screened IS NULL")


def upgrade() -> None:
    op.create_index("ix_documents_family_id", "documents", ["family_id"])
    op.create_index(
        "ix_documents_ungrouped", "documents", ["id"], sqlite_where=ungrouped, postgresql_where=ungrouped
    )
    op.create_table(
        "signatures",
        sa.Column("id", number, nullable=False),
        sa.Column("wording_sha256", word, nullable=False),
        sa.Column("scheme", word, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("family_id", number, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signatures"),
        sa.UniqueConstraint("wording_sha256", name="uq_signatures_wording_sha256"),
    )
    op.create_index("ix_signatures_family_id", "signatures", ["family_id"])
    op.create_table(
        "bands",
        sa.Column("band", number, nullable=False),
        sa.Column("signature_id", number, nullable=False),
        sa.ForeignKeyConstraint(["signature_id"], ["signatures.id"], name="fk_bands_signature_id"),
        sa.PrimaryKeyConstraint("band", "signature_id", name="pk_bands"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "paragraphs",
        sa.Column("id", number, nullable=False),
        sa.Column("sha256", word, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_paragraphs"),
        sa.UniqueConstraint("sha256", name="uq_paragraphs_sha256"),
    )
    op.create_table(
        "occurrences",
        sa.Column("paragraph_id", number, nullable=False),
        sa.Column("document_id", number, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_occurrences_document_id"),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name="fk_occurrences_paragraph_id"),
        sa.PrimaryKeyConstraint("paragraph_id", "document_id", name="pk_occurrences"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_occurrences_document_id", "occurrences", ["document_id"])
