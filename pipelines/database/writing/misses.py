"""Knows how a miss becomes a row, and when a miss is stale: what was missed has been had since.

A miss is of a capture (page and timestamp), of an interval (of a page or of the domain), of a page, or of the domain.
There is one row for each, holding the newest reason; that of a capture follows `captures.outcome`, the one truth.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists

from crawler.intervals import Every, intervals_between
from crawler.items import Document, IndexAnswer, Miss
from pipelines.database.tables import captures, misses
from pipelines.database.writing.addresses import Addresses
from pipelines.database.writing.captures import Ending, end_captures, moment_of
from pipelines.database.writing.snapshots import FirstHeaders
from pipelines.database.writing.upserts import Columns, Row, insert_or_replace


def write_misses(
    connection: Connection, addresses: Addresses, missed: Sequence[Miss], first_headers: FirstHeaders
) -> None:
    """Snapshots come before: misses point at them."""
    if not missed:
        return
    addresses.learn_domains(miss.domain for miss in missed)
    addresses.learn_pages((miss.domain, miss.urlkey) for miss in missed if miss.urlkey)
    endings = [
        Ending(miss.domain, miss.urlkey, miss.timestamp, miss.kind, miss.snapshot, read_by=miss.read_by or None)
        for miss in missed
        if miss.urlkey and miss.timestamp
    ]
    end_captures(connection, addresses, endings, first_headers)
    _write(connection, addresses, [miss_row(addresses, miss) for miss in missed])


def write_screened(connection: Connection, addresses: Addresses, read: Iterable[Document]) -> None:
    """Documents that are no policy were had, and all the same what was asked for was missed."""
    rows = [
        miss_row(
            addresses,
            Miss(
                domain=document.snapshot.domain,
                urlkey=document.snapshot.urlkey,
                interval=None,
                timestamp=document.snapshot.timestamp,
                kind=document.screened,
                detail=document.evidence or document.title,
                seen_at=document.snapshot.fetched_at,
            ),
        )
        for document in read
        if document.screened is not None
    ]
    _write(connection, addresses, rows)


def _write(connection: Connection, addresses: Addresses, rows: Sequence[Row]) -> None:
    insert_or_replace(connection, misses, rows, ["domain_id", "thing"], only_if=_counts_more)
    addresses.note_misses(row["domain_id"] for row in rows)


def clear_capture_misses(connection: Connection, pages: Iterable[int]) -> None:
    """Takes away the misses of captures of these pages that came to another outcome."""
    rows = [{"of_page": page} for page in sorted(set(pages))]
    if rows:
        connection.execute(_OUTLIVED, rows)


def clear_interval_misses(connection: Connection, addresses: Addresses, read: Iterable[Document]) -> None:
    """A policy was read in an interval: what was said of the interval, for its page or its domain, no longer holds."""
    rows = {
        (addresses.domain(one.domain), thing(urlkey, name))
        for one in (document.snapshot for document in read if document.screened is None)
        if addresses.may_have_misses(addresses.domain(one.domain))
        for name in _interval_names(moment_of(one.timestamp).replace(day=1, hour=0, minute=0, second=0))
        for urlkey in (one.urlkey, None)
    }
    if rows:
        values = [{"of_domain": domain, "of_thing": missed} for domain, missed in sorted(rows)]
        connection.execute(_HAD, values)


def clear_answered_misses(connection: Connection, addresses: Addresses, answers: Iterable[IndexAnswer]) -> None:
    """The index answered in full: what was said of the page or the domain before it was asked no longer holds."""
    rows = [
        {"of_domain": addresses.domain(one.domain), "of_thing": thing(one.urlkey, None), "asked_at": one.asked_at}
        for one in answers
        if one.complete and addresses.may_have_misses(addresses.domain(one.domain))
    ]
    if rows:
        connection.execute(_ANSWERED, rows)


@lru_cache(500)
def _interval_names(month: datetime) -> Collection[str]:
    """The interval of each plan that holds the month that begins then; none is shorter."""
    until = month + timedelta(days=1)
    return {interval.name for every in Every for interval in intervals_between(month, until, every.months)}


def thing(urlkey: str | None, moment: str | None) -> str:
    """What was missed, as one word; a timestamp or the name of an interval is its moment."""
    return f"{urlkey or ''} {moment or ''}"


def miss_row(addresses: Addresses, miss: Miss) -> dict[str, object]:
    return {
        "domain_id": addresses.domain(miss.domain),
        "policy_page_id": addresses.page(miss.domain, miss.urlkey) if miss.urlkey else None,
        "interval": miss.interval,
        "timestamp": miss.timestamp,
        "thing": thing(miss.urlkey, miss.timestamp or miss.interval),
        "kind": miss.kind.value,
        "detail": miss.detail,
        "final": miss.kind.final,
        "seen_at": miss.seen_at,
        "snapshot_sha256": miss.snapshot.sha256 if miss.snapshot else None,
    }


def _counts_more(old: Columns, new: Columns) -> Any:
    """As outcomes do, the miss of a capture gets no less final; of anything wider the newest reason counts."""
    return (old.timestamp.is_not(None) & (new.final | ~old.final)) | (
        old.timestamp.is_(None) & (new.seen_at >= old.seen_at)
    )


_OF_THING = (misses.c.domain_id == bindparam("of_domain"), misses.c.thing == bindparam("of_thing"))
_HAD = delete(misses).where(*_OF_THING)
_ANSWERED = delete(misses).where(*_OF_THING, misses.c.seen_at < bindparam("asked_at"))
_OUTLIVED = delete(misses).where(
    misses.c.policy_page_id == bindparam("of_page"),
    exists().where(
        captures.c.policy_page_id == misses.c.policy_page_id,
        captures.c.timestamp == misses.c.timestamp,
        captures.c.outcome != misses.c.kind,
    ),
)
