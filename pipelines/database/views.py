"""Knows the views: what is derived from the rows by SQL, in words that both databases understand.

`sightings` is a step on the way: every capture that shows a wording, with the number of its version. `versions` and
`coverage` are the public contract. The specification of `versions` is `pipelines/versions.py`; a test holds the two
together. Views hold nothing, so they are never migrated: each migration drops them first and makes them anew after.
"""

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, text

from crawler.outcomes import Outcome
from pipelines.database.column_types import Id, UtcDateTime, Word

_NOT_MISSES = ", ".join(f"'{outcome.value}'" for outcome in Outcome if not outcome.is_miss)
_NOT_FINAL = ", ".join(f"'{outcome.value}'" for outcome in Outcome if not outcome.final)

# A wording that is not that of the sighting before it opens a version, so the openings counted so far are its number.
_SIGHTINGS = """
CREATE VIEW sightings AS
WITH shown AS (
    SELECT d.id AS domain_id, d.domain, p.line, p.url, p.urlkey, c.captured_at, c."timestamp",
           COALESCE(c.served_url, c.original_url) AS original_url, c.outcome, c.document_id, t.title, t.wording_sha256
    FROM domains d
    JOIN policy_pages p ON p.domain_id = d.id
    JOIN captures c ON c.policy_page_id = p.id
    JOIN documents t ON t.id = c.document_id
    WHERE p.line IS NOT NULL AND t.screened IS NULL AND c.outcome IN ('read', 'same-digest')
), opened AS (
    SELECT shown.*,
           CASE WHEN LAG(wording_sha256) OVER (PARTITION BY domain, line ORDER BY captured_at, "timestamp", urlkey)
                     = wording_sha256 THEN 0 ELSE 1 END AS opens
    FROM shown
)
SELECT domain_id, domain, line, url, urlkey, captured_at, "timestamp", original_url, outcome, document_id, title,
       wording_sha256,
       CAST(SUM(opens) OVER (PARTITION BY domain, line ORDER BY captured_at, "timestamp", urlkey
                             ROWS UNBOUNDED PRECEDING) AS INTEGER) AS number
FROM opened
"""

# A version is shown as it was first seen: the first sighting gives its address, document and title.
_VERSIONS = """
CREATE VIEW versions AS
WITH placed AS (
    SELECT sightings.*,
           ROW_NUMBER() OVER (PARTITION BY domain, line, number
                              ORDER BY captured_at, "timestamp", urlkey) AS place
    FROM sightings
), gathered AS (
    SELECT domain, line, number, COUNT(*) AS captures,
           MAX(CASE WHEN place = 1 THEN url END) AS url,
           MAX(CASE WHEN place = 1 THEN document_id END) AS document_id,
           MAX(CASE WHEN place = 1 THEN title END) AS title,
           MAX(CASE WHEN place = 1 THEN "timestamp" END) AS "timestamp",
           MAX(CASE WHEN place = 1 THEN original_url END) AS original_url,
           MIN(captured_at) AS first_seen, MAX(captured_at) AS last_seen
    FROM placed
    GROUP BY domain, line, number
)
SELECT domain, line, url, document_id, title, first_seen, last_seen, captures,
       LAG(last_seen) OVER (PARTITION BY domain, line ORDER BY number) AS not_before, number,
       "timestamp", original_url
FROM gathered
"""

