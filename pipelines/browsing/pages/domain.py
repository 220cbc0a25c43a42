"""Knows the page of one domain: its versions and captures through time, coverage, misses, addresses of its policy."""

from dataclasses import dataclass
from datetime import datetime

from pipelines.browsing.addresses import domain_address
from pipelines.browsing.asking import BEFORE, DOMAIN, LINE, NotThere
from pipelines.browsing.page import Page
from pipelines.browsing.pages.missing import MissedKind, missed_kinds
from pipelines.database.opening_to_read import Database
from pipelines.database.questions.browsing_domains import CapturedMonth, OnePage, lines_of, months_of, pages_of
from pipelines.database.questions.browsing_misses import count_misses_of
from pipelines.database.questions.coverage import Covered, coverage_of
from pipelines.database.questions.domains import find_domain
from pipelines.database.questions.versions import versions_of
from pipelines.versions import Version

_MOST_VERSIONS = 200
_MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class Span:
    """When a version was seen: what is drawn of it."""

    number: int
    timestamp: str
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class OneDomain:
    """A domain, and one line of its policies. `versions` are newest first, `older` leads to those before them."""

    domain: str
    rank: int | None
    status: str
    asked_at: datetime | None
    line: int
    lines: tuple[int, ...]
    count: int
    versions: tuple[Version, ...]
    older: str | None
    timeline: tuple[Span, ...]
    months: tuple[CapturedMonth, ...]
    coverage: tuple[Covered, ...]
    pages: tuple[OnePage, ...]
    missing: tuple[MissedKind, ...]


def answer(engine: Database, domain: str, line: int, before: int | None) -> OneDomain:
    known = find_domain(engine, domain)
    if known is None:
        raise NotThere(f"{domain} is not in the database")
    lines = lines_of(engine, domain)
    if line not in (1, *lines):
        raise NotThere(f"{domain} has no line {line}; it has {', '.join(map(str, lines)) or 'none'}")
    versions = versions_of(engine, domain, line)
    told = [one for one in reversed(versions) if before is None or one.number < before]
    last = told[_MOST_VERSIONS - 1] if len(told) > _MOST_VERSIONS else None
    return OneDomain(
        domain=known.name,
        rank=known.rank,
        status=known.standing.value,
        asked_at=known.asked_at,
        line=line,
        lines=lines,
        count=len(versions),
        versions=tuple(told[:_MOST_VERSIONS]),
        older=domain_address(domain, line, before=last.number) if last else None,
        timeline=tuple(Span(one.number, one.timestamp, one.first_seen, one.last_seen) for one in versions[:1_000]),
        months=months_of(engine, domain, line),
        coverage=coverage_of(engine, domain) if line == 1 else (),
        pages=pages_of(engine, domain, _MOST_PAGES),
        missing=missed_kinds(count_misses_of(engine, domain)),
    )


PAGE = Page(
    "/{domain}",
    "domain",
    "One domain: versions and captures through time, coverage, misses, addresses of its policy.",
    (DOMAIN, LINE, BEFORE),
    OneDomain,
    answer,
)
