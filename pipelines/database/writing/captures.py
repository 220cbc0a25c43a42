"""Knows how a capture comes to its outcome, and that the outcome never gets worse.

Endings arrive in any order and more than once. What was had stays had: a document outweighs a redirect, a redirect an
equal digest, an equal digest a final miss, a final miss one that may go away. Among equals the last one counts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, select, update

from crawler.items import Snapshot
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome
from pipelines.database.column_types import read_outcome
from pipelines.database.tables import captures
from pipelines.database.writing.addresses import Addresses, address_with
from pipelines.database.writing.same_digest import PageDigest, spread_documents
from pipelines.database.writing.snapshots import FirstHeaders, headers_of
from pipelines.database.writing.upserts import insert_missing, select_by

_KEY = ("policy_page_id", "timestamp")
_COLUMNS = tuple(captures.c[name] for name in _KEY)
_other = captures.alias()
_SHARED = exists().where(
    _other.c.policy_page_id == captures.c.policy_page_id,
    _other.c.digest == captures.c.digest,
    _other.c.id != captures.c.id,
)
_HELD = select(
    *_COLUMNS,
    *(captures.c[name] for name in ("id", "outcome", "document_id", "digest")),
    _SHARED.label("shares_digest"),
)
_SERVED = ("served_timestamp", "served_url", "served_status", "fetched_at", "snapshot_sha256", "headers")
_SET = (
    update(captures)
    .where(captures.c.id == bindparam("of_capture"))
    .values({name: bindparam(name) for name in ("outcome", "document_id", "redirect_to_page_id", *_SERVED)})
)


@dataclass(frozen=True, slots=True)
class Ending:
    """How asking for one capture ended."""

    domain: str
    urlkey: str
    timestamp: str
    outcome: Outcome
    snapshot: Snapshot | None = None
    document_id: int | None = None
    leads_to: int | None = None  # the id of a policy page
    read_by: str | None = None  # a reader

    @property
    def weight(self) -> int:
        return _weight(self.outcome, self.document_id)


def end_captures(
    connection: Connection, addresses: Addresses, endings: Sequence[Ending], first_headers: FirstHeaders
) -> None:
    """Sets the outcome of every capture named, making those that the index never listed. `first_headers` are those of
    the snapshots."""
    if not endings:
        return
    addresses.learn_pages((ending.domain, ending.urlkey) for ending in endings)
    named = {(addresses.page(ending.domain, ending.urlkey), ending.timestamp): ending for ending in endings}
    held = _held(connection, named)
    unlisted = [_unlisted(page, ending) for (page, stamp), ending in named.items() if (page, stamp) not in held]
    insert_missing(connection, captures, unlisted, _KEY)
    held |= _held(connection, named.keys() - held.keys())
    heaviest: dict[int, Ending] = {}
    for ending in endings:
        row = held[addresses.page(ending.domain, ending.urlkey), ending.timestamp]
        if ending.weight >= _weight_now(row, heaviest):
            heaviest[row.id] = ending
    _set_outcomes(connection, heaviest, first_headers)
    touched = {PageDigest(row.policy_page_id, row.digest) for row in held.values() if row.shares_digest}
    spread_documents(connection, touched)


def _held(connection: Connection, named: Collection[tuple[int, str]]) -> dict[tuple[int, str], Row[Any]]:
    rows = select_by(connection, _HELD, _COLUMNS, sorted(named))
    return {(row.policy_page_id, row.timestamp): row for row in rows}


def _weight_now(row: Row[Any], heaviest: dict[int, Ending]) -> int:
    if row.id in heaviest:
        return heaviest[row.id].weight
    return -1 if row.outcome is None else _weight(read_outcome(row.outcome), row.document_id)


def _weight(outcome: Outcome, document_id: int | None) -> int:
    if outcome is Outcome.SAME_DIGEST:
        return 2
    if document_id is not None:  # a screened document has the outcome of a miss, and was had all the same
        return 4
    if outcome is Outcome.REDIRECT:
        return 3
    return 1 if outcome.final else 0


def _set_outcomes(connection: Connection, endings: dict[int, Ending], first_headers: FirstHeaders) -> None:
    rows = [
        {
            "of_capture": number,
            "outcome": ending.outcome.value,
            "document_id": ending.document_id,
            "redirect_to_page_id": ending.leads_to,
            "read_by": ending.read_by,
        }
        | _as_served(ending.snapshot, first_headers)
        for number, ending in sorted(endings.items())
    ]
    if rows:
        connection.execute(_SET, rows)


def _as_served(snapshot: Snapshot | None, first_headers: FirstHeaders) -> dict[str, object]:
    if snapshot is None:
        return dict.fromkeys(_SERVED)
    headers = headers_of(snapshot)
    return {
        "served_timestamp": snapshot.served_timestamp,
        "served_url": snapshot.served_url,
        "served_status": snapshot.status,
        "fetched_at": snapshot.fetched_at,
        "snapshot_sha256": snapshot.sha256,
        "headers": None if headers == first_headers[snapshot.sha256] else headers,
    }


def _unlisted(page: int, ending: Ending) -> dict[str, object]:
    """The row of a capture that only a replay knows of; if the index lists it later, the listing fills it."""
    return {
        "policy_page_id": page,
        "timestamp": ending.timestamp,
        "captured_at": moment_of(ending.timestamp),
        "original_url": address_with(ending.urlkey),
        "listed": False,
    }


def moment_of(timestamp: str) -> datetime:
    """The moment of a capture that no index listed. A day that its month does not have becomes the first."""
    try:
        return read_timestamp(timestamp)
    except ValueError:
        return read_timestamp(timestamp[:6] + "01000000")
