"""Knows by what plan a domain is read: which captures to read next so that each interval has one that was read."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from crawler.intervals import Every, Interval, intervals_between
from crawler.memory import Finding
from crawler.outcomes import Outcome
from crawler.timelines import Capture

# Neighbours tried in one interval before it is given up: unplayable captures come in runs of the same crawl, and on the
# recorded histories no interval that held a readable one needed more.
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """How densely, and which stretch of time. `until` is None when a run goes up to the moment at which it asks."""

    every: Every
    since: datetime
    until: datetime | None

    def intervals(self, asked_at: datetime) -> tuple[Interval, ...]:
        return tuple(intervals_between(self.since, self.until or asked_at, self.every.months))


@dataclass(frozen=True)
class Readable:
    """The captures of one page, oldest first, and what is known of them, for a plan to choose from."""

    urlkey: str
    captures: Sequence[Capture]
    findings: Mapping[str, Finding]
    pending: Collection[str]  # the timestamps being asked for now

    def known(self, capture: Capture) -> Outcome | None:
        """How reading it ended, or would end: equal digests are equal bytes."""
        if capture.timestamp in self.findings:
            return self.findings[capture.timestamp].outcome
        return self._by_digest.get(capture.digest or "") if not capture.is_redirect else None

    def is_open(self, capture: Capture) -> bool:
        """Whether reading it could tell anything that is not known, and is not being asked."""
        return not capture.is_error and capture.timestamp not in self.pending and self.known(capture) is None

    def within(self, interval: Interval) -> Sequence[Capture]:
        first = bisect_left(self._moments, interval.since)
        return self.captures[first : bisect_left(self._moments, interval.until)]

    @cached_property
    def _moments(self) -> list[datetime]:
        return [capture.captured_at for capture in self.captures]

    @cached_property
    def _by_digest(self) -> dict[str, Outcome]:
        known: dict[str, Outcome] = {}
        for capture in self.captures:
            if capture.digest is not None and capture.timestamp in self.findings:
                outcome = self.findings[capture.timestamp].outcome
                if outcome is Outcome.READ:
                    known[capture.digest] = Outcome.SAME_DIGEST
                elif outcome.tells_of_bytes:
                    known[capture.digest] = outcome
        return known


@dataclass(frozen=True, slots=True)
class Read:
    """One capture to read next, and the interval it is read for."""

    urlkey: str
    capture: Capture
    interval: Interval


def sample(pages: Sequence[Readable], intervals: Sequence[Interval]) -> list[Read]:
    """One capture for each interval that has none read and none being read. The pages are one policy's, likeliest
    first: a page further back is read only where those before it have nothing."""
    reads = [read for interval in intervals if (read := _next_in(pages, interval)) is not None]
    return [*reads, *_bridges(pages, {(read.urlkey, read.capture.timestamp) for read in reads}, intervals)]


def read_all(pages: Sequence[Readable], intervals: Sequence[Interval]) -> list[Read]:
    """Every capture of every page that is not known yet; those of equal digest are known by one of them."""
    reads = []
    for page in pages:
        asked = {capture.digest for capture in page.captures if capture.timestamp in page.pending} - {None}
        for interval in intervals:
            for capture in page.within(interval):
                if page.is_open(capture) and capture.digest not in asked:
                    asked |= {capture.digest} - {None}
                    reads.append(Read(page.urlkey, capture, interval))
    return reads


def is_settled(pages: Sequence[Readable], interval: Interval) -> bool:
    """Whether a capture of the interval was read, or is known to equal one that was."""
    return any(
        page.known(capture) in (Outcome.READ, Outcome.SAME_DIGEST)
        for page in pages
        for capture in page.within(interval)
    )


def _next_in(pages: Sequence[Readable], interval: Interval) -> Read | None:
    if is_settled(pages, interval):
        return None
    tries = 0
    candidates: list[tuple[tuple[bool, int, float], Read]] = []
    for rank, page in enumerate(pages):
        for capture in page.within(interval):
            if capture.is_error:
                continue
            if capture.timestamp in page.pending:
                return None
            if capture.timestamp in page.findings:
                if not page.findings[capture.timestamp].outcome.final:
                    return None  # the archive could not say now: its neighbours would be asked in vain as well
                tries += page.findings[capture.timestamp].outcome is not Outcome.REDIRECT
            elif page.is_open(capture):
                distance = abs((capture.captured_at - interval.middle).total_seconds())
                candidates.append(((capture.is_redirect, rank, distance), Read(page.urlkey, capture, interval)))
    if tries >= MOST_TRIES or not candidates:
        return None
    return min(candidates, key=lambda candidate: candidate[0])[1]


def _bridges(
    pages: Sequence[Readable], chosen: Collection[tuple[str, str]], intervals: Sequence[Interval]
) -> Iterable[Read]:
    """The first redirect of each page that has any: it tells where a policy moved, which joins two pages in a line."""
    for page in pages:
        redirects = [capture for capture in page.captures if capture.is_redirect]
        seen = [one for one in redirects if one.timestamp in page.findings or one.timestamp in page.pending]
        if seen or any((page.urlkey, one.timestamp) in chosen for one in redirects):
            continue
        within = [(one, interval) for one in redirects for interval in intervals if interval.holds(one.captured_at)]
        if within:
            yield Read(page.urlkey, *within[0])
