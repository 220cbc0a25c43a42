"""Knows what a browser asks about misses: how many of each kind, counted only so far, and which, some at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

from crawler.outcomes import Outcome, outcome_named
from pipelines.database.tables import captures, changes, domains, misses, policy_pages
from pipelines.database.transactions import read_from

COUNTED = 10_000  # further nothing is counted: that would read all there are


@dataclass(frozen=True, slots=True)
class MissedThing:
    """One miss."""

    id: int
    domain: str
    url: str | None
    interval: str | None
    timestamp: str | None
    kind: str
    detail: str
    final: bool
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much there is, each counted up to one more than COUNTED."""

    domains: int
    policy_pages: int
    captures: int
    versions: int


def amounts(engine: Engine) -> Amounts:
    """How much there is, as far as it is counted."""
    with read_from(engine) as connection:
        return Amounts(
            domains=_counted(connection, select(domains.c.domain)),
            policy_pages=_counted(connection, select(policy_pages.c.urlkey)),
            captures=_counted(connection, select(captures.c.timestamp)),
            versions=_counted(connection, select(changes.c.first_seen)),
        )


def count_misses(engine: Engine) -> dict[Outcome, int]:
    """How many misses of each kind there are, as far as they are counted."""
    with read_from(engine) as connection:
        return {
            kind: _counted(connection, select(misses.c.id).where(misses.c.kind == kind.value))
            for kind in Outcome
            if kind.is_miss
        }


def count_misses_of(engine: Engine, domain: str) -> dict[Outcome, int]:
    """How many misses of each kind one domain has."""
    query = (
        select(misses.c.kind, func.count())
        .join(domains, domains.c.id == misses.c.domain_id)
        .where(domains.c.domain == domain)
        .group_by(misses.c.kind)
    )
    with read_from(engine) as connection:
        return {outcome_named(kind): number for kind, number in connection.execute(query)}


def _counted(connection: Connection, query: Select[Any]) -> int:
    limited = query.limit(COUNTED + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(limited)).scalar_one())


def misses_of_kind(engine: Engine, kind: Outcome, after: int, most: int) -> tuple[MissedThing, ...]:
    """The misses of one kind of all domains, from behind that of an id on."""
    query = _query().where(misses.c.kind == kind.value, misses.c.id > after).order_by(misses.c.id).limit(most)
    return _asked(engine, query)


def misses_of(engine: Engine, domain: str, after: int, most: int) -> tuple[MissedThing, ...]:
    """The misses of one domain, from behind that of an id on."""
    query = _query().where(domains.c.domain == domain, misses.c.id > after).order_by(misses.c.id).limit(most)
    return _asked(engine, query)


def _query() -> Select[Any]:
    own = ("interval", "timestamp", "kind", "detail", "final", "seen_at")
    return (
        select(misses.c.id, domains.c.domain, policy_pages.c.url, *(misses.c[name] for name in own))
        .join(domains, domains.c.id == misses.c.domain_id)
        .outerjoin(policy_pages, policy_pages.c.id == misses.c.policy_page_id)
    )


def _asked(engine: Engine, query: Select[Any]) -> tuple[MissedThing, ...]:
    with read_from(engine) as connection:
        return tuple(MissedThing(**row._asdict()) for row in connection.execute(query))
