"""Knows how stored captures are read once more: their snapshots as they were replayed, and what another reader makes
of them beside what stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from crawler.items import Document, Miss, Snapshot
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome
from crawler.readers import Reader, Wanted
from crawler.snapshots import declared_type
from crawler.urlkeys import urlkey
from pipelines.database.blobs import fetch_many
from pipelines.database.tables import captures, documents, domains, policy_pages, snapshots
from pipelines.database.writing.upserts import select_by

_AT_ONCE = 25  # bodies held at a time: the longest have megabytes, most a fifth of one


@dataclass(frozen=True, slots=True)
class Rereading:
    """A capture as it stands (its row, with what it shows), and what the reader makes of its bytes now."""

    row: Any
    reader: Reader
    now: Document | Miss

    @property
    def document(self) -> Document | None:
        return self.now if isinstance(self.now, Document) else None

    @property
    def is_same_text(self) -> bool:
        return self.document is not None and self.document.sha256 == self.row.sha256

    @property
    def outcome(self) -> Outcome:
        if isinstance(self.now, Miss):
            return self.now.kind
        return self.now.screened or Outcome.READ

    @property
    def is_changed(self) -> bool:
        """Whether anything comes out otherwise: the document, or how the capture ended."""
        now = (self.now.sha256, self.now.reading) if isinstance(self.now, Document) else (None, None)
        return (self.row.sha256, self.row.reading, self.row.outcome) != (*now, self.outcome.value)

    @property
    def is_moved(self) -> bool:
        """Whether it is a policy behind a redirect, kept at the capture that redirects as long as it was none."""
        if self.outcome is not Outcome.READ or self.row.outcome == Outcome.READ.value:
            return False
        return _is_behind_redirect(self.row)


def read_again(connection: Connection, ids: Sequence[int], wanted: Wanted) -> Iterator[Rereading]:
    """Those of these captures that have bytes and were read otherwise than is wanted; nothing is written."""
    rows = [row for row in select_by(connection, _CAPTURES, [captures.c.id], sorted(ids)) if _waits(row, wanted)]
    rows.sort(key=lambda row: (row.policy_page_id, row.timestamp))
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        bodies = fetch_many(connection, sorted({row.snapshot_sha256 for row in some}))
        for row in some:
            reader = wanted.reader_after(row.read_by)
            now = reader.read(_snapshot(row, bodies[row.snapshot_sha256]))
            assert now.snapshot is not None
            yield Rereading(row, reader, replace(now, snapshot=replace(now.snapshot, body=b"")))  # it is kept already


def _waits(row: Any, wanted: Wanted) -> bool:
    return bool(row.read_by != wanted.reader_after(row.read_by).name)


def _snapshot(row: Any, body: bytes) -> Snapshot:
    """The snapshot of a capture as it was when it was replayed."""
    media_type, charset, headers = row.media_type, row.charset, row.first_headers
    if row.headers is not None:
        headers = row.headers
        media_type, charset = declared_type((name, value) for name, value in headers)
    return Snapshot(
        domain=row.domain,
        urlkey=urlkey(row.served_url) if _is_behind_redirect(row) else row.urlkey,
        timestamp=row.timestamp,
        served_timestamp=row.served_timestamp,
        served_url=row.served_url,
        status=row.served_status,
        headers=tuple((name, value) for name, value in headers),
        media_type=media_type,
        charset=charset,
        body=body,
        sha256=row.snapshot_sha256,
        fetched_at=row.fetched_at,
    )


def _is_behind_redirect(row: Any) -> bool:
    """Whether another capture was served than the one asked for: that happens behind archived redirects alone."""
    return urlkey(row.served_url) != urlkey(row.original_url) or read_timestamp(row.served_timestamp) != row.captured_at


_CAPTURES = (
    select(
        captures,
        policy_pages.c.urlkey,
        policy_pages.c.domain_id,
        domains.c.domain,
        domains.c.every,
        snapshots.c.media_type,
        snapshots.c.charset,
        snapshots.c.headers.label("first_headers"),
        *(documents.c[name] for name in ("sha256", "wording_sha256", "reading", "reader_version", "screened", "notes")),
    )
    .join(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
    .join(domains, domains.c.id == policy_pages.c.domain_id)
    .join(snapshots, snapshots.c.sha256 == captures.c.snapshot_sha256)
    .outerjoin(documents, documents.c.id == captures.c.document_id)
)
