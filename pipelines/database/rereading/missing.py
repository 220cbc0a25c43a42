"""Knows which misses of captures no longer hold once these were read again, and which hold instead."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from crawler.intervals import Every, intervals_between
from crawler.items import Document
from pipelines.database.rereading.reading import Rereading
from pipelines.database.tables import misses
from pipelines.database.writing.misses import thing
from pipelines.database.writing.upserts import select_by

_SAID = ("kind", "detail", "interval")


def settle_misses(connection: Connection, readings: Sequence[Rereading]) -> None:
    """Leaves the rows of which nothing else is to be said."""
    things = {(one.row.domain_id, thing(one.row.urlkey, one.row.timestamp)): _miss(one) for one in readings}
    key = [misses.c.domain_id, misses.c.thing]
    query = select(*key, misses.c.id, *(misses.c[name] for name in _SAID))
    held = {(row.domain_id, row.thing): row for row in select_by(connection, query, key, sorted(things))}
    stays = {
        of
        for of, row in held.items()
        if (now := things[of]) is not None and all(now[name] == getattr(row, name) for name in _SAID)
    }
    gone = [{"of_miss": row.id} for of, row in held.items() if of not in stays]
    if gone:
        connection.execute(delete(misses).where(misses.c.id == bindparam("of_miss")), gone)
    rows = [row for of, row in sorted(things.items()) if row is not None and of not in stays]
    if rows:
        connection.execute(insert(misses), rows)


def _miss(reading: Rereading) -> dict[str, Any] | None:
    """The row of a miss as a crawl writes it; None where a policy was read."""
    row, now, kind = reading.row, reading.now, reading.outcome
    if not kind.is_miss:
        return None
    is_document = isinstance(now, Document)
    return {
        "domain_id": row.domain_id,
        "policy_page_id": row.policy_page_id,
        "interval": None if is_document else _interval(row),
        "timestamp": row.timestamp,
        "thing": thing(row.urlkey, row.timestamp),
        "kind": kind.value,
        "detail": (now.evidence or now.title) if isinstance(now, Document) else now.detail,
        "final": kind.final,
        "seen_at": row.fetched_at,
        "snapshot_sha256": None if is_document else row.snapshot_sha256,
    }


def _interval(row: Any) -> str | None:
    """The interval of the domain's plan for which the capture was read."""
    if row.every is None:
        return None
    moment = row.captured_at
    return next(intervals_between(moment, moment + timedelta(microseconds=1), Every(row.every).months)).name
