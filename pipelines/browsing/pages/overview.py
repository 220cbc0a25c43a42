"""Knows the overview: how much there is, what changed last, what is missing and why."""

from dataclasses import dataclass

from pipelines.browsing.page import Page
from pipelines.browsing.pages.missing import MissedKind, missed_kinds
from pipelines.database.opening_to_read import Database
from pipelines.database.questions.browsing_changes import Opening, newest_changes
from pipelines.database.questions.browsing_domains import NamedDomain, domains_from
from pipelines.database.questions.browsing_misses import COUNTED, amounts, count_misses

_CHANGES = 10
_DOMAINS = 24


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is of one thing: `count`, or more than that."""

    thing: str
    count: int
    more: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole, as far as it can be told without reading all of it."""

    amounts: tuple[Amount, ...]
    changes: tuple[Opening, ...]
    missing: tuple[MissedKind, ...]
    domains: tuple[NamedDomain, ...]


def answer(engine: Database) -> Overview:
    counted = amounts(engine)
    things = {
        "domains": counted.domains,
        "policy pages": counted.policy_pages,
        "captures": counted.captures,
        "versions": counted.versions,
    }
    return Overview(
        amounts=tuple(Amount(thing, min(count, COUNTED), count > COUNTED) for thing, count in things.items()),
        changes=newest_changes(engine, _CHANGES).openings,
        missing=missed_kinds(count_misses(engine)),
        domains=domains_from(engine, "", "", _DOMAINS),
    )


PAGE = Page("/", "overview", "How much there is, what changed last, what is missing and why.", (), Overview, answer)
