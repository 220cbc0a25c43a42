"""Knows the tables: their names and columns are a public contract (docs/tables.md), the same on both databases.

domains ─┬─ policy_pages ─┬─ timelines     what the index said
         │                └─ captures ─┬─ snapshots ── blobs     the bytes
         ├─ home_pages                 └─ documents ── occurrences ── paragraphs    what was read from them
         ├─ misses                     what was not had
         └─ changes                    the view of versions in order of time
signatures ── bands                    which wordings are near-duplicates
intervals, runs                        the stretches of time of every plan; what was started, and how it ended
"""

from sqlalchemy import JSON, Boolean, Float, Integer, LargeBinary, text
from sqlalchemy.schema import Column, ForeignKey, Index, Table, UniqueConstraint

from pipelines.database.column_types import Bytes, Id, Prose, UtcDateTime, Word
from pipelines.database.earlier_tables import earlier_documents as earlier_documents
from pipelines.database.earlier_tables import earlier_readings as earlier_readings
from pipelines.database.naming import metadata as metadata

domains = Table(
    "domains",
    metadata,
    Column("id", Id, primary_key=True),
    Column("domain", Word, nullable=False, unique=True),
    Column("rank", Integer),
    Column("status", Word, nullable=False, index=True),
    Column("asked_at", UtcDateTime),
    Column("every", Word),  # the plan; empty for a domain that was only mentioned
    Column("since", UtcDateTime),
    Column("until", UtcDateTime),
)

intervals = Table(
    "intervals",
    metadata,
    Column("every", Word, primary_key=True),
    Column("interval", Word, primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

policy_pages = Table(
    "policy_pages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("domain_id", ForeignKey(domains.c.id), nullable=False),
    Column("url", Prose, nullable=False),
    Column("urlkey", Word, nullable=False),
    Column("found_by", Word, nullable=False),
    Column("link_text", Prose, nullable=False),
    Column("first_party", Boolean, nullable=False),
    Column("promise", Integer),  # empty until someone who found the page says how likely it is
    Column("line", Integer),  # empty until it is read or its domain set down
    Column("blinks", JSON),  # stretches in which its wordings come and go; empty where they do not
    UniqueConstraint("domain_id", "urlkey"),
)

timelines = Table(
    "timelines",
    metadata,
    Column("id", Id, primary_key=True),
    Column("domain_id", ForeignKey(domains.c.id), nullable=False),
    Column("policy_page_id", ForeignKey(policy_pages.c.id)),  # empty: the answer for the whole domain
    Column("urlkey", Word, nullable=False),  # that page's, or '': a unique key cannot hold an empty column
    Column("asked_at", UtcDateTime, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("captures", Integer, nullable=False),
    Column("body", LargeBinary),  # zstd; empty where the answer for the whole domain holds it
    UniqueConstraint("domain_id", "urlkey", "asked_at"),
)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Word, primary_key=True),
    Column("address", Word, nullable=False),  # the urlkey whose key frames it may lean on
    Column("key_frame", Integer),  # the how-manieth key frame of its address; empty for a delta
    Column("leans_on", ForeignKey("blobs.sha256")),  # the key frame; empty for a whole
    Column("size", Bytes, nullable=False),  # of the bytes themselves, before zstd
    Column("body", LargeBinary, nullable=False),
    Index("ix_blobs_address_key_frame", "address", "key_frame"),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("sha256", Word, primary_key=True),
    Column("size", Bytes, nullable=False),
    Column("media_type", Prose),
    Column("charset", Prose),
    Column("headers", JSON, nullable=False),
    Column("blob_sha256", ForeignKey(blobs.c.sha256), nullable=False),
)

_UNGROUPED = text("family_id IS NULL AND screened IS NULL")
documents = Table(
    "documents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sha256", Word, nullable=False),
    Column("wording_sha256", Word, nullable=False, index=True),
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
    Column("family_id", Id, index=True),
    UniqueConstraint("sha256", "reading", "reader_version"),
    Index("ix_documents_ungrouped", "id", sqlite_where=_UNGROUPED, postgresql_where=_UNGROUPED),
)

