"""Knows the page that lists domains by name."""

from dataclasses import dataclass

from pipelines.browsing.addresses import asked
from pipelines.browsing.asking import AFTER_NAME, BEGINS
from pipelines.browsing.page import Page
from pipelines.database.opening_to_read import Database
from pipelines.database.questions.browsing_domains import NamedDomain, domains_from

_MOST = 200


@dataclass(frozen=True, slots=True)
class Domains:
    """Some domains whose names begin so, and where they go on."""

    begins: str
    domains: tuple[NamedDomain, ...]
    next: str | None


def answer(engine: Database, begins: str, after: str) -> Domains:
    beginning = begins.strip().lower()
    found = domains_from(engine, beginning, after, _MOST + 1)
    more = asked("/domains", begins=beginning, after=found[_MOST - 1].domain) if len(found) > _MOST else None
    return Domains(beginning, found[:_MOST], more)


PAGE = Page("/domains", "domains", "Domains in the order of their names.", (BEGINS, AFTER_NAME), Domains, answer)
