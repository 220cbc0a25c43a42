"""Knows how bytes are kept: once per content, as zstd, whole or as what differs from a key frame of the same address.

On real histories a page and its later self share almost everything: with the earlier one as the dictionary of zstd the
later one shrinks to a few per cent. A delta leans on a key frame and never on another delta, so reading one costs two
rows. Where a page was redone and the delta passes half of what a whole would take, the new bytes become the next key
frame of their address.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, func, select
from zstandard import ZstdError

from crawler.errors import Fault
from pipelines.database.deltas import LONGEST_TO_STAY, Delta, KeyFrame, compress, decompress, lean
from pipelines.database.tables import blobs
from pipelines.database.writing.upserts import insert_missing, select_by

# A crawl reads a page's captures to and fro in time, so the key frame that is nearest in looks need not be the newest.
# On 717 real captures of five policies: newest alone 6.0 to 1 against gzip, best of four 7.3, best of eight no better.
FRAMES_TRIED = 4
_STAY_RESTORED = 32  # key frames: 8 MB at most
_NEXT_TO_NOTHING = 50  # a delta that is a fiftieth of the whole: trying the other frames costs more than it can save


_newer = blobs.alias()
_later = (
    select(func.count())
    .where(_newer.c.address == blobs.c.address, _newer.c.key_frame > blobs.c.key_frame)
    .scalar_subquery()
)
_LATEST = (
    select(blobs.c.address, blobs.c.key_frame, blobs.c.sha256, blobs.c.size, blobs.c.body)
    .where(blobs.c.key_frame.is_not(None), _later < FRAMES_TRIED)
    .order_by(blobs.c.key_frame.desc())
)
_ROWS = select(blobs.c.sha256, blobs.c.leans_on, blobs.c.body)


@dataclass(frozen=True, slots=True)
class Bytes:
    """What is to be kept, and the address it was found at."""

    sha256: str
    address: str
    body: bytes


def keep_bytes(connection: Connection, arrived: Iterable[Bytes]) -> None:
    """Keeps each content once; what is there already stays as it is. Best given what is not: all of it is packed."""
    new = {bytes_.sha256: bytes_ for bytes_ in arrived}
    frames = _latest_key_frames(connection, sorted({bytes_.address for bytes_ in new.values()}))
    rows = []
    for bytes_ in new.values():
        _check(bytes_.sha256, bytes_.body)
        latest = frames[bytes_.address]
        row = {"sha256": bytes_.sha256, "address": bytes_.address, "size": len(bytes_.body)}
        delta = _smallest_delta(bytes_.body, latest)
        whole = b"" if delta is not None and delta.is_surely_small(len(bytes_.body)) else compress(bytes_.body)
        if delta is not None and (not whole or len(delta.body) * 2 <= len(whole)):
            rows.append(row | {"key_frame": None, "leans_on": delta.leans_on.sha256, "body": delta.body})
            continue
        number = latest[0].number + 1 if latest else 1
        rows.append(row | {"key_frame": number, "leans_on": None, "body": whole})
        frame = KeyFrame(number, bytes_.sha256, bytes_.body, len(whole))
        frames[bytes_.address] = [frame, *latest][:FRAMES_TRIED]
    # Those that are leant on go first: the database checks it row by row.
    insert_missing(connection, blobs, [row for row in rows if row["leans_on"] is None], ["sha256"])
    insert_missing(connection, blobs, [row for row in rows if row["leans_on"] is not None], ["sha256"])


def fetch_bytes(connection: Connection, sha256: str) -> bytes:
    """The bytes with this hash, checked against it."""
    return fetch_many(connection, [sha256])[sha256]


def fetch_many(connection: Connection, wanted: Sequence[str]) -> Mapping[str, bytes]:
    """The bytes with these hashes, each checked against its own."""
    rows = _rows(connection, set(wanted))
    while missing := {row.leans_on for row in rows.values() if row.leans_on} - rows.keys():
        rows |= _rows(connection, missing)
    return {sha256: _body(rows, sha256) for sha256 in wanted}


def _smallest_delta(body: bytes, frames: Sequence[KeyFrame]) -> Delta | None:
    smallest: Delta | None = None
    for frame in frames:
        delta = lean(body, frame)
        if smallest is None or len(delta.body) < len(smallest.body):
            smallest = delta
        if _NEXT_TO_NOTHING * len(delta.body) <= frame.packed:
            break
    return smallest


def _latest_key_frames(connection: Connection, addresses: Sequence[str]) -> defaultdict[str, list[KeyFrame]]:
    """The latest key frames of each address, newest first."""
    found: defaultdict[str, list[KeyFrame]] = defaultdict(list)
    for row in select_by(connection, _LATEST, [blobs.c.address], addresses):
        restored = _restored if row.size > LONGEST_TO_STAY else _restored_lately
        body = restored(row.body, None, row.sha256)
        found[row.address].append(KeyFrame(row.key_frame, row.sha256, body, len(row.body)))
    return found


def _rows(connection: Connection, wanted: Set[str]) -> dict[str, Any]:
    rows = {row.sha256: row for row in select_by(connection, _ROWS, [blobs.c.sha256], sorted(wanted))}
    if lost := wanted - rows.keys():
        raise Fault(f"the bytes {min(lost)} are named in the database but not kept there; restore it from a copy")
    return rows


def _body(rows: Mapping[str, Any], sha256: str) -> bytes:
    """Two steps at most as a rule; two writers of one address at once may make a third."""
    row = rows[sha256]
    return _restored(row.body, _body(rows, row.leans_on) if row.leans_on else None, sha256)


def _restored(packed: bytes, frame: bytes | None, sha256: str) -> bytes:
    try:
        body = decompress(packed, frame)
    except ZstdError as broken:
        raise Fault(f"the bytes {sha256} in the database are damaged ({broken}); restore it from a copy") from broken
    _check(sha256, body)
    return body


_restored_lately = lru_cache(_STAY_RESTORED)(_restored)


def _check(sha256: str, body: bytes) -> None:
    found = hashlib.sha256(body).hexdigest()
    if found != sha256:
        raise Fault(f"the bytes named {sha256} hash to {found}: they were changed since they were named")
