"""Knows what to read next so that every change of wording comes to lie between two neighbouring captures.

A walk keeps nothing in mind: what to read follows from what was seen, so an interrupted one goes on by itself. The
pages are one policy's, likeliest first. Each is walked by itself: between two sightings of it that differ, unless a
likelier page was seen in between and tells that stretch better. Where one page ends and another begins, the last
capture of the one and the first of the other are read, and before the first and after the last sighting of all the
outermost. What cannot be read is stepped around, and redirects with it: their target is another page's timeline.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from itertools import pairwise

from crawler.blinks import alternating, half_of, restless_halves
from crawler.intervals import Interval
from crawler.outcomes import Outcome
from crawler.plans import MOST_TRIES, Read, Readable
from crawler.sightings import Run, Sighting, can_tell, runs_of, sightings
from crawler.steps import best_split
from crawler.timelines import Capture

# Probes of one policy under way: as many as there are connections and a few to spare. More would only find out later
# that a page blinks everywhere.
MOST_AT_ONCE = 8

MOST_READS = 600  # of one page: a policy of a hundred wordings needs 400, so what needs more is none
MOST_RESTLESS = 3  # half-years without rest after which a page is taken to have none at all
MOST_MISSES = 16  # between two sightings: a crawl whose captures cannot be played may be long
MOST_SILENT = 2  # answers that may come another day: until then, more of the same stretch would be in vain

# Fewer sightings of a wording between two of another may be a blink, more are a stay. On generated histories three
# blinks cost 6 % more reads with 4 or 5, 8 % with 3; a policy that was taken back costs up to so many reads more.
FEW = 5


@dataclass(frozen=True)
class _Track:
    """A page with what was seen of it, from place `first` up to but not including `end`."""

    page: Readable
    first: int
    end: int
    seen: Sequence[Sighting]

    @cached_property
    def moments(self) -> list[datetime]:
        return [one.capture.captured_at for one in self.seen]

    def was_seen_between(self, since: datetime, until: datetime) -> bool:
        return bisect_right(self.moments, since) < bisect_left(self.moments, until)


class _Take(Enum):
    """Which capture of a gap to read: the likeliest to part two wordings, or the one next to an end."""

    LIKELIEST = "likeliest"
    LEFTMOST = "leftmost"
    RIGHTMOST = "rightmost"


@dataclass(frozen=True, slots=True)
class _Gap:
    """Captures between two places of a page, and which of them to read first."""

    page: Readable
    left: int
    right: int
    take: _Take = _Take.LIKELIEST
    most_misses: int = MOST_MISSES

    def probe(self) -> int | None:
        """The place of the capture to read; None when there is none, or one of them is being read."""
        places = None if self._is_being_read() else self.open_places()
        if not places:
            return None
        if self.take is not _Take.LIKELIEST:
            return places[0 if self.take is _Take.LEFTMOST else -1]
        row = [self.left, *places, self.right]
        return row[best_split([self.page.captures[place] for place in row])]

    def is_closed(self) -> bool:
        return not self._is_being_read() and not self.open_places()

    def open_places(self) -> list[int]:
        """The places of the captures that can still tell something; none where enough was tried in vain."""
        inner = self.page.captures[self.left + 1 : self.right]
        found = [self.page.findings[one.timestamp].outcome for one in inner if one.timestamp in self.page.findings]
        silent = sum(not outcome.final for outcome in found)
        if sum(outcome.is_miss for outcome in found) >= self.most_misses or silent >= MOST_SILENT:
            return []
        return [place for place, one in enumerate(inner, self.left + 1) if can_tell(self.page, one)]

    def _is_being_read(self) -> bool:
        inner = self.page.captures[self.left + 1 : self.right]
        return bool(self.page.pending) and any(one.timestamp in self.page.pending for one in inner)


def probes(pages: Sequence[Readable], intervals: Sequence[Interval]) -> list[Read]:
    """What to read next, once every interval has its sample; nothing when every change is as well known as can be."""
    if not intervals:
        return []
    tracks = [_track(page, intervals) for page in pages]
    room = MOST_AT_ONCE - sum(len(page.pending) for page in pages)
    each = (_between_sightings(track, tracks[:rank]) for rank, track in enumerate(tracks))
    for number, gaps in enumerate((*each, _moves(tracks), _ends(tracks))):
        if number > 0 and room < MOST_AT_ONCE:
            break  # what a page means to others is known once nothing is under way, whatever the order of answers
        reads = _reads(gaps, intervals, room)
        if reads:
            return reads
    return []


def _reads(gaps: Iterable[_Gap], intervals: Sequence[Interval], room: int) -> list[Read]:
    """One probe for each gap that needs one, as many as there is room for; of equal bytes one."""
    starts = [interval.since for interval in intervals]
    asking: set[tuple[str, str | None]] = set()
    reads: list[Read] = []
    for gap in gaps:
        if len(reads) >= room:
            break
        place = gap.probe()
        if place is None:
            continue
        capture = gap.page.captures[place]
        digest = gap.page.digest_of(capture)
        if digest is not None and (digest in gap.page.asking or (gap.page.urlkey, digest) in asking):
            continue  # what is being asked for tells of this one too
        asking.add((gap.page.urlkey, digest))
        reads.append(Read(gap.page.urlkey, capture, intervals[bisect_right(starts, capture.captured_at) - 1]))
    return reads


def _track(page: Readable, intervals: Sequence[Interval]) -> _Track:
    first = bisect_left(page.captures, intervals[0].since, key=_moment)
    end = bisect_left(page.captures, intervals[-1].until, key=_moment)
    return _Track(page, first, end, [one for one in sightings(page) if first <= one.place < end])


def _between_sightings(track: _Track, likelier: Sequence[_Track]) -> Iterator[_Gap]:
    """Where the wording differs from one sighting to the next and no likelier page was seen in between."""
    for gap in _differences(track):
        since, until = (track.page.captures[place].captured_at for place in (gap.left, gap.right))
        if not any(other.was_seen_between(since, until) for other in likelier):
            yield gap


def _differences(track: _Track) -> Iterator[_Gap]:
    """Where the wording differs from one sighting of a page to the next, and does not merely blink."""
    runs = runs_of(track.seen)
    alike = alternating(run.wording for run in runs)
    restless = restless_halves(runs, alike)
    reads = sum(finding.outcome is Outcome.READ for finding in track.page.findings.values())
    if len(restless) >= MOST_RESTLESS or reads >= MOST_READS:
        return
    for place, (old, new) in enumerate(pairwise(runs)):
        if alike[old.wording] == alike[new.wording] or new.first.place - old.last.place == 1:
            continue
        if {half_of(old.last.capture), half_of(new.first.capture)} <= restless:
            continue
        gap = _parting(track.page, runs, place)
        if gap is not None:
            yield gap


def _parting(page: Readable, runs: Sequence[Run], place: int) -> _Gap | None:
    """The gap after a run. A wording seen a few times between two sightings of another is followed from where it was
    seen, capture by capture, first to the right: if it only blinked, two or three reads tell."""
    old, new = runs[place], runs[place + 1]
    if place > 0 and runs[place - 1].wording == new.wording and old.count < FEW:
        return _Gap(page, old.last.place, new.first.place, _Take.LEFTMOST)
    if place + 2 < len(runs) and runs[place + 2].wording == old.wording and new.count < FEW:
        if not _Gap(page, new.last.place, runs[place + 2].first.place).is_closed():
            return None
        return _Gap(page, old.last.place, new.first.place, _Take.RIGHTMOST)
    return _Gap(page, old.last.place, new.first.place)


def _moves(tracks: Sequence[_Track]) -> Iterator[_Gap]:
    """Where one page was seen for the last time and another, with another wording, for the first time after that."""
    seen = [track for track in tracks if track.seen]
    for rank, old in enumerate(seen):
        after = [track for track in seen if track.moments[0] > old.moments[-1]]
        if not after:
            continue
        new = min(after, key=lambda track: track.moments[0])
        since, until = old.moments[-1], new.moments[0]
        if old.seen[-1].wording == new.seen[0].wording or any(one.was_seen_between(since, until) for one in seen):
            continue
        at_until = bisect_left(old.page.captures, until, key=_moment)
        at_since = bisect_right(new.page.captures, since, key=_moment) - 1
        last = _Gap(old.page, old.seen[-1].place, at_until, _Take.RIGHTMOST, MOST_TRIES)
        first = _Gap(new.page, at_since, new.seen[0].place, _Take.LEFTMOST, MOST_TRIES)
        # the likelier of the two tells the time in which both were there
        edges = (last, first) if rank < seen.index(new) else (first, last)
        yield edges[1] if edges[0].is_closed() else edges[0]


def _ends(tracks: Sequence[_Track]) -> Iterator[_Gap]:
    """Before the first and after the last sighting of all."""
    seen = [track for track in tracks if track.seen]
    if seen:
        oldest = min(seen, key=lambda track: track.moments[0])
        yield _Gap(oldest.page, oldest.first - 1, oldest.seen[0].place, _Take.LEFTMOST, MOST_TRIES)
        newest = max(seen, key=lambda track: track.moments[-1])
        yield _Gap(newest.page, newest.seen[-1].place, newest.end, _Take.RIGHTMOST, MOST_TRIES)


def _moment(capture: Capture) -> datetime:
    return capture.captured_at
