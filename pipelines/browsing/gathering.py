"""Knows what is told together: hits of a search that say the same around the words, misses that differ by interval.

Versions of one policy often say the same, and most of what is missing is missing for years.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipelines.browsing.pages.search import Found
from pipelines.database.questions.browsing_misses import MissedThing

_INTERVAL = re.compile(r"(\d{4})(?:-(H|Q|)(\d+))?")
_IN_A_YEAR = {"H": 2, "Q": 4, "": 12, None: 1}  # halves, quarters, months, or the year itself


@dataclass(frozen=True, slots=True)
class Gathered:
    """A hit, and those after it in which the same policy says the same."""

    first: Found
    others: tuple[Found, ...]


def gather(hits: Sequence[Found]) -> tuple[Gathered, ...]:
    """All hits, each policy's same extracts together, in the order of the best of them."""
    found: dict[object, list[Found]] = {}
    for hit in hits:
        found.setdefault((hit.domain, hit.line, hit.extract), []).append(hit)
    return tuple(Gathered(same[0], tuple(sorted(same[1:], key=lambda one: one.first_seen))) for same in found.values())


@dataclass(frozen=True, slots=True)
class MissedTogether:
    """A miss, and the stretches of intervals in which the same was missed for the same reason."""

    miss: MissedThing
    stretches: tuple[tuple[str, str], ...]  # the names of the first interval and the last


def gather_misses(misses: Sequence[MissedThing]) -> tuple[MissedTogether, ...]:
    """All misses in their order; neighbours that differ by nothing but the interval are one."""
    together = []
    for _, run in groupby(misses, key=_said):
        same = list(run)
        together.append(MissedTogether(same[0], tuple(_stretches([one.interval for one in same if one.interval]))))
    return tuple(together)


def _said(miss: MissedThing) -> object:
    return miss.domain, miss.url, miss.kind, miss.detail, miss.final, miss.timestamp, miss.interval is None


def _stretches(names: Sequence[str]) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    for name in names:
        if told and _follows(name, told[-1][1]):
            told[-1] = (told[-1][0], name)
        else:
            told.append((name, name))
    return told


def _follows(interval: str, other: str) -> bool:
    """Whether it is the next of its kind. One that no plan of ours has follows none."""
    found, before = (_INTERVAL.fullmatch(name) for name in (interval, other))
    return found is not None and before is not None and found[2] == before[2] and _place(found) == _place(before) + 1


def _place(found: re.Match[str]) -> int:
    """Which of its kind it is, counted from the year 0."""
    return int(found[1]) * _IN_A_YEAR[found[2]] + int(found[3] or 1) - 1
