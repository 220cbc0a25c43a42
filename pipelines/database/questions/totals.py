"""Knows what is asked about the whole: how much there is of everything, what was missed and why, and the bytes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, func, select

from crawler.outcomes import Outcome
from pipelines.database.blobs import fetch_bytes
from pipelines.database.column_types import read_outcome
from pipelines.database.tables import blobs, captures, changes, documents, misses, policy_pages, snapshots
from pipelines.database.transactions import read_from


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is."""

    policy_pages: int
    captures: int
    read: int
    same_digest: int
    documents: int
    versions: int  # of line 1
    misses: int
    misses_to_ask_again: int
    bytes_read: int
    bytes_kept: int


@dataclass(frozen=True, slots=True)
class Missed:
    """How often something was missed in one way."""

    kind: Outcome
    count: int


def totals(engine: Engine) -> Totals:
    """All of it counted, each table once."""
    bytes_read = select(func.coalesce(func.sum(snapshots.c.size), 0))
    bytes_kept = select(func.coalesce(func.sum(func.length(blobs.c.body)), 0))
    outcomes = select(captures.c.outcome, func.count()).group_by(captures.c.outcome)
    with read_from(engine) as connection:
        ended = {row[0]: row[1] for row in connection.execute(outcomes)}
        return Totals(
            policy_pages=_one(connection, _count(policy_pages)),
            captures=sum(ended.values()),
            read=ended.get(Outcome.READ.value, 0),
            same_digest=ended.get(Outcome.SAME_DIGEST.value, 0),
            documents=_one(connection, _count(documents)),
            versions=_one(connection, _count(changes).where(changes.c.line == 1)),
            misses=_one(connection, _count(misses)),
            misses_to_ask_again=_one(connection, _count(misses).where(~misses.c.final)),
            bytes_read=_one(connection, bytes_read),
            bytes_kept=_one(connection, bytes_kept),
        )


def misses_by_kind(engine: Engine) -> tuple[Missed, ...]:
    """Of everything that was missed, how often in which way; most frequent first."""
    count = func.count().label("count")
    query = select(misses.c.kind, count).group_by(misses.c.kind).order_by(count.desc(), misses.c.kind)
    with read_from(engine) as connection:
        return tuple(Missed(read_outcome(kind), number) for kind, number in connection.execute(query))


def bytes_of(engine: Engine, sha256: str) -> bytes:
    """The bytes of a snapshot, exactly as replayed."""
    with read_from(engine) as connection:
        return fetch_bytes(connection, sha256)


def _count(table: Table) -> Select[Any]:
    return select(func.count()).select_from(table)


def _one(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())
