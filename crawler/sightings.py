"""Knows in which captures of a page which wording was seen, and between which of them it changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from crawler.plans import Readable
from crawler.timelines import Capture


@dataclass(frozen=True, slots=True)
class Sighting:
    """A capture whose wording is known, and its place in the timeline."""

    place: int
    capture: Capture
    wording: str


@dataclass(frozen=True, slots=True)
class Run:
    """Sightings in a row with one wording."""

    first: Sighting
    last: Sighting
    count: int

    @property
    def wording(self) -> str:
        return self.first.wording


@dataclass(frozen=True, slots=True)
class Change:
    """Between which captures a wording changed, as far as it is known."""

    last_old: Capture
    first_new: Capture
    unread: int  # captures between the two that could still be read

    @property
    def is_pinned(self) -> bool:
        """Whether the two are neighbours: the archive cannot tell more."""
        return self.unread == 0


def sightings(page: Readable) -> list[Sighting]:
    """What was seen of a page, oldest first."""
    return [
        Sighting(place, capture, wording)
        for place, capture in enumerate(page.captures)
        if (wording := page.wording(capture)) is not None
    ]


def runs_of(seen: Iterable[Sighting]) -> list[Run]:
    """Sightings, oldest first, gathered while the wording stays."""
    grouped = [list(group) for _, group in groupby(seen, key=lambda one: one.wording)]
    return [Run(group[0], group[-1], len(group)) for group in grouped]


def can_tell(page: Readable, capture: Capture) -> bool:
    """Whether reading it could show a wording. A redirect shows another page's, which has a timeline of its own."""
    return page.is_open(capture) and not page.leads_on(capture)


def changes(page: Readable) -> list[Change]:
    """Every change of wording on a page as it is known so far, oldest first."""
    return [_change(page, old, new) for old, new in pairwise(runs_of(sightings(page)))]


def _change(page: Readable, old: Run, new: Run) -> Change:
    between: Sequence[Capture] = page.captures[old.last.place + 1 : new.first.place]
    return Change(old.last.capture, new.first.capture, sum(can_tell(page, capture) for capture in between))
