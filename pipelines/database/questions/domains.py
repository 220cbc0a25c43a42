"""Knows what is asked about domains: which there are, how far each has come, what is left."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from crawler.items import Standing
from pipelines.database.tables import domains
from pipelines.database.transactions import read_from
from pipelines.database.writing.upserts import select_by


@dataclass(frozen=True, slots=True)
class KnownDomain:
    """A domain as the database has it."""

    name: str
    rank: int | None
    standing: Standing
    asked_at: datetime | None


def list_domains(engine: Engine, standing: Standing | None = None) -> Iterator[KnownDomain]:
    """All domains, or those of one standing, by rank and then by name."""
    query = select(domains).order_by(domains.c.rank.is_(None), domains.c.rank, domains.c.domain)
    if standing is not None:
        query = query.where(domains.c.status == standing.value)
    with read_from(engine) as connection:
        for row in connection.execution_options(yield_per=1_000).execute(query):
            yield KnownDomain(row.domain, row.rank, Standing(row.status), row.asked_at)


def stale_domains(engine: Engine, until: datetime) -> Iterator[KnownDomain]:
    """Those that were not taken up to a moment, or of which something is left: those not asked for the longest first,
    so that runs that end early come to all of them in turn."""
    left = domains.c.status.in_((Standing.WAITING.value, Standing.OPEN.value))
    query = (
        select(domains)
        .where(left | domains.c.until.is_(None) | (domains.c.until < until))
        .order_by(domains.c.asked_at.is_not(None), domains.c.asked_at, domains.c.rank, domains.c.domain)
    )
    with read_from(engine) as connection:
        for row in connection.execution_options(yield_per=1_000).execute(query):
            yield KnownDomain(row.domain, row.rank, Standing(row.status), row.asked_at)


def find_domain(engine: Engine, name: str) -> KnownDomain | None:
    return standings(engine, [name]).get(name)


def standings(engine: Engine, names: Collection[str]) -> Mapping[str, KnownDomain]:
    """Those of these domains that the database knows."""
    with read_from(engine) as connection:
        rows = select_by(connection, select(domains), [domains.c.domain], sorted(set(names)))
        return {row.domain: KnownDomain(row.domain, row.rank, Standing(row.status), row.asked_at) for row in rows}


def count_by_standing(engine: Engine) -> Mapping[Standing, int]:
    """How many domains have come how far; every standing is there."""
    query = select(domains.c.status, func.count().label("number")).group_by(domains.c.status)
    with read_from(engine) as connection:
        counted = {row.status: row.number for row in connection.execute(query)}
    return {standing: counted.get(standing.value, 0) for standing in Standing}
