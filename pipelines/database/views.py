"""Knows the views: what is derived from the rows by SQL, in words that both databases understand.

`sightings` is a step on the way: every capture that shows a wording, with the number of its version. `versions` and
`coverage` are the public contract. The specification of `versions` is `pipelines/versions.py`; a test holds the two
together. Views hold nothing, so they are never migrated: each migration drops them first and makes them anew after.
"""

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, text

from crawler.outcomes import Outcome
from pipelines.database.column_types import Id, UtcDateTime, Word

AS_PUBLISHED = "as published"  # the reader of documents that others read, and published without the bytes

_NOT_MISSES = ", ".join(f"'{outcome.value}'" for outcome in Outcome if not outcome.is_miss)
_NOT_FINAL = ", ".join(f"'{outcome.value}'" for outcome in Outcome if not outcome.final)

# A wording that is not that of the sighting before it opens a version, so the openings counted so far are its number.
# Documents that were published by others came without bytes, of a reading that was theirs: beside our own they would
# show changes that are none, so they stand aside on every line of which we have read bytes ourselves.
_SIGHTINGS = f"""
CREATE VIEW sightings AS
WITH shown AS (
    SELECT d.id AS domain_id, d.domain, p.line, p.url, p.urlkey, c.captured_at, c."timestamp",
           COALESCE(c.served_url, c.original_url) AS original_url, c.outcome, c.snapshot_sha256, c.document_id, t.title,
           t.wording_sha256
    FROM domains d
    JOIN policy_pages p ON p.domain_id = d.id
    JOIN captures c ON c.policy_page_id = p.id
    JOIN documents t ON t.id = c.document_id
    WHERE p.line IS NOT NULL AND t.screened IS NULL AND c.outcome IN ('read', 'same-digest')
      AND (t.reader_version <> '{AS_PUBLISHED}' OR NOT EXISTS (
          SELECT 1 FROM policy_pages q JOIN captures o ON o.policy_page_id = q.id
          WHERE q.domain_id = p.domain_id AND q.line = p.line
            AND o.outcome = 'read' AND o.snapshot_sha256 IS NOT NULL))
), opened AS (
    SELECT shown.*,
           CASE WHEN LAG(wording_sha256) OVER (PARTITION BY domain, line ORDER BY captured_at, "timestamp", urlkey)
                     = wording_sha256 THEN 0 ELSE 1 END AS opens
    FROM shown
)
SELECT domain_id, domain, line, url, urlkey, captured_at, "timestamp", original_url, outcome, snapshot_sha256,
       document_id, title, wording_sha256,
       CAST(SUM(opens) OVER (PARTITION BY domain, line ORDER BY captured_at, "timestamp", urlkey
                             ROWS UNBOUNDED PRECEDING) AS INTEGER) AS number
FROM opened
"""

# A version is shown as it was first seen: its first sighting stands for it.
_VERSIONS = """
CREATE VIEW versions AS
WITH placed AS (
    SELECT sightings.*,
           COUNT(*) OVER (PARTITION BY domain, line, number) AS captures,
           MAX(captured_at) OVER (PARTITION BY domain, line, number) AS last_seen,
           ROW_NUMBER() OVER (PARTITION BY domain, line, number
                              ORDER BY captured_at, "timestamp", urlkey) AS place
    FROM sightings
)
SELECT domain, line, url, document_id, title, captured_at AS first_seen, last_seen, captures,
       LAG(last_seen) OVER (PARTITION BY domain, line ORDER BY number) AS not_before, number,
       "timestamp", original_url, snapshot_sha256
FROM placed
WHERE place = 1
"""