# One row for each interval of a domain's plan. What explains it is sought in this order: a capture read in it, a
# version that spans it, a miss of a capture in it, of the interval, of a page, of the domain, the domain's standing.
# Of several misses, one that asking again may mend comes first, so that no gap looks final that is not.
_COVERAGE = f"""
CREATE VIEW coverage AS
WITH plan AS (
    SELECT d.id AS domain_id, d.domain, d.status, i."interval", i.since, i.until
    FROM domains d JOIN intervals i ON i.every = d.every AND i.until > d.since AND i.since < d.until
), had AS (
    SELECT plan.domain_id, plan."interval", MIN(s.number) AS from_number, MAX(s.number) AS to_number,
           MAX(CASE WHEN s.outcome = 'read' THEN 1 ELSE 0 END) AS was_read
    FROM plan JOIN sightings s ON s.domain = plan.domain AND s.line = 1
                              AND s.captured_at >= plan.since AND s.captured_at < plan.until
    GROUP BY plan.domain_id, plan."interval"
), capture_misses AS (
    SELECT plan.domain_id, plan."interval", COALESCE(t.screened, c.outcome) AS kind,
           COALESCE(m.detail, t.title, 'the index lists it with status ' || c.status, '') AS detail,
           ROW_NUMBER() OVER (
               PARTITION BY plan.domain_id, plan."interval"
               ORDER BY CASE WHEN COALESCE(t.screened, c.outcome) IN ({_NOT_FINAL}) THEN 0 ELSE 1 END,
                        c."timestamp", p.urlkey, m.id) AS place
    FROM plan
    JOIN policy_pages p ON p.domain_id = plan.domain_id AND p.line = 1
    JOIN captures c ON c.policy_page_id = p.id AND c.captured_at >= plan.since AND c.captured_at < plan.until
    LEFT JOIN documents t ON t.id = c.document_id
    LEFT JOIN misses m ON m.domain_id = plan.domain_id AND m.thing = p.urlkey || ' ' || c."timestamp"
                      AND m.kind = c.outcome
    WHERE COALESCE(t.screened, c.outcome) NOT IN ({_NOT_MISSES})
), wider_misses AS (
    SELECT plan.domain_id, plan."interval", m.kind, m.detail,
           ROW_NUMBER() OVER (
               PARTITION BY plan.domain_id, plan."interval"
               ORDER BY CASE WHEN m."interval" IS NULL THEN 1 ELSE 0 END,
                        CASE WHEN m.policy_page_id IS NULL THEN 1 ELSE 0 END,
                        CASE WHEN m.final THEN 1 ELSE 0 END, m.thing, m.kind) AS place
    FROM plan
    JOIN misses m ON m.domain_id = plan.domain_id AND m."timestamp" IS NULL
                 AND (m."interval" = plan."interval" OR m."interval" IS NULL)
    LEFT JOIN policy_pages p ON p.id = m.policy_page_id
    WHERE p.id IS NULL OR p.line IS NULL OR p.line = 1
)
SELECT plan.domain, plan."interval",
       CASE WHEN had.was_read = 1 THEN 'read'
            WHEN had.was_read = 0 THEN 'same-digest'
            WHEN v.number IS NOT NULL THEN 'between'
            WHEN plan.status = 'blocked' THEN COALESCE(c.kind, w.kind, 'blocked')
            ELSE COALESCE(c.kind, w.kind, 'pending') END AS state,
       CASE WHEN had.from_number < had.to_number THEN 'versions ' || had.from_number || ' to ' || had.to_number
            WHEN had.from_number IS NOT NULL THEN 'version ' || had.from_number || ': ' || h.title
            WHEN v.number IS NOT NULL THEN 'version ' || v.number || ': ' || v.title
            ELSE COALESCE(c.detail, w.detail, '') END AS detail
FROM plan
LEFT JOIN had ON had.domain_id = plan.domain_id AND had."interval" = plan."interval"
LEFT JOIN versions h ON h.domain = plan.domain AND h.line = 1 AND h.number = had.from_number
LEFT JOIN versions v ON v.domain = plan.domain AND v.line = 1
                    AND v.first_seen < plan.since AND v.last_seen >= plan.until
LEFT JOIN capture_misses c ON c.domain_id = plan.domain_id AND c."interval" = plan."interval" AND c.place = 1
LEFT JOIN wider_misses w ON w.domain_id = plan.domain_id AND w."interval" = plan."interval" AND w.place = 1
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
