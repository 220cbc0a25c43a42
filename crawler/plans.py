"""Knows by what plan a domain is read: which captures to read next so that each interval has one that was read."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from crawler.intervals import Every, Interval, intervals_between
from crawler.memory import Finding
from crawler.outcomes import Outcome
from crawler.timelines import Capture

# The archive could not say: asking for the neighbours would be in vain as well. A truncated capture is not of these.
_SILENT = frozenset({Outcome.RATE_LIMITED, Outcome.ARCHIVE_DOWN, Outcome.CUT_SHORT, Outcome.NOT_ASKED})

_SEEN = frozenset({Outcome.READ, Outcome.SAME_DIGEST})

# Captures of one page tried in one interval before it is given up: unplayable ones come in runs of the same crawl, and
# on the recorded histories no interval that held a readable one needed more.
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """How densely, which stretch of time, and in which languages, all where none is named. `until` is None when a run
    goes up to the moment at which it asks, and no run goes further."""

    every: Every
    since: datetime
    until: datetime | None
    languages: frozenset[str] = frozenset()

    def intervals(self, asked_at: datetime) -> tuple[Interval, ...]:
        return tuple(intervals_between(self.since, min(self.until or asked_at, asked_at), self.every.months))


@dataclass(frozen=True)
class Readable:
    """The captures of one page, oldest first, and what is known of them, for a plan to choose from."""

    urlkey: str
    captures: Sequence[Capture]
    findings: Mapping[str, Finding]
    pending: Collection[str]  # the timestamps being asked for now

    def known(self, capture: Capture) -> Outcome | None:
        """How reading it ended, or would end: equal digests are equal bytes, which makes up for one not to be had."""
        told = self._by_digest.get(self.digest_of(capture) or "")
        finding = self.findings.get(capture.timestamp)
        if finding is None:
            return told
        could_not_be_had = finding.outcome.is_miss and not finding.outcome.tells_of_bytes
        return told if told is Outcome.SAME_DIGEST and could_not_be_had else finding.outcome

    def leads_on(self, capture: Capture) -> bool:
        """Whether it is a redirect, by its status or because it repeats one: a revisit has no status of its own."""
        return capture.is_redirect or (capture.status is None and capture.digest in self._leading)

    def wording(self, capture: Capture) -> str | None:
        """Its wording, if it was read or has the bytes of one that was."""
        finding = self.findings.get(capture.timestamp)
        if finding is not None and finding.outcome in _SEEN:
            return finding.wording
        shared = self._wordings.get(capture.digest or "")
        return shared if shared is not None and self.known(capture) is Outcome.SAME_DIGEST else None

    def is_open(self, capture: Capture) -> bool:
        """Whether reading it could tell anything that is not known, and is not being asked."""
        return not capture.is_error and capture.timestamp not in self.pending and self.known(capture) is None

    def within(self, interval: Interval) -> Sequence[Capture]:
        first = bisect_left(self._moments, interval.since)
        return self.captures[first : bisect_left(self._moments, interval.until)]

    def digest_of(self, capture: Capture) -> str | None:
        """The digest that stands for the bytes of a page; None for redirects and errors, which are none."""
        return None if capture.is_error or self.leads_on(capture) else capture.digest

    @cached_property
    def seen(self) -> Sequence[Capture]:
        """Those that were read, or are known to equal one that was. Most of fifty thousand are neither, and it is quick
        to see of which that may be so."""
        read = {digest for digest, outcome in self._by_digest.items() if outcome is Outcome.SAME_DIGEST}
        told = (one for one in self.captures if one.timestamp in self.findings or one.digest in read)
        return [one for one in told if self.known(one) in _SEEN]

    @cached_property
    def asked(self) -> Sequence[Capture]:
        """Those that are being asked for now."""
        return [one for one in self.captures if one.timestamp in self.pending] if self.pending else []

    @cached_property
    def asking(self) -> frozenset[str | None]:
        """The digests whose bytes are being asked for now."""
        return frozenset(self.digest_of(one) for one in self.asked) - {None}

    @cached_property
    def _leading(self) -> frozenset[str | None]:
        """The digests of redirects: most have no bytes at all, and so one digest with redirects to anywhere."""
        return frozenset(capture.digest for capture in self.captures if capture.is_redirect) - {None}

    @cached_property
    def _moments(self) -> list[datetime]:
        return [capture.captured_at for capture in self.captures]

    @cached_property
    def _wordings(self) -> dict[str, str]:
        """By the digest of a capture that was read."""
        read = [one for one in self.captures if one.timestamp in self.findings]
        told = [(self.digest_of(one), self.findings[one.timestamp]) for one in read]
        return {digest: one.wording for digest, one in told if digest and one.wording and one.outcome in _SEEN}

    @cached_property
    def _by_digest(self) -> dict[str, Outcome]:
        known: dict[str, Outcome] = {}
        for capture in (one for one in self.captures if one.timestamp in self.findings):
            digest, outcome = self.digest_of(capture), self.findings[capture.timestamp].outcome
            if digest is None:
                continue
            if outcome is Outcome.READ:
                known[digest] = Outcome.SAME_DIGEST
            elif outcome.tells_of_bytes:
                known.setdefault(digest, outcome)
        return known


@dataclass(frozen=True, slots=True)
class Read:
    """One capture to read next, and the interval it is read for."""

    urlkey: str
    capture: Capture
    interval: Interval


def sample(pages: Sequence[Readable], intervals: Sequence[Interval]) -> list[Read]:
    """One capture for each interval that has none read and none being read, and one redirect for each page that has
    any. The pages are one policy's, likeliest first: a page further back is read only where those before it have
    nothing, and what leads on only where nothing else is left."""
    by_key = {page.urlkey: page for page in pages}
    asking = {page.urlkey: set(page.asking) for page in pages}
    reads = [bridge for page in pages if (bridge := _bridge(page, intervals)) is not None]
    crossing = {read.urlkey for read in reads} | {page.urlkey for page in pages if _is_crossing(page)}
    provided = _settled(pages, intervals) | _asked(pages, intervals)
    for place, interval in enumerate(intervals):
        read = None if place in provided else _next_in(pages, interval, crossing)
        if read is None:
            continue
        digest = by_key[read.urlkey].digest_of(read.capture)
        if digest in asking[read.urlkey]:
            continue  # what is being asked for tells of this one too
        asking[read.urlkey] |= {digest} - {None}
        reads.append(read)
    return reads


def read_all(pages: Sequence[Readable], intervals: Sequence[Interval]) -> list[Read]:
    """Every capture of every page that is not known yet; those of equal digest are known by one of them."""
    reads = []
    for page in pages:
        asked = set(page.asking)
        for interval in intervals:
            for capture in page.within(interval):
                if page.is_open(capture) and page.digest_of(capture) not in asked:
                    asked |= {page.digest_of(capture)} - {None}
                    reads.append(Read(page.urlkey, capture, interval))
    return reads


def is_settled(pages: Sequence[Readable], interval: Interval) -> bool:
    """Whether a capture of the interval was read, or is known to equal one that was."""
    return bool(_settled(pages, [interval]))


def _settled(pages: Sequence[Readable], intervals: Sequence[Interval]) -> set[int]:
    """The places of the intervals of which a capture was read. Every answer asks, and most are settled by then."""
    return _places([one for page in pages for one in page.seen], intervals)


def _asked(pages: Sequence[Readable], intervals: Sequence[Interval]) -> set[int]:
    """Those of which one is being asked for: what comes of it is waited for."""
    return _places([one for page in pages for one in page.asked if not one.is_error], intervals)


def _places(captures: Sequence[Capture], intervals: Sequence[Interval]) -> set[int]:
    """The places of the intervals in which these lie."""
    starts = [interval.since for interval in intervals]
    found = ((bisect_right(starts, one.captured_at) - 1, one.captured_at) for one in captures)
    return {place for place, moment in found if place >= 0 and intervals[place].holds(moment)}


def _next_in(pages: Sequence[Readable], interval: Interval, crossing: Collection[str]) -> Read | None:
    candidates: list[tuple[tuple[bool, int, float], Read]] = []
    for rank, page in enumerate(pages):
        captures = [capture for capture in page.within(interval) if not capture.is_error]
        told = [page.findings[one.timestamp].outcome for one in captures if one.timestamp in page.findings]
        if _SILENT.intersection(told):
            return None
        if len(told) >= MOST_TRIES:
            continue
        for capture in captures:
            if page.is_open(capture) and not (page.urlkey in crossing and page.leads_on(capture)):
                distance = abs((capture.captured_at - interval.middle).total_seconds())
                candidates.append(((page.leads_on(capture), rank, distance), Read(page.urlkey, capture, interval)))
    return min(candidates, key=lambda candidate: candidate[0])[1] if candidates else None


def _bridge(page: Readable, intervals: Sequence[Interval]) -> Read | None:
    """The first redirect of a page of which none was read: it tells where a policy moved, which joins two pages in a
    line, and what is kept of the new one tells more than the other redirects would."""
    redirects = [capture for capture in page.captures if capture.is_redirect]
    if any(one.timestamp in page.findings or one.timestamp in page.pending for one in redirects):
        return None
    within = ((one, interval) for one in redirects for interval in intervals if interval.holds(one.captured_at))
    first = next(within, None)
    return Read(page.urlkey, *first) if first else None


def _is_crossing(page: Readable) -> bool:
    """Whether its first redirect is being read, and nobody knows yet where it leads."""
    redirects = [capture.timestamp for capture in page.captures if capture.is_redirect]
    return any(one in page.pending for one in redirects) and not any(one in page.findings for one in redirects)
