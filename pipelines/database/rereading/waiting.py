"""Knows which captures wait for another reader, and deals them out in batches, domain by domain."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, func, or_, select

from crawler.readers import Wanted
from pipelines.database.tables import captures, policy_pages
from pipelines.database.transactions import read_from
from pipelines.database.writing.upserts import select_by

AT_LEAST = 100  # captures in a batch: setting a domain down anew is paid once, and a killed batch is soon done again
AT_MOST = 400  # of one domain: more make batches of their own
_PAGES = 500

_KEPT = captures.c.snapshot_sha256.is_not(None)


def count_waiting(engine: Engine, wanted: Wanted) -> int:
    """How many captures have bytes that were read otherwise than is wanted."""
    with read_from(engine) as connection:
        query = select(func.count()).select_from(captures).where(_KEPT, _waits(_stale(connection, wanted)))
        return int(connection.execute(query).scalar_one())


def waiting_batches(engine: Engine, wanted: Wanted) -> Iterator[list[int]]:
    """The ids of all of these, at least AT_LEAST in a batch as far as there are so many: whole domains, as far as they
    have no more than AT_MOST. Every question is answered before the next batch is given: no transaction stays open."""
    batch: list[int] = []
    for domain in _domains(engine, wanted):
        batch += domain
        while len(batch) > AT_MOST:
            yield batch[:AT_MOST]
            batch = batch[AT_MOST:]
        if len(batch) >= AT_LEAST:
            yield batch
            batch = []
    if batch:
        yield batch


def _domains(engine: Engine, wanted: Wanted) -> Iterator[list[int]]:
    """The waiting captures of one domain after the other, each domain once."""
    with read_from(engine) as connection:
        stale = _stale(connection, wanted)
    dealt: set[int] = set()
    for name in stale:
        last = 0
        while True:
            with read_from(engine) as connection:
                pages = connection.scalars(_pages(name, last)).all()
                rows = select_by(connection, _DOMAINS, [policy_pages.c.id], pages)
                found = {row.domain_id for row in rows} - dealt
                of_domains = _of_domains(connection, sorted(found), stale)
            dealt |= found
            yield from of_domains
            if not pages:
                break
            last = pages[-1]


def _of_domains(connection: Connection, ids: list[int], stale: list[str | None]) -> list[list[int]]:
    query = (
        select(policy_pages.c.domain_id, captures.c.id)
        .join(captures, captures.c.policy_page_id == policy_pages.c.id)
        .where(_KEPT, _waits(stale))
        .order_by(
            policy_pages.c.domain_id, policy_pages.c.id, captures.c.timestamp
        )  # as their bytes lean on each other
    )
    waiting: dict[int, list[int]] = {}
    for domain, capture in select_by(connection, query, [policy_pages.c.domain_id], ids):
        waiting.setdefault(domain, []).append(capture)
    return list(waiting.values())


_DOMAINS = select(policy_pages.c.domain_id).distinct()


def _pages(name: str | None, after: int) -> Any:
    """The next pages that have captures which the reader of this name read."""
    page = captures.c.policy_page_id
    is_theirs = captures.c.read_by.is_(None) if name is None else captures.c.read_by == name
    query = select(page).distinct().where(_KEPT, is_theirs, page > after)
    return query.order_by(page).limit(_PAGES)


def _stale(connection: Connection, wanted: Wanted) -> list[str | None]:
    """The readers whose captures are to be read again; None stands for one that nobody knows. Each is found by a step
    in the index, so that this costs nothing where nothing waits."""
    stale: list[str | None] = []
    if connection.execute(_pages(None, after=0).limit(1)).first():
        stale.append(None)
    name = ""
    while True:
        further = select(captures.c.read_by).where(_KEPT, captures.c.read_by > name)
        found = connection.scalar(further.order_by(captures.c.read_by).limit(1))
        if found is None:
            return stale
        name = found
        if wanted.reader_after(name).name != name:
            stale.append(name)


def _waits(stale: list[str | None]) -> Any:
    named = captures.c.read_by.in_([name for name in stale if name is not None])
    return or_(named, captures.c.read_by.is_(None)) if None in stale else named
