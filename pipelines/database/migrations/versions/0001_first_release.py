"""Makes the tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# What a migration says stays said: these are the types as they were then, not those of today's column_types.py.
word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", word, nullable=False),
        sa.Column("address", word, nullable=False),
        sa.Column("key_frame", sa.Integer()),
        sa.Column("leans_on", word),
        sa.Column("size", number, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["leans_on"], ["blobs.sha256"], name="fk_blobs_leans_on"),
        sa.PrimaryKeyConstraint("sha256", name="pk_blobs"),
    )
    op.create_index("ix_blobs_address_key_frame", "blobs", ["address", "key_frame"])

    op.create_table(
        "documents",
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
        sa.Column("family_id", number),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("sha256", "reading", "reader_version", name="uq_documents_sha256_reading_reader_version"),
    )
    op.create_index("ix_documents_wording_sha256", "documents", ["wording_sha256"])

    op.create_table(
        "domains",
        sa.Column("id", number, nullable=False),
        sa.Column("domain", word, nullable=False),
        sa.Column("rank", sa.Integer()),
        sa.Column("status", word, nullable=False),
        sa.Column("asked_at", moment),
        sa.Column("every", word),
        sa.Column("since", moment),
        sa.Column("until", moment),
        sa.PrimaryKeyConstraint("id", name="pk_domains"),
        sa.UniqueConstraint("domain", name="uq_domains_domain"),
    )
    op.create_index("ix_domains_status", "domains", ["status"])

    op.create_table(
        "intervals",
        sa.Column("every", word, nullable=False),
        sa.Column("interval", word, nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.PrimaryKeyConstraint("every", "interval", name="pk_intervals"),
    )
    op.create_table(
        "runs",
        sa.Column("id", number, nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("finished_at", moment),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(none_as_null=True)),
        sa.Column("finish_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "policy_pages",
        sa.Column("id", number, nullable=False),
        sa.Column("domain_id", number, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("urlkey", word, nullable=False),
        sa.Column("found_by", word, nullable=False),
        sa.Column("link_text", sa.Text(), nullable=False),
        sa.Column("first_party", sa.Boolean(), nullable=False),
        sa.Column("promise", sa.Integer()),
        sa.Column("line", sa.Integer()),
        sa.Column("blinks", sa.JSON()),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name="fk_policy_pages_domain_id"),
        sa.PrimaryKeyConstraint("id", name="pk_policy_pages"),
        sa.UniqueConstraint("domain_id", "urlkey", name="uq_policy_pages_domain_id_urlkey"),
    )
    op.create_table(
        "snapshots",
        sa.Column("sha256", word, nullable=False),
        sa.Column("size", number, nullable=False),
        sa.Column("media_type", sa.Text()),
        sa.Column("charset", sa.Text()),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("blob_sha256", word, nullable=False),
        sa.ForeignKeyConstraint(["blob_sha256"], ["blobs.sha256"], name="fk_snapshots_blob_sha256"),
        sa.PrimaryKeyConstraint("sha256", name="pk_snapshots"),
    )
    op.create_table(
        "captures",
        sa.Column("id", number, nullable=False),
        sa.Column("policy_page_id", number, nullable=False),
        sa.Column("timestamp", word, nullable=False),
        sa.Column("captured_at", moment, nullable=False),
        sa.Column("original_url", sa.Text(), nullable=False),
        sa.Column("digest", word),
        sa.Column("status", sa.Integer()),
        sa.Column("mimetype", sa.Text()),
        sa.Column("length", number),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("outcome", word),
        sa.Column("served_timestamp", word),
        sa.Column("served_url", sa.Text()),
        sa.Column("served_status", sa.Integer()),
        sa.Column("fetched_at", moment),
        sa.Column("headers", sa.JSON(none_as_null=True)),
        sa.Column("snapshot_sha256", word),
        sa.Column("document_id", number),
        sa.Column("redirect_to_page_id", number),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_captures_document_id"),
        sa.ForeignKeyConstraint(["policy_page_id"], ["policy_pages.id"], name="fk_captures_policy_page_id"),
        sa.ForeignKeyConstraint(["redirect_to_page_id"], ["policy_pages.id"], name="fk_captures_redirect_to_page_id"),
        sa.ForeignKeyConstraint(["snapshot_sha256"], ["snapshots.sha256"], name="fk_captures_snapshot_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
        sa.UniqueConstraint("policy_page_id", "timestamp", name="uq_captures_policy_page_id_timestamp"),
    )
    op.create_index("ix_captures_document_id", "captures", ["document_id"])
    op.create_index("ix_captures_policy_page_id_digest", "captures", ["policy_page_id", "digest"])

    op.create_table(
        "home_pages",
        sa.Column("id", number, nullable=False),
        sa.Column("domain_id", number, nullable=False),
        sa.Column("interval", word, nullable=False),
        sa.Column("outcome", word, nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("served_timestamp", word),
        sa.Column("served_url", sa.Text()),
        sa.Column("snapshot_sha256", word),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name="fk_home_pages_domain_id"),
        sa.ForeignKeyConstraint(["snapshot_sha256"], ["snapshots.sha256"], name="fk_home_pages_snapshot_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_home_pages"),
        sa.UniqueConstraint("domain_id", "interval", name="uq_home_pages_domain_id_interval"),
    )
    op.create_table(
        "misses",
        sa.Column("id", number, nullable=False),
        sa.Column("domain_id", number, nullable=False),
        sa.Column("policy_page_id", number),
        sa.Column("interval", word),
        sa.Column("timestamp", word),
        sa.Column("thing", word, nullable=False),
        sa.Column("kind", word, nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("snapshot_sha256", word),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name="fk_misses_domain_id"),
        sa.ForeignKeyConstraint(["policy_page_id"], ["policy_pages.id"], name="fk_misses_policy_page_id"),
        sa.ForeignKeyConstraint(["snapshot_sha256"], ["snapshots.sha256"], name="fk_misses_snapshot_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_misses"),
        sa.UniqueConstraint("domain_id", "thing", name="uq_misses_domain_id_thing"),
    )
    op.create_index("ix_misses_policy_page_id", "misses", ["policy_page_id"])
    op.create_table(
        "timelines",
        sa.Column("id", number, nullable=False),
        sa.Column("domain_id", number, nullable=False),
        sa.Column("policy_page_id", number),
        sa.Column("urlkey", word, nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("captures", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name="fk_timelines_domain_id"),
        sa.ForeignKeyConstraint(["policy_page_id"], ["policy_pages.id"], name="fk_timelines_policy_page_id"),
        sa.PrimaryKeyConstraint("id", name="pk_timelines"),
        sa.UniqueConstraint("domain_id", "urlkey", "asked_at", name="uq_timelines_domain_id_urlkey_asked_at"),
    )
    if op.get_context().dialect.name == "postgresql":
        # The bytes are zstd already: compressing them again costs time and gains nothing.
        op.execute("ALTER TABLE blobs ALTER COLUMN body SET STORAGE EXTERNAL")