# One row for each interval of a domain's plan: of all that can be said of it, what explains it best. Of several misses
# of one weight, one that asking again may mend comes first, so that no gap looks final that is not.
_COVERAGE = f"""
CREATE VIEW coverage AS
WITH plan AS NOT MATERIALIZED (
    SELECT d.id AS domain_id, d.domain, d.status, i."interval", i.since, i.until
    FROM domains d JOIN intervals i ON i.every = d.every AND i.until > d.since AND i.since < d.until
), seen AS (
    SELECT plan.domain, plan."interval", s.outcome, s.number, s.title,
           MIN(s.number) OVER (PARTITION BY plan.domain, plan."interval") AS from_number,
           MAX(s.number) OVER (PARTITION BY plan.domain, plan."interval") AS to_number
    FROM plan JOIN sightings s ON s.domain = plan.domain AND s.line = 1
                              AND s.captured_at >= plan.since AND s.captured_at < plan.until
), said AS (
    SELECT domain, "interval", CASE WHEN outcome = 'read' THEN 1 ELSE 2 END AS weight, FALSE AS final, '' AS thing,
           outcome AS state,
           CASE WHEN from_number < to_number THEN 'versions ' || from_number || ' to ' || to_number
                ELSE 'version ' || number || ': ' || title END AS detail
    FROM seen
    UNION ALL
    SELECT plan.domain, plan."interval", 3, FALSE, '', 'between', 'version ' || v.number || ': ' || v.title
    FROM plan JOIN versions v ON v.domain = plan.domain AND v.line = 1
                             AND v.first_seen < plan.since AND v.last_seen >= plan.until
    UNION ALL
    SELECT plan.domain, plan."interval", 4, COALESCE(t.screened, c.outcome) NOT IN ({_NOT_FINAL}),
           c."timestamp" || p.urlkey, COALESCE(t.screened, c.outcome),
           COALESCE(m.detail, t.title, 'the index lists it with status ' || c.status, '')
    FROM plan
    JOIN policy_pages p ON p.domain_id = plan.domain_id AND p.line = 1
    JOIN captures c ON c.policy_page_id = p.id AND c.captured_at >= plan.since AND c.captured_at < plan.until
    LEFT JOIN documents t ON t.id = c.document_id
    LEFT JOIN misses m ON m.domain_id = plan.domain_id AND m.thing = p.urlkey || ' ' || c."timestamp"
                      AND m.kind = c.outcome
    WHERE COALESCE(t.screened, c.outcome) NOT IN ({_NOT_MISSES})
    UNION ALL
    SELECT plan.domain, plan."interval",
           CASE WHEN m."interval" IS NOT NULL THEN 5 WHEN m.policy_page_id IS NOT NULL THEN 6 ELSE 7 END,
           m.final, m.thing, m.kind, m.detail
    FROM plan
    JOIN misses m ON m.domain_id = plan.domain_id AND m."timestamp" IS NULL
                 AND (m."interval" = plan."interval" OR m."interval" IS NULL)
    LEFT JOIN policy_pages p ON p.id = m.policy_page_id
    WHERE p.id IS NULL OR p.line IS NULL OR p.line = 1
    UNION ALL
    SELECT domain, "interval", 8, TRUE, '', CASE WHEN status = 'blocked' THEN 'blocked' ELSE 'pending' END, ''
    FROM plan
), placed AS (
    SELECT said.*, ROW_NUMBER() OVER (PARTITION BY domain, "interval" ORDER BY weight, final, thing) AS place
    FROM said
)
SELECT domain, "interval", state, detail FROM placed WHERE place = 1
"""

_TEXTS = {"sightings": _SIGHTINGS, "versions": _VERSIONS, "coverage": _COVERAGE}  # each may lean on those before it

# The views as tables to ask: apart from the metadata of the real ones, which Alembic compares.
_views = MetaData()

versions = Table(
    "versions",
    _views,
    Column("domain", Word),
    Column("line", Integer),
    Column("url", Text),
    Column("document_id", Id),
    Column("title", Text),
    Column("first_seen", UtcDateTime),
    Column("last_seen", UtcDateTime),
    Column("captures", Integer),
    Column("not_before", UtcDateTime),
    Column("number", Integer),
    Column("timestamp", Word),
    Column("original_url", Text),
    Column("snapshot_sha256", Word),
)

sightings = Table(
    "sightings",
    _views,
    Column("domain", Word),
    Column("line", Integer),
    Column("url", Text),
    Column("urlkey", Word),
    Column("captured_at", UtcDateTime),
    Column("timestamp", Word),
    Column("original_url", Text),
    Column("outcome", Word),
    Column("snapshot_sha256", Word),
    Column("document_id", Id),
    Column("title", Text),
    Column("wording_sha256", Word),
    Column("number", Integer),
)

coverage = Table(
    "coverage",
    _views,
    Column("domain", Word),
    Column("interval", Word),
    Column("state", Word),
    Column("detail", Text),
)


def drop_views(connection: Connection) -> None:
    """Those who lean on others go first."""
    for name in reversed(_TEXTS):
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def create_views(connection: Connection) -> None:
    for view_text in _TEXTS.values():
        connection.execute(text(view_text))
