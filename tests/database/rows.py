"""Knows how tests look at a database as a user would: by names, without ids."""

from typing import Any

from sqlalchemy import Engine, text

from pipelines.database.tables import metadata

# Every table with ids followed to what they mean, so that two databases can be compared whose rows arrived differently.
_SHOWN = {
    "domains": "SELECT domain, rank, status, every, since, until FROM domains",
    "intervals": 'SELECT every, "interval", since, until FROM intervals',
    "policy_pages": """SELECT d.domain, p.urlkey, p.url, p.found_by, p.link_text, p.promise, p.line
        FROM policy_pages p JOIN domains d ON d.id = p.domain_id""",
    "timelines": """SELECT d.domain, t.urlkey, p.urlkey AS page, t.asked_at, t.since, t.until, t.complete, t.captures
        FROM timelines t JOIN domains d ON d.id = t.domain_id LEFT JOIN policy_pages p ON p.id = t.policy_page_id""",
    "captures": """SELECT p.urlkey, c."timestamp", c.captured_at, c.original_url, c.digest, c.status, c.length,
        c.listed, c.outcome, c.served_url, c.snapshot_sha256, t.sha256 AS document, o.urlkey AS leads_to
        FROM captures c JOIN policy_pages p ON p.id = c.policy_page_id LEFT JOIN documents t ON t.id = c.document_id
        LEFT JOIN policy_pages o ON o.id = c.redirect_to_page_id""",
    "snapshots": "SELECT sha256, size, media_type, charset FROM snapshots",
    "documents": "SELECT sha256, wording_sha256, title, markdown, screened, reading, reader_version FROM documents",
    "home_pages": 'SELECT d.domain, h."interval", h.outcome FROM home_pages h JOIN domains d ON d.id = h.domain_id',
    "misses": """SELECT d.domain, m.thing, m."interval", m."timestamp", m.kind, m.detail, m.final, m.seen_at
        FROM misses m JOIN domains d ON d.id = m.domain_id""",
    "versions": """SELECT v.domain, v.line, v.url, t.sha256 AS document, v.title, v.first_seen, v.last_seen, v.captures,
        v.not_before, v.number FROM versions v JOIN documents t ON t.id = v.document_id""",
    "changes": """SELECT d.domain, c.line, c.number, c.title, c."timestamp", c.first_seen, c.not_before
        FROM changes c JOIN domains d ON d.id = c.domain_id""",
    "coverage": 'SELECT domain, "interval", state, detail FROM coverage',
}


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All that the database says."""
    return {name: select(engine, query) for name, query in _SHOWN.items()}


def select(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return sorted((tuple(row) for row in connection.execute(text(query))), key=repr)


def wipe(engine: Engine) -> None:
    """Empties every table, for tests that try many things on one database."""
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())


def outcomes(engine: Engine, urlkey: str = "example,palace)/privacy") -> dict[str, str | None]:
    """The outcome of every capture of a page, by timestamp."""
    query = 'SELECT c."timestamp", c.outcome FROM captures c JOIN policy_pages p ON p.id = c.policy_page_id '
    with engine.connect() as connection:
        return dict(connection.execute(text(query + "WHERE p.urlkey = :urlkey"), {"urlkey": urlkey}).all())


def wordings(engine: Engine) -> dict[str, str | None]:
    """What each capture is known to say, by timestamp."""
    query = 'SELECT c."timestamp", t.text FROM captures c LEFT JOIN documents t ON t.id = c.document_id'
    with engine.connect() as connection:
        return dict(connection.execute(text(query)).all())


def missed(engine: Engine) -> list[tuple[str, str]]:
    """What is missed, as thing and kind."""
    return select(engine, "SELECT thing, kind FROM misses")


def count(engine: Engine, table: str) -> int:
    return select(engine, f"SELECT count(*) FROM {table}")[0][0]
