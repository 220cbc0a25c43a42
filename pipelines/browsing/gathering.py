"""Knows which hits of a search say the same around the words that were sought: versions of one policy often do."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.browsing.pages.search import Found


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
