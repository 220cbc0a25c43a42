"""Knows how tests run the real commands in a process of their own, and how they compare what databases hold."""

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, select

from pipelines.database.tables import (
    captures,
    changes,
    documents,
    domains,
    home_pages,
    misses,
    policy_pages,
    snapshots,
    timelines,
)
from pipelines.database.views import coverage, versions
from tests.fake_archive.manners import read_manners
from tests.fake_archive.server import FakeArchive

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "sample"
LIST = "data/domains.txt"
PLAN = ("--until", "2025")  # a fixed end: what a run finds does not depend on its day


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


def scrapy(*arguments: str, stdin: str | None = None, **settings: str) -> Ran:
    """`scrapy ARGUMENTS` with these settings, from its start to its end."""
    process = start_scrapy(*arguments, **settings)
    with process:
        out, err = process.communicate(stdin, timeout=240)
    return Ran(process.returncode, out, err)


def start_scrapy(*arguments: str, says: Any = subprocess.PIPE, **settings: str) -> "subprocess.Popen[str]":
    """The same, left running: for those who end it in the middle. `says` is where its words go."""
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120", **settings},
        stdin=subprocess.PIPE,
        stdout=says,
        stderr=says,
        text=True,
    )


def sample_archive(**how: Any) -> FakeArchive:
    """The bundled archive, served on loopback."""
    return FakeArchive(warcs=[SAMPLE / "archive.warc.gz"], manners=read_manners(SAMPLE / "manners.toml"), **how)


def kept(database: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of a database, by their natural keys and without clock columns, in an order of their own: what two
    runs that ended the same have in common."""
    engine = create_engine(database)
    try:
        with closing(engine.connect()) as connection:
            return {name: _rows(connection, query) for name, query in _QUERIES.items()}
    finally:
        engine.dispose()


def _rows(connection: Connection, query: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in connection.execute(query)), key=repr)


_pages = policy_pages.join(domains)
_target = policy_pages.alias()
_QUERIES = {
    "domains": select(domains.c.domain, domains.c.rank, domains.c.status, domains.c.every),
    "policy_pages": select(
        domains.c.domain,
        *(
            policy_pages.c[name]
            for name in ("url", "urlkey", "found_by", "link_text", "first_party", "promise", "line")
        ),
    ).select_from(_pages),
    "timelines": select(domains.c.domain, timelines.c.urlkey, timelines.c.complete, timelines.c.captures).join(
        domains, domains.c.id == timelines.c.domain_id
    ),
    "captures": select(
        domains.c.domain,
        policy_pages.c.urlkey,
        *(captures.c[name] for name in ("timestamp", "captured_at", "original_url", "digest", "status", "mimetype")),
        *(captures.c[name] for name in ("length", "outcome", "served_timestamp", "served_url", "snapshot_sha256")),
        documents.c.sha256,
        _target.c.urlkey,
    )
    .select_from(_pages.join(captures, captures.c.policy_page_id == policy_pages.c.id))
    .outerjoin(documents, documents.c.id == captures.c.document_id)
    .outerjoin(_target, _target.c.id == captures.c.redirect_to_page_id),
    "snapshots": select(snapshots.c.sha256, snapshots.c.size, snapshots.c.media_type, snapshots.c.charset),
    "documents": select(
        *(documents.c[name] for name in ("sha256", "wording_sha256", "title", "markdown", "text", "words", "screened"))
    ),
    "home_pages": select(
        domains.c.domain, *(home_pages.c[name] for name in ("interval", "outcome", "served_timestamp", "served_url"))
    ).join(domains, domains.c.id == home_pages.c.domain_id),
    "misses": select(
        domains.c.domain, *(misses.c[name] for name in ("interval", "timestamp", "kind", "detail", "final"))
    ).join(domains, domains.c.id == misses.c.domain_id),
    "versions": select(versions).with_only_columns(*(column for column in versions.c if column.name != "document_id")),
    "changes": select(
        domains.c.domain,
        *(changes.c[name] for name in ("line", "number", "title", "timestamp", "first_seen", "not_before")),
    ).join(domains, domains.c.id == changes.c.domain_id),
    "coverage": select(coverage),
}
