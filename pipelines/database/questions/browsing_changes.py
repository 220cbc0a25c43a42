"""Knows what is asked about changes of all domains: the newest first, from an index, a bounded number at a time.

The captures that show a document are walked from the newest on. One whose wording is not that of the capture before it,
on any page of its line, is likely to open a version; the view of versions then says so, and tells its bounds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, or_, select, tuple_

from crawler.outcomes import Outcome
from pipelines.database.tables import captures, documents, domains, policy_pages
from pipelines.database.transactions import read_from
from pipelines.database.views import versions

_AT_ONCE = 250  # captures walked in one question; every fourth capture that is read shows a change
_MOST_WALKED = 2_000  # for one answer: a corpus where less changes gets shorter answers, never slower ones
_SHOWS = (Outcome.READ.value, Outcome.SAME_DIGEST.value)


@dataclass(frozen=True, slots=True)
class Place:
    """A capture among all of them, newest first: where the next answer goes on."""

    captured_at: datetime
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
    """Some changes, and the place after which there may be more."""

    openings: tuple[Opening, ...]
    next: Place | None


def newest_changes(engine: Engine, most: int, after: Place | None = None) -> Newest:
    """At most so many changes of all domains, newest first."""
    found: list[Opening] = []
    walked = 0
    with read_from(engine) as connection:
        while True:
            block = _walk(connection, after)
            openings = _confirmed(connection, [one for one in block if one.opens])
            for one in block:
                after = Place(one.captured_at, one.id)
                if opening := openings.get((one.domain, one.line, one.timestamp)):
                    found.append(opening)
                    if len(found) == most:
                        return Newest(tuple(found), after)
            walked += len(block)
            if len(block) < _AT_ONCE:
                return Newest(tuple(found), None)
            if walked >= _MOST_WALKED:
                return Newest(tuple(found), after)


@dataclass(frozen=True, slots=True)
class _Walked:
    id: int
    captured_at: datetime
    domain: str
    line: int
    timestamp: str
    opens: bool


def _walk(connection: Connection, after: Place | None) -> list[_Walked]:
    """The next captures that show a document, each with whether its wording is another than the last before it."""
    rows: dict[int, Any] = {}
    before: dict[int, tuple[str, str]] = {}
    for row in connection.execute(_query(after)):
        rows[row.id] = row
        if row.before is not None:
            before[row.id] = max(before.get(row.id, ("", "")), (row.before_timestamp, row.before))
    return [
        _Walked(
            row.id,
            row.captured_at,
            row.domain,
            row.line,
            row.timestamp,
            opens=before.get(row.id, ("", ""))[1] != row.wording_sha256,
        )
        for row in rows.values()
    ]


def _query(after: Place | None) -> Any:
    """One row for each capture and each page of its line, with the last capture before it on that page."""
    shows = and_(captures.c.document_id.is_not(None), captures.c.outcome.in_(_SHOWS))
    newest = select(captures).where(shows).order_by(captures.c.captured_at.desc(), captures.c.id.desc())
    if after is not None:
        place = tuple_(captures.c.captured_at, captures.c.id)
        newest = newest.where(place < tuple_(after.captured_at, after.id))
    walked = newest.limit(_AT_ONCE).subquery()
    page, beside = policy_pages.alias(), policy_pages.alias()
    earlier, before, shown, read = captures.alias(), captures.alias(), documents.alias(), documents.alias()
    last = (
        select(earlier.c.id)
        .where(
            earlier.c.policy_page_id == beside.c.id,
            earlier.c.document_id.is_not(None),
            earlier.c.outcome.in_(_SHOWS),
            or_(
                earlier.c.timestamp < walked.c.timestamp,
                and_(earlier.c.timestamp == walked.c.timestamp, beside.c.urlkey < page.c.urlkey),
            ),
        )
        .order_by(earlier.c.timestamp.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            *(walked.c[name] for name in ("id", "captured_at", "timestamp")),
            *(domains.c.domain, page.c.line, shown.c.wording_sha256),
            before.c.timestamp.label("before_timestamp"),
            read.c.wording_sha256.label("before"),
        )
        .join(page, page.c.id == walked.c.policy_page_id)
        .join(domains, domains.c.id == page.c.domain_id)
        .join(shown, shown.c.id == walked.c.document_id)
        .join(beside, and_(beside.c.domain_id == page.c.domain_id, beside.c.line == page.c.line))
        .outerjoin(before, before.c.id == last)
        .outerjoin(read, read.c.id == before.c.document_id)
        .order_by(walked.c.captured_at.desc(), walked.c.id.desc())
    )


def _confirmed(connection: Connection, likely: Sequence[_Walked]) -> dict[tuple[str, int, str], Opening]:
    """Those that the view knows as the first capture of a version."""
    wanted = {(one.domain, one.line, one.timestamp) for one in likely}
    return {
        (row.domain, row.line, row.timestamp): row
        for row in _openings(connection, sorted({one.domain for one in likely}))
        if (row.domain, row.line, row.timestamp) in wanted
    }


def _openings(connection: Connection, names: Sequence[str]) -> Iterator[Opening]:
    named = [versions.c[field] for field in Opening.__dataclass_fields__]
    for row in connection.execute(select(*named).where(versions.c.domain.in_(names))) if names else ():
        yield Opening(**row._asdict())


def changes_of(engine: Engine, domain: str, most: int) -> tuple[Opening, ...]:
    """The newest changes of one domain."""
    with read_from(engine) as connection:
        known = sorted(_openings(connection, [domain]), key=lambda one: (one.first_seen, one.line), reverse=True)
    return tuple(known[:most])


def count_up_to(connection: Connection, query: Any, most: int) -> int:
    """How many rows a query has, looking at no more than so many."""
    return int(connection.execute(select(func.count()).select_from(query.limit(most).subquery())).scalar_one())
