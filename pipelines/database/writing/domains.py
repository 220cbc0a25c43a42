"""Knows how a domain that is taken up or set down becomes rows: its own, and the intervals of its plan."""

from collections.abc import Sequence

from sqlalchemy import Connection

from crawler.intervals import intervals_between
from crawler.items import Domain
from pipelines.database.tables import domains, intervals
from pipelines.database.writing.upserts import insert_missing, insert_or_replace


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
    plans = {(domain.every, domain.since, domain.until) for domain in taken}
    rows = {
        (every, interval.name): {
            "every": every.value,
            "interval": interval.name,
            "since": interval.since,
            "until": interval.until,
        }
        for every, since, until in plans
        for interval in intervals_between(since, until, every.months)
    }
    insert_missing(connection, intervals, list(rows.values()), ["every", "interval"])
