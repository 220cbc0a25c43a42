"""Knows how a database would answer what a piece of our program asks of it, and which tables it would read whole."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from crawler.readers import Reader
from pipelines.database.tables import metadata

_SCAN = re.compile(r"SCAN (\w+)")
# What the views call the tables: a scan of one of them is one of the table.
_CALLED = {"d": "domains", "p": "policy_pages", "q": "policy_pages", "c": "captures", "o": "captures"} | {
    "t": "documents", "i": "intervals", "m": "misses"
}  # fmt: skip
SMALL = {"intervals", "runs"}  # of some hundred rows, whatever else there is


def tables_read_whole(engine: Engine, act: Callable[[], object]) -> dict[str, str]:
    """The tables that any statement of an act reads from one end to the other, each with the first that does.

    SQLite chooses without looking at rows. PostgreSQL chooses by what it knows of them, so its tables must be large,
    and looked at by ANALYZE, before it is asked."""
    found: dict[str, str] = {}
    with _noted(engine) as asked:
        act()
    with engine.connect() as connection:
        for statement, parameters in asked:
            for table in _whole(connection, statement, parameters):
                if table not in SMALL:
                    found.setdefault(table, " ".join(statement.split()))
    return found


@contextmanager
def _noted(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().split(None, 1)[0].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            asked.append((statement, parameters[0] if many else parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _whole(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
            step = _SCAN.match(row[3])
            stops_early = "LIMIT" in statement and "USING" in row[3]  # in the order of an index
            if step is not None and not stops_early:
                table = _CALLED.get(step[1], step[1])
                yield from [table] if table in metadata.tables else []
        return
    told = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    plan = (told if isinstance(told, list) else json.loads(told))[0]["Plan"]
    yield from _of_node(plan, stops_early="LIMIT" in statement)


def _of_node(node: dict[str, Any], stops_early: bool) -> Iterator[str]:
    is_by_index = node["Node Type"] in ("Index Scan", "Index Only Scan")
    if node["Node Type"] == "Seq Scan" or (is_by_index and "Index Cond" not in node and not stops_early):
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from _of_node(inner, stops_early)


def enlarge(engine: Engine, domains: int = 12_000) -> None:
    """Fills a PostgreSQL with rows as a large crawl leaves them, and has them looked at."""
    with engine.begin() as connection:
        for statement in _MANY:
            given = {"domains": domains, "reader": Reader().name}
            connection.execute(text(statement), {name: each for name, each in given.items() if f":{name}" in statement})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


# Numbers from a million on, so that whoever adds rows by sequence meets none of them.
_MANY = (
    """INSERT INTO domains (id, domain, rank, status, every, since, until, asked_at)
    SELECT 1000000 + n, 'shop' || n || '.example', n, 'done', 'half-year', '2010-01-01Z', '2013-01-01Z', '2024-01-01Z'
    FROM generate_series(1, :domains) n""",
    """INSERT INTO policy_pages (id, domain_id, url, urlkey, found_by, link_text, first_party, promise, line)
    SELECT id, id, 'http://' || domain || '/privacy', 'example,' || domain || ')/privacy', 'index', '', TRUE, 10, 1
    FROM domains WHERE id > 1000000""",
    """INSERT INTO blobs (sha256, address, key_frame, size, body)
    SELECT md5(id::text) || md5(domain), 'example,' || domain || ')/privacy', 1, 9, 'x'
    FROM domains WHERE id > 1000000""",
    """INSERT INTO snapshots (sha256, size, headers, blob_sha256)
    SELECT sha256, size, '[]', sha256 FROM blobs WHERE address LIKE 'example,shop%'""",
    """INSERT INTO documents (id, sha256, wording_sha256, title, markdown, text, words, language, reading,
        reader_version, notes, family_id)
    SELECT id, md5(domain) || md5(id::text), md5(domain) || md5(domain), 'Privacy', domain, domain, 1, 'en',
        'faithful', 'r', '[]', id FROM domains WHERE id > 1000000""",
    """INSERT INTO captures (id, policy_page_id, "timestamp", captured_at, original_url, digest, status, listed)
    SELECT 10 * id + n, id, 2009 + n || '0201000000', make_timestamptz(2009 + n, 2, 1, 0, 0, 0), url, md5(n || url),
        200, TRUE FROM policy_pages CROSS JOIN generate_series(1, 8) n WHERE id > 1000000""",
    """UPDATE captures SET outcome = 'read', document_id = id / 10, read_by = :reader, served_url = original_url,
        served_timestamp = "timestamp", snapshot_sha256 = md5((id / 10)::text) || md5('shop' || id / 10 - 1000000
        || '.example') WHERE id > 1000000 AND id % 10 = 1""",
    """INSERT INTO misses (id, domain_id, "interval", thing, kind, detail, final, seen_at)
    SELECT 10 * d.id + n, d.id, i.name, ' ' || i.name, 'no-capture', 'none', TRUE, '2024-01-01Z' FROM domains d
    CROSS JOIN (VALUES (1, '2011-H2'), (2, '2012-H1'), (3, '2012-H2')) i(n, name) WHERE d.id > 1000000""",
    """INSERT INTO timelines (id, domain_id, urlkey, asked_at, since, until, complete, captures)
    SELECT id, id, '', '2024-01-01Z', '2010-01-01Z', '2024-01-01Z', TRUE, 8 FROM domains WHERE id > 1000000""",
    """INSERT INTO home_pages (id, domain_id, "interval", outcome, links)
    SELECT id, id, '2010-H1', 'read', '[]' FROM domains WHERE id > 1000000""",
    """INSERT INTO signatures (id, wording_sha256, scheme, signature, family_id)
    SELECT id, wording_sha256, 's', 'x', id FROM documents WHERE id > 1000000""",
    """INSERT INTO bands (band, signature_id)
    SELECT 1000 * id + n, id FROM signatures CROSS JOIN generate_series(1, 4) n WHERE id > 1000000""",
    """INSERT INTO paragraphs (id, sha256, text, words)
    SELECT id, sha256, text, 1 FROM documents WHERE id > 1000000""",
    """INSERT INTO occurrences (paragraph_id, document_id, place)
    SELECT id, id, 0 FROM paragraphs WHERE id > 1000000""",
    """INSERT INTO changes (id, domain_id, line, number, title, "timestamp", first_seen)
    SELECT id, id, 1, 1, 'Privacy', '20100201000000', '2010-02-01Z' FROM domains WHERE id > 1000000""",
    """INSERT INTO earlier_documents (id, sha256, wording_sha256, title, markdown, text, words, reading,
        reader_version, notes)
    SELECT id, sha256, wording_sha256, title, markdown, text, words, reading, reader_version, notes
    FROM documents WHERE id > 1000000""",
    """INSERT INTO earlier_readings (capture_id, earlier_document_id)
    SELECT 10 * id + 1, id FROM earlier_documents""",
)
