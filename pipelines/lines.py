"""Knows which policy pages form a line: the addresses on which a domain published one and the same policy over time.

Three things speak for joining two pages, strongest first: an archived redirect from one to the other; a link of the
home page, the same in words, that led to the one and later to the other; the same wording at both. What speaks against
it is a *flicker*: in order of time, the captures of both would show a wording that goes and comes back where neither
page alone shows that. Then they are two policies side by side (or a page and its translation), and reading them as one
would invent changes. Redirects and links are evidence of a move and only need the joining not to flicker; the same
wording alone must also make the story shorter: fewer runs together than apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise


@dataclass(frozen=True, slots=True)
class Reading:
    """A wording seen on a page at a moment."""

    captured_at: datetime
    timestamp: str
    urlkey: str
    wording_sha256: str


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a policy page. `hopeful` is false where nothing was read and nothing is left to read."""

    urlkey: str
    promise: int | None
    readings: tuple[Reading, ...]
    redirects_to: frozenset[str]
    hopeful: bool = True


@dataclass(frozen=True, slots=True)
class HomeLink:
    """A link seen on the home page of one interval; intervals sort by time."""

    interval: str
    words: str
    urlkey: str


def draw_lines(pages: Iterable[Page], home_links: Iterable[HomeLink] = ()) -> Mapping[str, int]:
    """The line of every page, by urlkey. Line 1 is the one with the page of best promise."""
    by_key = {page.urlkey: page for page in sorted(pages, key=lambda page: page.urlkey)}
    joined = _Joined(by_key)
    moves = [(page.urlkey, target) for page in by_key.values() for target in sorted(page.redirects_to)]
    for one, other in [*moves, *_moved_links(home_links)]:
        if one in by_key and other in by_key:
            joined.join(one, other, must_shorten=False)
    for one, other in _same_wordings(by_key.values()):
        joined.join(one, other, must_shorten=True)
    ranked = sorted(joined.groups(), key=_rank)
    return {page.urlkey: number for number, group in enumerate(ranked, start=1) for page in group}


class _Joined:
    """Groups of pages that grow together; each page starts in a group of its own."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages = pages
        self._group_of: dict[str, tuple[str, ...]] = {urlkey: (urlkey,) for urlkey in pages}

    def join(self, one: str, other: str, must_shorten: bool) -> None:
        first, second = self._group_of[one], self._group_of[other]
        if first is second or not _may_join(self._readings(first), self._readings(second), must_shorten):
            return
        group = first + second
        for urlkey in group:
            self._group_of[urlkey] = group

    def groups(self) -> Iterator[list[Page]]:
        for group in set(self._group_of.values()):
            yield [self._pages[urlkey] for urlkey in group]

    def _readings(self, group: Sequence[str]) -> list[Reading]:
        return [reading for urlkey in group for reading in self._pages[urlkey].readings]


def _may_join(first: list[Reading], second: list[Reading], must_shorten: bool) -> bool:
    alone, also_alone, together = _runs(first), _runs(second), _runs(first + second)
    flickers = any(count > max(alone[wording], also_alone[wording]) for wording, count in together.items())
    return not flickers and (not must_shorten or together.total() < alone.total() + also_alone.total())


def _runs(readings: list[Reading]) -> Counter[str]:
    """How many runs each wording has when the readings are put in order of time."""
    ordered = sorted(readings, key=lambda reading: (reading.captured_at, reading.timestamp, reading.urlkey))
    return Counter(wording for wording, _ in groupby(ordered, key=lambda reading: reading.wording_sha256))


def _moved_links(home_links: Iterable[HomeLink]) -> Iterator[tuple[str, str]]:
    """Where the link of the same words led, and where it led next. Words that lead to several addresses on one home
    page ("more") say nothing, and are left out."""
    led: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for link in home_links:
        led[" ".join(link.words.casefold().split())][link.interval].add(link.urlkey)
    for words in sorted(led.keys() - {""}):
        stops = [next(iter(keys)) for _, keys in sorted(led[words].items()) if len(keys) == 1]
        places = [place for place, _ in groupby(stops)]
        for before, after in pairwise(places):
            if places.count(before) == places.count(after) == 1:  # a link that goes to and fro has not moved
                yield before, after


def _same_wordings(pages: Iterable[Page]) -> Iterator[tuple[str, str]]:
    """Every two pages that ever showed the same wording."""
    showing: defaultdict[str, list[str]] = defaultdict(list)
    for page in pages:
        for wording in {reading.wording_sha256 for reading in page.readings}:
            showing[wording].append(page.urlkey)
    pairs = {(one, other) for keys in showing.values() for place, one in enumerate(keys) for other in keys[place + 1 :]}
    return iter(sorted(pairs))


def _rank(group: list[Page]) -> tuple[bool, float, int, str]:
    promises = [page.promise for page in group if page.promise is not None]
    return (
        not any(page.hopeful for page in group),  # a line on which nothing was ever to be read is nobody's policy
        -max(promises, default=float("-inf")),
        -sum(len(page.readings) for page in group),
        min(page.urlkey for page in group),
    )
