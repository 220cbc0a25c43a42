"""Knows the page of a search: domains by name, and versions by their words, with what they say around them."""

from dataclasses import dataclass
from datetime import datetime

from crawler.domains import domain_of
from crawler.errors import WrongCommand
from pipelines.browsing.addresses import asked
from pipelines.browsing.asking import LANGUAGE, MOST_PAGES, SINCE, UNTIL, WORDS
from pipelines.browsing.asking import PAGE as PAGE_NUMBER
from pipelines.browsing.extracts import Said, extract
from pipelines.browsing.page import Page
from pipelines.database.opening_to_read import Database
from pipelines.database.questions.browsing_domains import NamedDomain, domains_from
from pipelines.database.questions.search import Hit, Sought, read_terms, search, texts_of

_A_PAGE = 20
_LETTERS = 200_000  # of a text that are looked through for an extract
_DOMAINS = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A version that says what was sought, and what it says around it."""

    domain: str
    line: int
    timestamp: str
    first_seen: datetime
    title: str
    language: str | None
    extract: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked, and what was found, the best first. `more` says that older versions say it too, which were not
    weighed: a narrower question finds them."""

    q: str
    since: datetime | None
    until: datetime | None
    language: str | None
    page: int
    domains: tuple[NamedDomain, ...]
    count: int
    more: bool
    hits: tuple[Found, ...]
    previous: str | None
    next: str | None


def answer(
    engine: Database, q: str, since: datetime | None, until: datetime | None, language: str | None, page: int
) -> Search:
    terms = read_terms(q)
    found = search(engine, Sought(terms, since, until, language))
    shown = found.hits[(page - 1) * _A_PAGE : page * _A_PAGE]
    texts = texts_of(engine, [hit.document_id for hit in shown], _LETTERS)
    named = {"since": _day(since), "until": _day(until), "language": language}

    def beside(number: int) -> str | None:
        there = 1 <= number <= MOST_PAGES and (number - 1) * _A_PAGE < len(found.hits)
        return asked("/search", q=q, **named, page=number) if there else None

    return Search(
        q=q,
        since=since,
        until=until,
        language=language,
        page=page,
        domains=domains_from(engine, _name(q), "", _DOMAINS) if _name(q) and page == 1 else (),
        count=len(found.hits),
        more=found.more,
        hits=tuple(_found(hit, extract(texts.get(hit.document_id, ""), terms)) for hit in shown),
        previous=beside(page - 1),
        next=beside(page + 1),
    )


def _found(hit: Hit, said: tuple[Said, ...]) -> Found:
    return Found(hit.domain, hit.line, hit.timestamp, hit.first_seen, hit.title, hit.language, said)


def _name(q: str) -> str:
    """What may be the beginning of a domain's name: one word, as people paste it."""
    name = q.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").split("/")[0]
    if " " in name:
        return ""
    try:
        return name if name.isascii() else domain_of(name)  # an international name, as registries write it
    except WrongCommand:
        return name


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%d}"


PAGE = Page(
    "/search",
    "search",
    "Domains by name, and versions by their words.",
    (WORDS, SINCE, UNTIL, LANGUAGE, PAGE_NUMBER),
    Search,
    answer,
)
