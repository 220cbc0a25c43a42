"""Knows what is asked about changes of all domains: the newest first, from an index, some at a time.

The table of changes gives their order, the view of versions what is true of them now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select, tuple_

from pipelines.database.tables import changes, domains
from pipelines.database.transactions import read_from
from pipelines.database.views import versions


@dataclass(frozen=True, slots=True)
class Place:
    """A change among all of them, newest first: where the next answer goes on."""

    first_seen: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A version that differs from the one before it, or the first of a line."""

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


def newest_changes(engine: Engine, most: int, after: Place | None = None) -> Newest:
    """At most so many changes of all domains, newest first. One that further captures of a domain under way have
    moved meanwhile is left out until the domain is set down."""
    query = select(changes, domains.c.domain).join(domains, domains.c.id == changes.c.domain_id)
    if after is not None:
        query = query.where(tuple_(changes.c.first_seen, changes.c.id) < tuple_(after.first_seen, after.id))
    query = query.order_by(changes.c.first_seen.desc(), changes.c.id.desc()).limit(most + 1)
    with read_from(engine) as connection:
        listed = connection.execute(query).all()
        shown = listed[:most]
        told = {
            (one.domain, one.line, one.timestamp): one
            for one in _openings(connection, sorted({row.domain for row in shown}))
        }
    openings = (told.get((row.domain, row.line, row.timestamp)) for row in shown)
    more = Place(shown[-1].first_seen, shown[-1].id) if len(listed) > most else None
    return Newest(tuple(one for one in openings if one), more)


def changes_of(engine: Engine, domain: str, most: int) -> tuple[Opening, ...]:
    """The newest changes of one domain."""
    with read_from(engine) as connection:
        known = sorted(_openings(connection, [domain]), key=lambda one: (one.first_seen, one.line), reverse=True)
    return tuple(known[:most])


def _openings(connection: Connection, names: Sequence[str]) -> Iterator[Opening]:
    named = [versions.c[field] for field in Opening.__dataclass_fields__]
    for row in connection.execute(select(*named).where(versions.c.domain.in_(names))) if names else ():
        yield Opening(**row._asdict())
