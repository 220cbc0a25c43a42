"""Knows how chosen rows become an SQLite file of their own, in which words can be searched for.

The file is made for reading and never written again, so it is built without a journal. Only numbers and names that the
database already has go into it: the same rows give the same bytes.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pipelines.database.questions.exports import Chosen, Shown
from pipelines.database.tables import domains, misses, policy_pages

_OF_VERSION = (
    *("domain", "line", "number", "url", "timestamp", "original_url", "archive_url", "captured_at", "first_seen"),
    *("last_seen", "not_before", "captures", "snapshot_sha256", "document_id"),
)
_OF_DOCUMENT = (
    *("sha256", "wording_sha256", "title", "markdown", "text", "words", "language", "language_confidence"),
    *("policy_probability", "reading", "reader_version", "family_id"),
)
_OF_DOMAIN = ("domain", "rank", "status", "asked_at", "every", "since", "until")
_OF_MISS = ("domain", "url", "interval", "timestamp", "kind", "detail", "final", "seen_at")

_TABLES = f"""
CREATE TABLE domains ({", ".join(_OF_DOMAIN)}, PRIMARY KEY (domain));
CREATE TABLE documents (id INTEGER PRIMARY KEY, {", ".join(_OF_DOCUMENT)});
CREATE TABLE versions ({", ".join(f'"{name}"' for name in _OF_VERSION)},
                       FOREIGN KEY (document_id) REFERENCES documents (id));
CREATE TABLE misses ({", ".join(f'"{name}"' for name in _OF_MISS)});
CREATE VIRTUAL TABLE documents_fts USING fts5 (title, text, content='documents', content_rowid='id');
"""
_INDEXES = """
CREATE INDEX versions_domain ON versions (domain, line, number);
CREATE INDEX versions_document ON versions (document_id);
CREATE INDEX misses_domain ON misses (domain);
INSERT INTO documents_fts (documents_fts) VALUES ('rebuild');
INSERT INTO documents_fts (documents_fts) VALUES ('optimize');
"""


def copy_into(file: Path, chosen: Chosen) -> None:
    """Makes the file, with the domains and misses of the chosen domains beside the rows."""
    with closing(sqlite3.connect(file, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        copy.execute("BEGIN")
        for statement in _TABLES.strip().split(";\n"):
            copy.execute(statement)
        copy.executemany(_insert("domains", _OF_DOMAIN), _domains(chosen))
        for row in chosen.rows():
            copy.execute(_insert("documents", ("id", *_OF_DOCUMENT)), (row.document_id, *_values(row, _OF_DOCUMENT)))
            copy.execute(_insert("versions", _OF_VERSION), _values(row, _OF_VERSION))
        copy.executemany(_insert("misses", _OF_MISS), _misses(chosen))
        for statement in _INDEXES.strip().split(";\n"):
            copy.execute(statement)
        copy.execute("COMMIT")


def _insert(table: str, names: tuple[str, ...]) -> str:
    """A document that several rows show goes in once."""
    named = ", ".join(f'"{name}"' for name in names)
    return f"INSERT OR IGNORE INTO {table} ({named}) VALUES ({', '.join('?' * len(names))})"


def _values(row: Shown, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(_plain(getattr(row, name)) for name in names)


def _plain(value: object) -> object:
    """Moments as the other formats write them; SQLite has no type for them."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value


def _domains(chosen: Chosen) -> Iterator[tuple[Any, ...]]:
    query = select(*(domains.c[name] for name in _OF_DOMAIN)).order_by(domains.c.domain)
    if chosen.selection.domains:
        query = query.where(domains.c.domain.in_(chosen.selection.domains))
    for row in chosen.connection.execution_options(yield_per=1_000).execute(query):
        yield tuple(map(_plain, row))


def _misses(chosen: Chosen) -> Iterator[tuple[Any, ...]]:
    own = (misses.c[name] for name in _OF_MISS[2:])
    query = (
        select(domains.c.domain, policy_pages.c.url, *own)
        .join(domains, domains.c.id == misses.c.domain_id)
        .outerjoin(policy_pages, policy_pages.c.id == misses.c.policy_page_id)
        .order_by(domains.c.domain, misses.c.thing)
    )
    if chosen.selection.domains:
        query = query.where(domains.c.domain.in_(chosen.selection.domains))
    for row in chosen.connection.execution_options(yield_per=1_000).execute(query):
        yield tuple(map(_plain, row))
