"""Knows what is asked about coverage: what each interval of a domain's plan has, and why it has nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from pipelines.database.tables import domains, intervals
from pipelines.database.transactions import read_from
from pipelines.database.views import coverage


@dataclass(frozen=True, slots=True)
class Covered:
    """One interval of a domain's plan. `state` is an outcome's word, or `between`, or `pending`."""

    interval: str
    since: datetime
    until: datetime
    state: str
    detail: str


def coverage_of(engine: Engine, domain: str) -> tuple[Covered, ...]:
    """Every interval of the domain's plan, oldest first."""
    query = (
        select(coverage, intervals.c.since, intervals.c.until)
        .join(domains, domains.c.domain == coverage.c.domain)
        .join(intervals, (intervals.c.every == domains.c.every) & (intervals.c.interval == coverage.c.interval))
        .where(coverage.c.domain == domain)
        .order_by(intervals.c.since)
    )
    with read_from(engine) as connection:
        rows = connection.execute(query)
        return tuple(Covered(row.interval, row.since, row.until, row.state, row.detail) for row in rows)


def count_by_state(engine: Engine) -> Mapping[str, int]:
    """How many intervals of all domains are in which state, most frequent first."""
    number = func.count().label("number")
    query = select(coverage.c.state, number).group_by(coverage.c.state).order_by(number.desc(), coverage.c.state)
    with read_from(engine) as connection:
        return {row.state: row.number for row in connection.execute(query)}
