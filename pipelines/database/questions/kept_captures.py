"""Knows which captures of a selection have bytes, and gives them one after the other as they were replayed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select

from pipelines.database.blobs import fetch_many
from pipelines.database.questions.exports import Chosen, Selection
from pipelines.database.tables import captures, documents, domains, policy_pages, snapshots
from pipelines.database.views import sightings, versions

_MOST_BYTES = 16_000_000  # held at a time, beside one that is longer by itself
_MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class KeptCapture:
    """One replay, whole: what was asked for is at `url` and of `timestamp`, as the archive served it."""

    domain: str
    url: str
    timestamp: str
    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    sha256: str
    body: bytes = field(repr=False)


def kept_captures(chosen: Chosen) -> Iterator[KeptCapture]:
    """By domain, page and moment. Of versions, the first capture of each that has bytes; of all captures, each that
    has, whether it shows a policy or not: bytes are kept so that everything can be read from them again."""
    selection = chosen.selection
    query = _all(selection) if selection.all_captures else _of_versions(selection)
    rows: list[Any] = []
    size = 0
    for row in chosen.connection.execution_options(yield_per=200).execute(query):
        if rows and (size + row.size > _MOST_BYTES or len(rows) >= _MOST_ROWS):
            yield from _with_bytes(chosen, rows)
            rows, size = [], 0
        rows.append(row)
        size += row.size
    yield from _with_bytes(chosen, rows)


def _with_bytes(chosen: Chosen, rows: list[Any]) -> Iterator[KeptCapture]:
    bodies = fetch_many(chosen.connection, [row.snapshot_sha256 for row in rows])
    for row in rows:
        yield KeptCapture(
            domain=row.domain,
            url=row.url,
            timestamp=row.timestamp,
            status=row.served_status or 200,
            headers=tuple((name, value) for name, value in row.headers or row.first_headers),
            sha256=row.snapshot_sha256,
            body=bodies[row.snapshot_sha256],
        )


_KEPT = (
    select(
        domains.c.domain,
        func.coalesce(captures.c.served_url, captures.c.original_url).label("url"),
        func.coalesce(captures.c.served_timestamp, captures.c.timestamp).label("timestamp"),
        captures.c.served_status,
        captures.c.headers,
        snapshots.c.headers.label("first_headers"),
        snapshots.c.size,
        captures.c.snapshot_sha256,
    )
    .join(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
    .join(domains, domains.c.id == policy_pages.c.domain_id)
    .join(snapshots, snapshots.c.sha256 == captures.c.snapshot_sha256)
)
_ORDER = (domains.c.domain, policy_pages.c.urlkey, captures.c.timestamp)


def _all(selection: Selection) -> Select[Any]:
    query = _KEPT.order_by(*_ORDER)
    if selection.domains:
        query = query.where(domains.c.domain.in_(selection.domains))
    if selection.since is not None:
        query = query.where(captures.c.captured_at >= selection.since)
    if selection.until is not None:
        query = query.where(captures.c.captured_at < selection.until)
    if selection.languages:
        query = query.join(documents, documents.c.id == captures.c.document_id)
        query = query.where(documents.c.language.in_(selection.languages))
    return query


def _of_versions(selection: Selection) -> Select[Any]:
    version = [sightings.c[name] for name in ("domain", "line", "number")]
    moment = (sightings.c.captured_at, sightings.c.timestamp, sightings.c.urlkey)
    place = func.row_number().over(partition_by=version, order_by=moment).label("place")
    named = select(*version, sightings.c.urlkey, sightings.c.timestamp, sightings.c.document_id, place).where(
        sightings.c.snapshot_sha256.is_not(None)
    )
    if selection.domains:
        named = named.where(sightings.c.domain.in_(selection.domains))
    first = named.subquery()
    query = (
        _KEPT.join(
            first,
            (first.c.domain == domains.c.domain)
            & (first.c.urlkey == policy_pages.c.urlkey)
            & (first.c.timestamp == captures.c.timestamp),
        )
        .where(first.c.place == 1)
        .order_by(*_ORDER)
    )
    if selection.languages:
        query = query.join(documents, documents.c.id == first.c.document_id)
        query = query.where(documents.c.language.in_(selection.languages))
    if selection.since is None and selection.until is None:
        return query
    seen = versions.c
    query = query.join(
        versions, (seen.domain == first.c.domain) & (seen.line == first.c.line) & (seen.number == first.c.number)
    )
    if selection.since is not None:
        query = query.where(seen.last_seen >= selection.since)
    if selection.until is not None:
        query = query.where(seen.first_seen < selection.until)
    return query
