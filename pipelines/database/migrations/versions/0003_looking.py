"""Adds what looking at the whole needs: words that can be searched for, and changes and misses in order."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0003"
down_revision = "0002"

number = sa.BigInteger()
word = sa.Text(collation="C")


def upgrade() -> None:
    op.create_index(
        "ix_captures_captured_at_id",
        "captures",
        ["captured_at", "id"],
        sqlite_where=sa.text("document_id IS NOT NULL"),
        postgresql_where=sa.text("document_id IS NOT NULL"),
    )
    op.create_index("ix_captures_document_id_captured_at", "captures", ["document_id", "captured_at"])
    op.drop_index("ix_captures_document_id", "captures")  # the new one begins with the same
    op.create_index("ix_misses_kind_id", "misses", ["kind", "id"])
    if op.get_context().dialect.name == "postgresql":
        _search_in_postgresql()
    else:
        _search_in_sqlite()


def _search_in_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE document_search USING fts5 (text, language, content='documents', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute(
        "INSERT INTO document_search (rowid, text, language) "
        "SELECT id, text, language FROM documents WHERE screened IS NULL"
    )


def _search_in_postgresql() -> None:
    op.create_table(
        "document_search",
        sa.Column("document_id", number, nullable=False),
        sa.Column("language", word),
        sa.Column("words", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_document_search"),
    )
    op.execute(
        "INSERT INTO document_search (document_id, language, words) "
        "SELECT id, language, to_tsvector('simple', left(text, 200000)) FROM documents WHERE screened IS NULL"
    )
    op.create_index("ix_document_search_words", "document_search", ["words"], postgresql_using="gin")
