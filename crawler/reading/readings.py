"""Knows the two ways to read a page: as the policy stood, or as the published corpus would hold it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from lxml.etree import _Element as Element

from crawler.errors import Skip
from crawler.outcomes import Outcome
from crawler.reading.corpus.article import grab_article
from crawler.reading.corpus.article_titles import article_title
from crawler.reading.header import replay_url
from crawler.reading.headings import settle_headings
from crawler.reading.links import drop_script_links, link_resolver
from crawler.reading.main_text import select_main_text
from crawler.reading.titles import better_title, page_title


class Reading(Enum):
    """Which reading of a page is wanted."""

    FAITHFUL = "faithful"
    CORPUS = "corpus"


@dataclass(frozen=True, slots=True)
class Selected:
    """What is to be written of a page: its title, the element that holds its text, and where its links lead."""

    title: str
    element: Element
    resolve: Callable[[str], str]
    notes: tuple[tuple[str, str], ...] = field(default=())


def select_faithful(root: Element, address: str) -> Selected:
    """The whole policy and nothing of the site around it, its links leading where they led."""
    title = page_title(root)
    notes = [] if title else [("better-title", better_title(root))]
    resolve = link_resolver(root, address)
    body = root.find("body")
    main = select_main_text(body if body is not None else root)
    notes += [(f"furniture/{name}", str(count)) for name, count in main.counts]
    if dropped := settle_headings(main.element, title):
        notes.append(("title-heading", str(dropped)))
    drop_script_links(main.element)
    return Selected(title, main.element, resolve, tuple(notes))


def select_as_corpus(root: Element, address: str, timestamp: str) -> Selected:
    """What the published corpus would hold, its links bound to the archive."""
    title = page_title(root)
    resolve = link_resolver(root, replay_url(address, timestamp))
    article = grab_article(root, article_title(root, title))
    if article is None:
        raise Skip(
            Outcome.TOO_FEW_WORDS,
            f"expected an article in {address} of {timestamp}, the corpus' reader finds none; read it as `faithful`",
        )
    drop_script_links(article)
    return Selected(title, article, resolve)
