"""Knows how a domain that is taken up or set down becomes rows: its own, and the intervals of its plan."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, select

from crawler.intervals import Every, intervals_between
from crawler.items import Domain
from pipelines.database.tables import domains, intervals
from pipelines.database.writing.upserts import insert_missing, insert_or_replace, select_by

_KNOWN = select(intervals.c.every, intervals.c.interval)


def write_domains(connection: Connection, taken: Sequence[Domain]) -> None:
    """The last word on each domain counts; a rank once given is kept when a later list has none."""
    rows = [
        {
            "domain": domain.name,
            "rank": domain.rank,
            "status": domain.standing.value,
            "asked_at": domain.asked_at,
            "every": domain.every.value,
            "since": domain.since,
            "until": domain.until,
        }
        for domain in taken
    ]
    insert_or_replace(connection, domains, rows, ["domain"], keeping=["rank"])
    _write_intervals(connection, taken)


def _write_intervals(connection: Connection, taken: Sequence[Domain]) -> None:
    """Intervals belong to a plan, not to a domain: a hundred thousand domains read by half-years share forty rows."""
    rows = {
        (row["every"], row["interval"]): row
        for plan in {(domain.every, domain.since, domain.until) for domain in taken}
        for row in _intervals_of(*plan)
    }
    for every, name in select_by(connection, _KNOWN, [intervals.c.every], sorted({every for every, _ in rows})):
        rows.pop((every, name), None)
    insert_missing(connection, intervals, list(rows.values()), ["every", "interval"])


@lru_cache(20)  # a crawl has one plan
def _intervals_of(every: Every, since: datetime, until: datetime) -> Sequence[Mapping[str, object]]:
    return [
        {"every": every.value, "interval": one.name, "since": one.since, "until": one.until}
        for one in intervals_between(since, until, every.months)
    ]
