"""Knows which addresses of a domain's index rows are policy pages, and brings each its captures."""

from collections import defaultdict
from collections.abc import Iterable

from crawler.domains import registered_domain
from crawler.items import FoundBy, PolicyPage
from crawler.locating.link_words import LEAST_PROMISE, address_promise
from crawler.timelines import Capture, one_per_moment
from crawler.urlkeys import read_address

# Sites keep copies of one policy by language, region and printer: what lies beyond the likeliest few costs reads and
# brings no wording of the domain's own policy (the published corpus took one).
MOST_PAGES = 6


def policy_pages(domain: str, rows: Iterable[Capture]) -> list[tuple[PolicyPage, tuple[Capture, ...]]]:
    """The likeliest policy pages among the rows, each with its captures, likeliest first."""
    by_key: dict[str, list[Capture]] = defaultdict(list)
    for row in rows:
        by_key[row.urlkey].append(row)
    found = []
    for key, captures in by_key.items():
        timeline = one_per_moment(captures)
        if all(capture.is_error for capture in timeline):
            continue  # an address that never answered: a guess of some crawler
        page = _policy_page(domain, key, timeline)
        if page.promise >= LEAST_PROMISE:
            found.append((page, timeline))
    found.sort(key=lambda pair: (-pair[0].promise, -len(pair[1]), pair[0].urlkey))
    return found[:MOST_PAGES]


def _policy_page(domain: str, key: str, timeline: tuple[Capture, ...]) -> PolicyPage:
    url = timeline[-1].original_url
    pages = sum(not capture.is_error and not capture.is_redirect for capture in timeline)
    promise = address_promise(url)
    # an address that held for years outranks one with the same words that was seen once; one that only ever sent its
    # readers elsewhere ranks below both
    promise += min(10, pages.bit_length()) if promise else 0
    first_party = registered_domain(read_address(url).hostname or "") == domain
    return PolicyPage(domain, url, key, FoundBy.INDEX, "", first_party, promise - (0 if pages else 15))
