"""Knows when wordings come and go, as with languages, consent or tests of a page on half of its readers.

What blinks is no change that anyone made to a policy, and to pin each blink would mean to read everything. It shows in
three ways: two wordings that alternate (A B A B: a policy taken back, A B A, is not that yet); a wording seen for a
moment between two sightings of another; and a half-year with more wordings than anyone writes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from crawler.plans import Readable
from crawler.sightings import Run, runs_of, sightings
from crawler.timelines import Capture

MOMENT = timedelta(days=14)  # from the wording before to its return; nobody takes a policy back and forth so fast

# The busiest of the recorded policies had seven wordings in one half-year (2026); twice that is nobody's writing.
MOST_WORDINGS = 16


@dataclass(frozen=True, slots=True)
class Blink:
    """Wordings of one page that come and go, and the captures in which they were seen first and last."""

    wordings: tuple[str, ...]
    first: Capture
    last: Capture


def blinks(page: Readable) -> list[Blink]:
    """Where wordings come and go on a page, as far as it was read."""
    runs = runs_of(sightings(page))
    alike = alternating([run.wording for run in runs])
    groups: dict[tuple[str, object], list[Run]] = defaultdict(list)
    for run in runs:
        groups["alternating", alike[run.wording]].append(run)
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        is_return = before.wording == after.wording and alike[run.wording] != alike[before.wording]
        if is_return and after.first.capture.captured_at - before.last.capture.captured_at <= MOMENT:
            groups["moment", run.first.place] += [before, run, after]
    restless = restless_halves(runs, alike)
    for run in runs:
        if half_of(run.first.capture) in restless:
            groups["restless", half_of(run.first.capture)].append(run)
    found = [_blink(group) for group in groups.values() if len({run.wording for run in group}) > 1]
    return sorted(found, key=lambda blink: (blink.first.captured_at, blink.last.captured_at))


def alternating(row: Iterable[str]) -> Mapping[str, str]:
    """For each wording of a row, one that stands for it and for all that it alternates with.

    A wording that returns closes all those between. When a closed one comes again, it alternates with what closed it.
    """
    stands_for: dict[str, str] = {}
    still_open: list[str] = []
    closed_by: dict[str, str] = {}
    for wording in row:
        now = _stand_in(stands_for, stands_for.setdefault(wording, wording))
        while now in closed_by:
            closer = closed_by.pop(now)
            stands_for[now] = closer
            now = _stand_in(stands_for, closer)
        if now not in still_open:
            still_open.append(now)
        while still_open[-1] != now:
            closed_by[still_open.pop()] = now
    return {wording: _stand_in(stands_for, wording) for wording in stands_for}


def restless_halves(runs: Sequence[Run], alike: Mapping[str, str]) -> set[tuple[int, bool]]:
    """The half-years that show more wordings than a policy has."""
    shown: dict[tuple[int, bool], set[str]] = defaultdict(set)
    for run in runs:
        shown[half_of(run.first.capture)].add(alike[run.wording])
    return {half for half, wordings in shown.items() if len(wordings) >= MOST_WORDINGS}


def half_of(capture: Capture) -> tuple[int, bool]:
    """Its half-year: the year, and whether the second."""
    return capture.captured_at.year, capture.captured_at.month > 6


def _blink(group: Sequence[Run]) -> Blink:
    return Blink(tuple(sorted({run.wording for run in group})), group[0].first.capture, group[-1].last.capture)


def _stand_in(stands_for: Mapping[str, str], wording: str) -> str:
    while stands_for[wording] != wording:
        wording = stands_for[wording]
    return wording
