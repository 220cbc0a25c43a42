"""Knows how the bytes of a replay become rows: the bytes once per content, what came with them once per bytes."""

from collections.abc import Sequence

from sqlalchemy import Connection

from crawler.items import Snapshot
from pipelines.database.blobs import Bytes, keep_bytes
from pipelines.database.tables import snapshots
from pipelines.database.writing.upserts import insert_missing


def write_snapshots(connection: Connection, replayed: Sequence[Snapshot]) -> None:
    keep_bytes(connection, (Bytes(snapshot.sha256, snapshot.urlkey, snapshot.body) for snapshot in replayed))
    rows = [
        {
            "sha256": snapshot.sha256,
            "size": len(snapshot.body),
            "media_type": snapshot.media_type,
            "charset": snapshot.charset,
            "headers": headers_of(snapshot),
            "blob_sha256": snapshot.sha256,
        }
        for snapshot in replayed
    ]
    insert_missing(connection, snapshots, rows, ["sha256"])


def headers_of(snapshot: Snapshot) -> list[list[str]]:
    """The headers as JSON keeps them: pairs in their order."""
    return [[name, value] for name, value in snapshot.headers]