signatures = Table(
    "signatures",
    metadata,
    Column("id", Id, primary_key=True),
    Column("wording_sha256", Word, nullable=False, unique=True),
    Column("scheme", Word, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("family_id", Id, nullable=False, index=True),
)

bands = Table(
    "bands",
    metadata,
    Column("band", Id, primary_key=True, autoincrement=False),
    Column("signature_id", ForeignKey(signatures.c.id), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

paragraphs = Table(
    "paragraphs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sha256", Word, nullable=False, unique=True),
    Column("text", Prose, nullable=False),
    Column("words", Integer, nullable=False),
)

occurrences = Table(
    "occurrences",
    metadata,
    Column("paragraph_id", ForeignKey(paragraphs.c.id), primary_key=True),
    Column("document_id", ForeignKey(documents.c.id), primary_key=True, index=True),
    Column("place", Integer, nullable=False),
    sqlite_with_rowid=False,
)

_KEPT = text("snapshot_sha256 IS NOT NULL")  # what can be read again
captures = Table(
    "captures",
    metadata,
    Column("id", Id, primary_key=True),
    Column("policy_page_id", ForeignKey(policy_pages.c.id), nullable=False),
    Column("timestamp", Word, nullable=False),
    Column("captured_at", UtcDateTime, nullable=False),
    Column("original_url", Prose, nullable=False),
    Column("digest", Word),
    Column("status", Integer),
    Column("mimetype", Prose),
    Column("length", Bytes),
    Column("listed", Boolean, nullable=False),  # False: replayed without the index ever having named it
    Column("outcome", Word),
    Column("served_timestamp", Word),
    Column("served_url", Prose),
    Column("served_status", Integer),
    Column("fetched_at", UtcDateTime),
    Column("headers", JSON(none_as_null=True)),  # only where they differ from those of the snapshot with the same bytes
    Column("snapshot_sha256", ForeignKey(snapshots.c.sha256)),
    Column("document_id", ForeignKey(documents.c.id)),
    Column("redirect_to_page_id", ForeignKey(policy_pages.c.id)),
    Column("read_by", Word),  # the reader that read its bytes
    UniqueConstraint("policy_page_id", "timestamp"),
    Index("ix_captures_policy_page_id_digest", "policy_page_id", "digest"),
    Index("ix_captures_document_id_captured_at", "document_id", "captured_at"),
    Index("ix_captures_read_by", "read_by", "policy_page_id", sqlite_where=_KEPT, postgresql_where=_KEPT),
)

home_pages = Table(
    "home_pages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("domain_id", ForeignKey(domains.c.id), nullable=False),
    Column("interval", Word, nullable=False),
    Column("outcome", Word, nullable=False),
    Column("links", JSON, nullable=False),
    Column("served_timestamp", Word),
    Column("served_url", Prose),
    Column("snapshot_sha256", ForeignKey(snapshots.c.sha256)),
    UniqueConstraint("domain_id", "interval"),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("domain_id", ForeignKey(domains.c.id), nullable=False),
    Column("line", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Prose, nullable=False),
    Column("timestamp", Word, nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime),
    UniqueConstraint("domain_id", "line", "number"),
    Index("ix_changes_first_seen_id", "first_seen", "id"),
)

misses = Table(
    "misses",
    metadata,
    Column("id", Id, primary_key=True),
    Column("domain_id", ForeignKey(domains.c.id), nullable=False),
    Column("policy_page_id", ForeignKey(policy_pages.c.id), index=True),
    Column("interval", Word),
    Column("timestamp", Word),
    Column("thing", Word, nullable=False),  # urlkey and moment as one word: a unique key cannot hold an empty column
    Column("kind", Word, nullable=False),
    Column("detail", Prose, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("snapshot_sha256", ForeignKey(snapshots.c.sha256)),
    UniqueConstraint("domain_id", "thing"),
    Index("ix_misses_kind_id", "kind", "id"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("arguments", JSON, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("counts", JSON(none_as_null=True)),
    Column("finish_reason", Prose),
)
