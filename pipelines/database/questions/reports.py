"""Knows what a report asks of the whole database: counts by half-year, by year and by language, and rankings."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, distinct, func, select

from pipelines.database.tables import documents, domains, intervals
from pipelines.database.transactions import read_from
from pipelines.database.views import coverage, versions
from pipelines.database.writing.upserts import select_by

MOST_TEXTS = 3_000  # read for a measure of texts: enough for medians of thirty years, and a matter of seconds


@dataclass(frozen=True, slots=True)
class OfYear:
    """The versions of privacy policies that were first seen in one year. `first` are the first of their domain."""

    year: int
    first: int
    changed: int
    words: Sequence[int]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A domain by how often its policy changed."""

    domain: str
    versions: int
    first_seen: datetime
    last_seen: datetime
    timestamp: str
    original_url: str
    title: str


@dataclass(frozen=True, slots=True)
class Family:
    """Near-duplicates across domains, by how many domains show one of them."""

    id: int
    domains: int
    documents: int
    example: str
    title: str


def coverage_by_moment(engine: Engine) -> Mapping[tuple[datetime, str], int]:
    """How many intervals of all plans begin at a moment and have a state."""
    query = (
        select(intervals.c.since, coverage.c.state, func.count().label("number"))
        .join(domains, domains.c.domain == coverage.c.domain)
        .join(intervals, (intervals.c.every == domains.c.every) & (intervals.c.interval == coverage.c.interval))
        .group_by(intervals.c.since, coverage.c.state)
        .order_by(intervals.c.since, coverage.c.state)
    )
    with read_from(engine) as connection:
        return {(row.since, row.state): row.number for row in connection.execute(query)}


def versions_by_year(engine: Engine) -> Sequence[OfYear]:
    """Every year with a new version, oldest first, with the lengths of the documents."""
    query = (
        select(versions.c.first_seen, versions.c.number, documents.c.words)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(versions.c.line == 1)
    )
    first: Counter[int] = Counter()
    changed: Counter[int] = Counter()
    words: defaultdict[int, array[int]] = defaultdict(lambda: array("l"))
    with read_from(engine) as connection:
        for row in connection.execution_options(yield_per=1_000).execute(query):
            (first if row.number == 1 else changed)[row.first_seen.year] += 1
            words[row.first_seen.year].append(row.words)
    return [OfYear(year, first[year], changed[year], words[year]) for year in sorted(words)]


def texts_by_year(engine: Engine, language: str) -> Mapping[int, Sequence[str]]:
    """Texts in a language by the year in which they were first seen: all, or as many as lie evenly over all."""
    query = (
        select(versions.c.first_seen, versions.c.document_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(versions.c.line == 1, documents.c.language == language)
        .order_by(versions.c.first_seen, versions.c.document_id)
    )
    texts: defaultdict[int, list[str]] = defaultdict(list)
    with read_from(engine) as connection:
        years = {row.document_id: row.first_seen.year for row in connection.execute(query)}
        step = max(1, -(-len(years) // MOST_TEXTS))
        chosen = list(years)[::step]
        for row in select_by(connection, select(documents.c.id, documents.c.text), [documents.c.id], chosen):
            texts[years[row.id]].append(row.text)
    return dict(sorted(texts.items()))


def versions_by_language(engine: Engine) -> Mapping[str, int]:
    """How many versions are in which language, most first; one that was not recognised is an empty word."""
    number = func.count().label("number")
    language = func.coalesce(documents.c.language, "")
    query = (
        select(language.label("language"), number)
        .select_from(versions.join(documents, documents.c.id == versions.c.document_id))
        .where(versions.c.line == 1)
        .group_by(language)
        .order_by(number.desc(), language)
    )
    with read_from(engine) as connection:
        return {row.language: row.number for row in connection.execute(query)}


def most_changed(engine: Engine, most: int) -> Sequence[Ranked]:
    """The domains whose policy has most versions, each with the capture that shows its newest."""
    count = func.count().label("number")
    seen = (func.min(versions.c.first_seen).label("first_seen"), func.max(versions.c.last_seen).label("last_seen"))
    query = (
        select(versions.c.domain, count, *seen)
        .where(versions.c.line == 1)
        .group_by(versions.c.domain)
        .having(count > 1)
        .order_by(count.desc(), versions.c.domain)
        .limit(most)
    )
    with read_from(engine) as connection:
        rows = connection.execute(query).all()
        return [_ranked(connection, row) for row in rows]


def _ranked(connection: Connection, row: Any) -> Ranked:
    newest = connection.execute(
        select(versions.c.timestamp, versions.c.original_url, versions.c.title).where(
            versions.c.domain == row.domain, versions.c.line == 1, versions.c.number == row.number
        )
    ).one()
    return Ranked(row.domain, row.number, row.first_seen, row.last_seen, *newest)


def largest_families(engine: Engine, most: int) -> Sequence[Family]:
    """The families that most domains share; none before families were told."""
    domain_count = func.count(distinct(versions.c.domain)).label("domains")
    document_count = func.count(distinct(versions.c.document_id)).label("documents")
    example = (func.min(versions.c.domain).label("example"), func.min(versions.c.title).label("title"))
    query = (
        select(documents.c.family_id, domain_count, document_count, *example)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(documents.c.family_id.is_not(None))
        .group_by(documents.c.family_id)
        .having(domain_count > 1)
        .order_by(domain_count.desc(), documents.c.family_id)
        .limit(most)
    )
    with read_from(engine) as connection:
        return [Family(*row) for row in connection.execute(query)]
