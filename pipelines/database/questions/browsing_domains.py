"""Knows what a browser asks about which domains there are, by name and some at a time, and about one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select

from pipelines.database.tables import captures, domains, policy_pages
from pipelines.database.transactions import read_from

_LAST = "\U0010ffff"  # no name goes on with it


@dataclass(frozen=True, slots=True)
class NamedDomain:
    """A domain in a list."""

    domain: str
    rank: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which the wordings of a page come and go: its versions then are no changes that anyone made."""

    since: datetime
    until: datetime
    wordings: int


@dataclass(frozen=True, slots=True)
class OnePage:
    """A policy page of a domain, and when it was captured."""

    url: str
    line: int | None
    found_by: str
    link_text: str
    first_party: bool
    captures: int
    first_captured: datetime | None
    last_captured: datetime | None
    blinks: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class CapturedMonth:
    """The captures of one line in one month: how many showed a wording, how many were not asked for or gave none."""

    month: str  # 2015-03
    shown: int
    others: int


def domains_from(engine: Engine, beginning: str, after: str, most: int) -> tuple[NamedDomain, ...]:
    """The domains whose names begin so, in the order of their names, from behind `after` on."""
    query = select(domains.c.domain, domains.c.rank, domains.c.status).order_by(domains.c.domain).limit(most)
    query = query.where(domains.c.domain > after)
    if beginning:
        query = query.where(domains.c.domain >= beginning, domains.c.domain < beginning + _LAST)
    with read_from(engine) as connection:
        return tuple(NamedDomain(*row) for row in connection.execute(query))


def pages_of(engine: Engine, domain: str, most: int) -> tuple[OnePage, ...]:
    """The policy pages of a domain, its privacy policy first."""
    first = func.min(captures.c.captured_at)
    moments = (
        func.count(captures.c.id).label("captures"),
        first.label("first_captured"),
        func.max(captures.c.captured_at).label("last_captured"),
    )
    named = [policy_pages.c[name] for name in ("url", "line", "found_by", "link_text", "first_party", "blinks")]
    query = (
        select(*named, *moments)
        .join(domains, domains.c.id == policy_pages.c.domain_id)
        .outerjoin(captures, captures.c.policy_page_id == policy_pages.c.id)
        .where(domains.c.domain == domain)
        .group_by(policy_pages.c.id)
        .order_by(policy_pages.c.line.is_(None), policy_pages.c.line, first, named[0])
        .limit(most)
    )
    with read_from(engine) as connection:
        rows = connection.execute(query).all()
    return tuple(OnePage(**{**row._asdict(), "blinks": tuple(map(_stretch, row.blinks or ()))}) for row in rows)


def _stretch(blink: Mapping[str, Any]) -> Stretch:
    since, until = (datetime.fromisoformat(blink[bound]) for bound in ("since", "until"))
    return Stretch(since, until, blink["wordings"])


def lines_of(engine: Engine, domain: str) -> tuple[int, ...]:
    """The lines of a domain; 1 is its privacy policy."""
    query = (
        select(policy_pages.c.line)
        .join(domains, domains.c.id == policy_pages.c.domain_id)
        .where(domains.c.domain == domain, policy_pages.c.line.is_not(None))
        .distinct()
        .order_by(policy_pages.c.line)
    )
    with read_from(engine) as connection:
        return tuple(row.line for row in connection.execute(query))


def months_of(engine: Engine, domain: str, line: int) -> tuple[CapturedMonth, ...]:
    """The months in which pages of a line were captured, oldest first."""
    digits = func.substr(captures.c.timestamp, 1, 6).label("digits")
    query = (
        select(digits, func.count(captures.c.document_id), func.count())
        .join(policy_pages, policy_pages.c.id == captures.c.policy_page_id)
        .join(domains, domains.c.id == policy_pages.c.domain_id)
        .where(domains.c.domain == domain, policy_pages.c.line == line)
        .group_by(digits)
        .order_by(digits)
    )
    with read_from(engine) as connection:
        counted: Mapping[str, tuple[int, int]] = {row[0]: (row[1], row[2]) for row in connection.execute(query)}
    return tuple(
        CapturedMonth(f"{digits[:4]}-{digits[4:]}", shown, total - shown)
        for digits, (shown, total) in counted.items()
        if len(digits) == 6 and digits.isdecimal() and 1 <= int(digits[4:]) <= 12 and int(digits[:4]) >= 1990
    )
