"""Knows the pages of what is missing: all reasons with how often, the misses of one reason, those of one domain."""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.outcomes import Outcome
from pipelines.browsing.addresses import asked, misses_address
from pipelines.browsing.asking import AFTER_ID, DOMAIN, KIND, NotThere
from pipelines.browsing.page import Page
from pipelines.database.opening_to_read import Database
from pipelines.database.questions.browsing_misses import COUNTED, MissedThing, count_misses, misses_of, misses_of_kind
from pipelines.database.questions.domains import find_domain

_MOST = 100


@dataclass(frozen=True, slots=True)
class MissedKind:
    """How often something was missed for one reason: `count`, or more than that."""

    kind: str
    meaning: str
    final: bool
    count: int
    more: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """All reasons for which something was missed, the most frequent first."""

    kinds: tuple[MissedKind, ...]


@dataclass(frozen=True, slots=True)
class MissesOfKind:
    """Some misses of one reason, and where they go on."""

    kind: str
    meaning: str
    final: bool
    misses: tuple[MissedThing, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class MissesOfDomain:
    """Some misses of one domain, and where they go on."""

    domain: str
    misses: tuple[MissedThing, ...]
    next: str | None


def missed_kinds(counts: Mapping[Outcome, int]) -> tuple[MissedKind, ...]:
    kinds = (
        MissedKind(kind.value, kind.meaning, kind.final, min(count, COUNTED), count > COUNTED)
        for kind, count in counts.items()
        if count
    )
    return tuple(sorted(kinds, key=lambda one: (-one.count, one.kind)))


def _all(engine: Database) -> Missing:
    return Missing(missed_kinds(count_misses(engine)))


def _of_kind(engine: Database, kind: Outcome, after: int) -> MissesOfKind:
    found = misses_of_kind(engine, kind, after, _MOST + 1)
    more = asked(f"/missing/{kind.value}", after=found[_MOST - 1].id) if len(found) > _MOST else None
    return MissesOfKind(kind.value, kind.meaning, kind.final, found[:_MOST], more)


def _of_domain(engine: Database, domain: str, after: int) -> MissesOfDomain:
    if find_domain(engine, domain) is None:
        raise NotThere(f"{domain} is not in the database")
    found = misses_of(engine, domain, after, _MOST + 1)
    more = misses_address(domain, found[_MOST - 1].id) if len(found) > _MOST else None
    return MissesOfDomain(domain, found[:_MOST], more)


PAGE = Page("/missing", "missing", "What is missing: every reason, and how often.", (), Missing, _all)
OF_KIND = Page(
    "/missing/{kind}", "missing_of_kind", "What was missed for one reason.", (KIND, AFTER_ID), MissesOfKind, _of_kind
)
OF_DOMAIN = Page(
    "/{domain}/misses",
    "missing_of_domain",
    "What was missed of one domain, and why.",
    (DOMAIN, AFTER_ID),
    MissesOfDomain,
    _of_domain,
)
