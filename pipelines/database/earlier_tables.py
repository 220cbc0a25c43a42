"""Knows the tables of what earlier readers made of captures: kept beside what stands now, until they are pruned."""

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, Table, UniqueConstraint

from pipelines.database.column_types import Id, Prose, Word
from pipelines.database.naming import metadata

earlier_documents = Table(
    "earlier_documents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sha256", Word, nullable=False),
    Column("wording_sha256", Word, nullable=False),
    Column("title", Prose, nullable=False),
    Column("markdown", Prose, nullable=False),
    Column("text", Prose, nullable=False),
    Column("words", Integer, nullable=False),
    Column("language", Word),
    Column("language_confidence", Float),
    Column("policy_probability", Float),
    Column("screened", Word),
    Column("reading", Word, nullable=False),
    Column("reader_version", Word, nullable=False),
    Column("charset", Prose),
    Column("notes", JSON, nullable=False),
    UniqueConstraint("sha256", "reading", "reader_version"),
)

earlier_readings = Table(
    "earlier_readings",
    metadata,
    Column("capture_id", ForeignKey("captures.id"), primary_key=True),
    Column("earlier_document_id", ForeignKey(earlier_documents.c.id), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
