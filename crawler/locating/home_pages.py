"""Knows which links of a home page lead to a policy page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from crawler.domains import registered_domain
from crawler.items import FoundBy, PolicyPage
from crawler.locating.link_words import LEAST_PROMISE, address_promise, is_article, text_promise
from crawler.page_bounds import refuse_endless
from crawler.urlkeys import urlkey

MOST_TAGS = 40_000  # a second of BeautifulSoup
_MOST_LINKS = 4  # a home page that links to more policies than this links to articles about them


@dataclass(frozen=True, slots=True)
class _Link:
    url: str
    text: str


def policy_links(domain: str, home: str, page: bytes, charset: str | None = None) -> tuple[PolicyPage, ...]:
    """The policy pages that a home page at `home` links to, likeliest first. BeautifulSoup decides the encoding where
    none was declared. Raises Skip for a page with more markup than any home page has."""
    refuse_endless(page.decode("latin-1"), MOST_TAGS)
    soup = _parse(page, charset)
    best: dict[str, PolicyPage] = {}
    for link in _links(soup, home):
        found = _policy_page(domain, home, link)
        if found is not None and (found.urlkey not in best or best[found.urlkey].promise < found.promise):
            best[found.urlkey] = found
    return tuple(sorted(best.values(), key=lambda page: (-page.promise, page.urlkey))[:_MOST_LINKS])


def _parse(page: bytes, charset: str | None) -> BeautifulSoup:
    try:
        return BeautifulSoup(page, "lxml", from_encoding=charset)
    except ValueError:  # a charset with a control character in its name
        return BeautifulSoup(page.decode("utf-8", "replace"), "lxml")


def _policy_page(domain: str, home: str, link: _Link) -> PolicyPage | None:
    said, spelled = text_promise(link.text), address_promise(link.url)
    # what a link says is worth more than how its address is spelled; an article is known by its address
    promise = (said * 3 + spelled) // 4 if said else spelled
    parts, key = urlsplit(link.url), urlkey(link.url)
    if promise < LEAST_PROMISE or key == urlkey(home) or is_article(parts.hostname or "", parts.path):
        return None
    first_party = registered_domain(parts.hostname or "") == domain
    return PolicyPage(domain, link.url, key, FoundBy.HOME_PAGE, link.text[:200], first_party, promise)


def _links(soup: BeautifulSoup, home: str) -> Iterator[_Link]:
    """Every link and image-map area that leads to another page, with all the words it is known by."""
    base = _base(soup, home)
    for anchor in soup.find_all(["a", "area"], href=True):
        href = re.sub(r"[\r\n\t]", "", str(anchor["href"]).strip())
        if not href or href.startswith("#") or re.match(r"(?i)(javascript|mailto|tel|data|ftp):", href):
            continue
        try:
            url = urljoin(base, href).split("#", 1)[0]
            host = urlsplit(url).hostname
        except ValueError:  # a bracket left open in an address
            continue
        if host and url.startswith(("http://", "https://")):
            yield _Link(url, _words(anchor))


def _base(soup: BeautifulSoup, home: str) -> str:
    tag = soup.find("base", href=True)
    try:
        return urljoin(home, str(tag["href"])) if isinstance(tag, Tag) else home
    except ValueError:
        return home


def _words(anchor: Tag) -> str:
    """The link's text; where it has none, its title, or what its image is called."""
    text = " ".join(anchor.get_text(" ").split())
    image = anchor.find("img", alt=True)
    alt = str(image["alt"]) if isinstance(image, Tag) else ""
    titles = (str(anchor.get(name, "")) for name in ("title", "aria-label", "alt"))
    return next((" ".join(words.split()) for words in (text, alt, *titles) if words.strip()), "")
