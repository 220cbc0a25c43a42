"""Knows what is asked about changes of all domains: the newest first, from an index, some at a time.

Read from the table of changes alone: the view of versions would read every capture of each domain that changed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select, tuple_

from pipelines.database.tables import changes, domains
from pipelines.database.transactions import read_from


@dataclass(frozen=True, slots=True)
class Place:
    """A change among all of them, newest first: where the next answer goes on."""

    first_seen: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A version that differs from the one before it, or the first of a line, as of when its domain was set down."""

    domain: str
    line: int
    number: int
    title: str
    timestamp: str
    first_seen: datetime
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class Newest:
    """Some changes, and the place after which there are more."""

    openings: tuple[Opening, ...]
    next: Place | None


_TOLD = [(domains if name == "domain" else changes).c[name] for name in Opening.__dataclass_fields__]
_NEWEST_FIRST = changes.c.first_seen.desc(), changes.c.id.desc()


def newest_changes(engine: Engine, most: int, after: Place | None = None) -> Newest:
    """At most so many changes of all domains, newest first."""
    query = select(changes.c.id, *_TOLD).join(domains, domains.c.id == changes.c.domain_id)
    if after is not None:
        query = query.where(tuple_(changes.c.first_seen, changes.c.id) < tuple_(after.first_seen, after.id))
    with read_from(engine) as connection:
        rows = connection.execute(query.order_by(*_NEWEST_FIRST).limit(most + 1)).all()
    openings = tuple(Opening(*row[1:]) for row in rows[:most])
    return Newest(openings, Place(openings[-1].first_seen, rows[most - 1].id) if len(rows) > most else None)


def changes_of(engine: Engine, domain: str, most: int) -> tuple[Opening, ...]:
    """The newest changes of one domain."""
    query = select(*_TOLD).join(domains, domains.c.id == changes.c.domain_id).where(domains.c.domain == domain)
    with read_from(engine) as connection:
        return tuple(Opening(*row) for row in connection.execute(query.order_by(*_NEWEST_FIRST).limit(most)))
