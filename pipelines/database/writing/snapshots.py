"""Knows how the bytes of a replay become rows: the bytes once per content, what came with them once per bytes."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, select

from crawler.items import Snapshot
from pipelines.database.blobs import Bytes, keep_bytes
from pipelines.database.tables import snapshots
from pipelines.database.writing.upserts import insert_missing, select_by

Headers = list[list[str]]  # as JSON keeps them: pairs in their order
FirstHeaders = Mapping[str, Headers]  # those that came with the bytes of this hash when they came first
_HEADERS = select(snapshots.c.sha256, snapshots.c.headers)


def write_snapshots(connection: Connection, replayed: Sequence[Snapshot]) -> FirstHeaders:
    """Keeps these, and says with which headers the bytes of each came first."""
    known = first_headers(connection, {snapshot.sha256 for snapshot in replayed})
    new: dict[str, Snapshot] = {}
    for snapshot in replayed:
        if snapshot.sha256 not in known:
            new.setdefault(snapshot.sha256, snapshot)
    if not new:
        return known
    keep_bytes(connection, (Bytes(snapshot.sha256, snapshot.urlkey, snapshot.body) for snapshot in new.values()))
    rows = [
        {
            "sha256": snapshot.sha256,
            "size": len(snapshot.body),
            "media_type": snapshot.media_type,
            "charset": snapshot.charset,
            "headers": headers_of(snapshot),
            "blob_sha256": snapshot.sha256,
        }
        for snapshot in new.values()
    ]
    if insert_missing(connection, snapshots, rows, ["sha256"]) < len(rows):  # another brought the same just now
        return known | first_headers(connection, new.keys())
    return known | {sha256: headers_of(snapshot) for sha256, snapshot in new.items()}


def first_headers(connection: Connection, hashes: Collection[str]) -> dict[str, Headers]:
    """Of those of these that are kept."""
    return {row[0]: row[1] for row in select_by(connection, _HEADERS, [snapshots.c.sha256], sorted(hashes))}


def headers_of(snapshot: Snapshot) -> Headers:
    return [[name, value] for name, value in snapshot.headers]
