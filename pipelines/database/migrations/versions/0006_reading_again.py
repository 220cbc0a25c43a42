"""Adds by which reader each capture was read, and a place for what earlier readers made of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
kept = sa.text("snapshot_sha256 IS NOT NULL")


def upgrade() -> None:
    op.add_column("captures", sa.Column("read_by", word))
    # What was missed has no document that names its reader: it is read again by whatever reader comes next.
    op.execute(
        "UPDATE captures SET read_by = (SELECT d.reader_version || ', ' || d.reading FROM documents d "
        "WHERE d.id = captures.document_id) WHERE snapshot_sha256 IS NOT NULL AND document_id IS NOT NULL"
    )
    op.create_index(
        "ix_captures_read_by", "captures", ["read_by", "policy_page_id"], sqlite_where=kept, postgresql_where=kept
    )
    op.create_table(
        "earlier_documents",
        sa.Column("id", number, nullable=False),
        sa.Column("sha256", word, nullable=False),
        sa.Column("wording_sha256", word, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("markdown", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("language", word),
        sa.Column("language_confidence", sa.Float()),
        sa.Column("policy_probability", sa.Float()),
        sa.Column("screened", word),
        sa.Column("reading", word, nullable=False),
        sa.Column("reader_version", word, nullable=False),
        sa.Column("charset", sa.Text()),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_earlier_documents"),
        sa.UniqueConstraint(
            "sha256", "reading", "reader_version", name="uq_earlier_documents_sha256_reading_reader_version"
        ),
    )
    op.create_table(
        "earlier_readings",
        sa.Column("capture_id", number, nullable=False),
        sa.Column("earlier_document_id", number, nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name="fk_earlier_readings_capture_id"),
        sa.ForeignKeyConstraint(
            ["earlier_document_id"], ["earlier_documents.id"], name="fk_earlier_readings_earlier_document_id"
        ),
        sa.PrimaryKeyConstraint("capture_id", "earlier_document_id", name="pk_earlier_readings"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_earlier_readings_earlier_document_id", "earlier_readings", ["earlier_document_id"])
